import { type ReactNode, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { cx } from '../../ui/cx.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Bone, SkeletonRows } from '../../ui/skeleton.tsx'
import type { PageQuery } from './coverage.queries.ts'
import { usePagedRows } from './use-paged-rows.ts'

export const ROW =
  'border-b border-line max-lg:grid max-lg:content-center max-lg:gap-x-3 max-lg:gap-y-1 max-lg:px-3 -outline-offset-2 hover:bg-hover focus:bg-accent-soft'
export const CELL = 'truncate lg:px-2 lg:first:pl-3 lg:last:pr-3'

export interface Column {
  name: string
  label: string
  width: string
  right?: boolean
}

interface PagedTableProps<Row> {
  label: string
  columns: readonly Column[]
  pageOf: (page: number) => PageQuery<Row>
  /** Height of a row below 1024 px, where its cells stand in several lines. */
  tallPx: number
  empty: ReactNode
  row: (row: Row, place: { index: number; height: number }) => ReactNode
}

const ROW_PX = 36

/** A table of any length, read from the server page by page. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { label, columns, pageOf, tallPx, empty, row } = props
  const { t } = useI18n()
  const scroller = useRef<HTMLElement>(null)
  const rowPx = useMediaQuery('(min-width: 1024px)') ? ROW_PX : tallPx
  const { first, total, items, before, after, failed, rowAt } = usePagedRows({ pageOf, scroller, rowPx })
  return (
    <>
      {failed && (
        <ErrorNotice error={failed.error} what={t('coverage.listFailed')} onRetry={failed.refetch} />
      )}
      {first.isError && (
        <ErrorNotice error={first.error} what={t('coverage.listFailed')} onRetry={first.refetch} />
      )}
      {first.isPending && <SkeletonRows rows={8} label={t('common.loading')} />}
      {first.data && total === 0 && empty}
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className={cx(
          'relative max-h-[70dvh] min-h-64 flex-1 overflow-auto -outline-offset-2',
          total === 0 && 'hidden',
        )}
      >
        <table
          aria-rowcount={total + 1}
          aria-busy={first.isPlaceholderData}
          className={cx(
            'w-full table-fixed border-collapse max-lg:block',
            first.isPlaceholderData && 'opacity-60',
          )}
        >
          <Head columns={columns} />
          <Spacer height={before} columns={columns.length} />
          <tbody className="max-lg:block">
            {items.map(({ index }) => {
              const known = rowAt(index)
              return known ? (
                row(known, { index, height: rowPx })
              ) : (
                <tr
                  key={`pending-${index}`}
                  aria-rowindex={index + 2}
                  style={{ height: rowPx }}
                  className={ROW}
                >
                  {columns.map(({ name }) => (
                    <td key={name} className={CELL}>
                      <Bone className="h-3 w-3/4" />
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
          <Spacer height={after} columns={columns.length} />
        </table>
      </section>
    </>
  )
}

function Head({ columns }: { columns: readonly Column[] }) {
  return (
    <thead className="sticky top-0 z-10 hidden bg-surface text-left text-xs text-ink-2 shadow-[0_1px_var(--line)] lg:table-header-group">
      <tr aria-rowindex={1} className="h-8">
        {columns.map(({ name, label, width, right }) => (
          <th key={name} scope="col" className={cx(CELL, 'font-medium', width, right && 'text-right')}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Takes the room of the rows that are not rendered. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true" className="max-lg:block">
      <tr className="max-lg:block" style={{ height }}>
        <td colSpan={columns} className="p-0" />
      </tr>
    </tbody>
  )
}
