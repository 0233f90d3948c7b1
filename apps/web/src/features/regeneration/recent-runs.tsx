import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { runQueries } from './run.queries.ts'
import { applyRunMessage } from './run-cache.ts'
import { type RunsSort, RunsTable } from './runs-table.tsx'
import { searchRuns } from './search-runs.ts'

export interface RunsView {
  search: string
  sort: RunsSort
}

interface RecentRunsProps {
  view: RunsView
  onView: (change: Partial<RunsView>) => void
}

/** The last runs this person may see; it moves by itself. */
export function RecentRuns({ view, onView }: RecentRunsProps) {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const runs = useQuery(runQueries.recent(useApi()))
  useTopic('runs', (message) => void applyRunMessage(queryClient, message, null))
  const found = useMemo(() => searchRuns(runs.data ?? [], view.search), [runs.data, view.search])

  return (
    <section aria-labelledby="recent-runs" className="card">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2 pr-2 pl-4">
        <h2 id="recent-runs" className="font-semibold">
          {t('runs.recent')}
        </h2>
        <span role="status" className="text-sm text-ink-2">
          {runs.data && t('runs.count', { count: found.length })}
        </span>
        <div className="flex flex-1 justify-end">
          <SearchField
            label={t('runs.search')}
            value={view.search}
            onChange={(search) => onView({ search })}
          />
        </div>
      </div>
      {runs.isPending && <SkeletonRows rows={5} label={t('runs.loading')} />}
      {runs.isError && <ErrorNotice error={runs.error} what={t('runs.failed')} onRetry={runs.refetch} />}
      {runs.data?.length === 0 && <Empty title={t('runs.none')}>{t('runs.noneHint')}</Empty>}
      {runs.data && runs.data.length > 0 && found.length === 0 && (
        <Empty title={t('runs.noMatch')}>{t('sessions.noMatchHint')}</Empty>
      )}
      {found.length > 0 && <RunsTable runs={found} sort={view.sort} onSort={(sort) => onView({ sort })} />}
    </section>
  )
}
