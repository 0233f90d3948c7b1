import type { Me } from '@ohif-admin/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { runQueries } from '../run.queries.ts'
import { searchRuns } from '../search-runs.ts'
import { HistoryFilters } from './history-filters.tsx'
import { filterOf, type HistoryView } from './history-view.ts'
import { RunsTable } from './runs-table.tsx'

interface RunHistoryProps {
  me: Me
  view: HistoryView
  onView: (change: Partial<HistoryView>) => void
}

/** Every run this person may see, newest first, as far back as they want to go; it moves by itself. */
export function RunHistory({ me, view, onView }: RunHistoryProps) {
  const { t } = useI18n()
  const filter = filterOf(view)
  const history = useInfiniteQuery(runQueries.history(useApi(), filter))
  const { data, hasNextPage, isFetchingNextPage } = history
  // What waits has its own list above, unless it is asked for.
  const withQueued = filter.state === 'queued'
  const loaded = useMemo(
    () => data?.pages.flat().filter(({ state }) => withQueued || state !== 'queued'),
    [data, withQueued],
  )
  const found = useMemo(() => searchRuns(loaded ?? [], view.search), [loaded, view.search])
  const filtered = Object.keys(filter).length > 0

  return (
    <section aria-labelledby="history" className="card">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2 pr-2 pl-4">
        <h2 id="history" className="font-semibold">
          {t('runs.recent')}
        </h2>
        <span role="status" className="text-sm text-ink-2">
          {loaded && t(hasNextPage ? 'history.newest' : 'runs.count', { count: found.length })}
        </span>
        <HistoryFilters me={me} view={view} onView={onView} />
      </div>
      {history.isPending && <SkeletonRows rows={5} label={t('runs.loading')} />}
      {history.isError && (
        <ErrorNotice error={history.error} what={t('runs.failed')} onRetry={history.refetch} />
      )}
      {loaded?.length === 0 && (
        <Empty title={t(filtered ? 'runs.noMatch' : 'runs.none')}>
          {t(filtered ? 'history.noMatchHint' : 'runs.noneHint')}
        </Empty>
      )}
      {loaded && loaded.length > 0 && found.length === 0 && (
        <Empty title={t('runs.noMatch')}>
          {t(hasNextPage ? 'history.searchedSome' : 'sessions.noMatchHint', { count: loaded.length })}
        </Empty>
      )}
      {found.length > 0 && <RunsTable runs={found} sort={view.sort} onSort={(sort) => onView({ sort })} />}
      {hasNextPage && (
        <div className="border-t border-line p-2 text-center">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {t(isFetchingNextPage ? 'runs.loading' : 'history.older')}
          </Button>
        </div>
      )}
    </section>
  )
}
