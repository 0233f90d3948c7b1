import type { Me, Run, RunPage } from '@ohif-admin/contracts'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { cx } from '../../../ui/cx.ts'
import { Empty } from '../../../ui/empty.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { runQueries } from '../run.queries.ts'
import { ExportList } from './export-list.tsx'
import { HistoryFilters } from './history-filters.tsx'
import { filterOf, type HistoryView, isFiltered } from './history-view.ts'
import { RunsTable } from './runs-table.tsx'

interface RunHistoryProps {
  me: Me
  view: HistoryView
  onView: (change: Partial<HistoryView>) => void
}

/** Every run this person may see, in the order they choose, as far down as they want to go; it moves by itself. */
export function RunHistory({ me, view, onView }: RunHistoryProps) {
  const { t } = useI18n()
  const history = useInfiniteQuery({
    ...runQueries.history(useApi(), filterOf(view)),
    placeholderData: keepPreviousData,
  })
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = history
  const runs = useMemo(() => uniqueRuns(data?.pages ?? []), [data])
  const total = data?.pages[0]?.total
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  return (
    <section aria-labelledby="history" className="card">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2 pr-2 pl-4">
        <h2 id="history" className="font-semibold">
          {t('runs.recent')}
        </h2>
        <span role="status" className="text-sm text-ink-2">
          {total !== undefined && t('runs.count', { count: total })}
        </span>
        <HistoryFilters me={me} view={view} onView={onView} />
        <div className="ml-auto">
          {total !== undefined && total > 0 && <ExportList filter={filterOf(view)} />}
        </div>
      </div>
      {history.isPending && <SkeletonRows rows={5} label={t('runs.loading')} />}
      {history.isError && (
        <ErrorNotice
          error={history.error}
          what={t('runs.failed')}
          onRetry={isFetchNextPageError ? () => void fetchNextPage() : history.refetch}
        />
      )}
      {total === 0 && (
        <Empty title={t(isFiltered(view) ? 'runs.noMatch' : 'runs.none')}>
          {t(isFiltered(view) ? 'history.noMatchHint' : 'runs.noneHint')}
        </Empty>
      )}
      {runs.length > 0 && (
        <div aria-busy={history.isPlaceholderData} className={cx(history.isPlaceholderData && 'opacity-60')}>
          <RunsTable runs={runs} sort={view.sort} onSort={(sort) => onView({ sort })} onEnd={more} />
        </div>
      )}
      {hasNextPage && (
        <div className="border-t border-line p-2 text-center">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(isFetchingNextPage ? 'runs.loading' : 'history.more')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** A run that moved while the pages were read may be on two of them. */
function uniqueRuns(pages: readonly RunPage[]): Run[] {
  return [...new Map(pages.flatMap(({ runs }) => runs.map((run) => [run.id, run]))).values()]
}
