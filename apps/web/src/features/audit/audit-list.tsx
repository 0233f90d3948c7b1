import type { AuditFilter } from '@ohif-admin/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { auditQueries } from './audit.queries.ts'
import { AuditBone, AuditHead, AuditTableRow, COLUMN_COUNT, ROW_PX, TALL_ROW_PX } from './audit-row.tsx'

interface AuditListProps {
  filter: AuditFilter
  onOpen: (seq: number) => void
}

/** Every action that the filter leaves, newest first. Older ones are read when they come into sight. */
export function AuditList({ filter, onOpen }: AuditListProps) {
  const { t } = useI18n()
  const scroller = useRef<HTMLElement>(null)
  const query = useInfiniteQuery(auditQueries.rows(useApi(), filter))
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const rowPx = useMediaQuery('(min-width: 1024px)') ? ROW_PX : TALL_ROW_PX
  // One row more stands for all that has not been read yet.
  const list = useVirtualizer({
    count: rows.length + (hasNextPage ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  })
  const { measure } = list
  useEffect(() => measure(), [rowPx, measure])
  const items = list.getVirtualItems()
  const wantsMore = hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  const atEnd = (items.at(-1)?.index ?? 0) >= rows.length
  useEffect(() => {
    if (wantsMore && atEnd && rows.length > 0) void fetchNextPage()
  }, [wantsMore, atEnd, rows.length, fetchNextPage])

  if (query.isPending) return <SkeletonRows rows={12} label={t('audit.loading')} />
  if (query.isError && rows.length === 0)
    return <ErrorNotice error={query.error} what={t('audit.failed')} onRetry={query.refetch} />
  if (rows.length === 0)
    return Object.keys(filter).length > 0 ? (
      <Empty title={t('audit.noMatch')}>{t('audit.noMatchHint')}</Empty>
    ) : (
      <Empty title={t('audit.none')} />
    )
  return (
    <>
      {query.isError && (
        <ErrorNotice error={query.error} what={t('audit.failed')} onRetry={() => void fetchNextPage()} />
      )}
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label={t('audit.list')}
        className="relative max-h-[70dvh] min-h-64 flex-1 overflow-auto -outline-offset-2 lg:max-h-none"
      >
        <table
          aria-rowcount={hasNextPage ? -1 : rows.length + 1}
          className="w-full table-fixed border-collapse max-lg:block"
        >
          <AuditHead />
          <Spacer height={items[0]?.start ?? 0} />
          <tbody className="max-lg:block">
            {items.map(({ index }) => {
              const row = rows[index]
              return row ? (
                <AuditTableRow key={row.seq} row={row} index={index} height={rowPx} onOpen={onOpen} />
              ) : (
                <AuditBone key="more" index={index} height={rowPx} />
              )
            })}
          </tbody>
          <Spacer height={list.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </table>
      </section>
    </>
  )
}

/** Takes the room of the rows that are not rendered. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true" className="max-lg:block">
      <tr className="max-lg:block" style={{ height }}>
        <td colSpan={COLUMN_COUNT} className="p-0" />
      </tr>
    </tbody>
  )
}
