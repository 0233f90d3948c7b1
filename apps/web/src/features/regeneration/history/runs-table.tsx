import type { Run } from '@ohif-admin/contracts'
import { type ReactTable, type SortingState, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { cx } from '../../../ui/cx.ts'
import { RUN_CELL_CLASS, RUN_HEAD_CLASS, RUN_ROW_CLASS } from '../run-cells.tsx'
import { Spacer } from '../session-row.tsx'
import { runColumns, runsFeatures } from './runs-columns.tsx'
import { SortHeader } from './sort-header.tsx'

/** A column's id, with `-` before it for the other direction; as it stands in the address. */
export type RunsSort = string

function sortingOf(sort: RunsSort): SortingState {
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }]
}

interface RunsTableProps {
  runs: readonly Run[]
  sort: RunsSort
  onSort: (sort: RunsSort) => void
  /** The last row came into sight. */
  onEnd: () => void
}

/** Up to so many rows are simply there; of more, only those in sight. */
const MANY = 200
const ROW_PX = 37

function useRowWindow(count: number, scroller: RefObject<HTMLElement | null>) {
  const many = count > MANY
  const virtual = useVirtualizer({
    count,
    enabled: many,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return { many, items, after, measure: virtual.measureElement }
}

export function RunsTable({ runs, sort, onSort, onEnd }: RunsTableProps) {
  const { t } = useI18n()
  const scroller = useRef<HTMLDivElement>(null)
  const sorting = useMemo(() => sortingOf(sort), [sort])
  const columns = useMemo(() => runColumns(t), [t])
  const data = useMemo(() => [...runs], [runs])
  const table = useTable({
    features: runsFeatures,
    columns,
    data,
    // The server puts them in order, over all pages.
    manualSorting: true,
    state: { sorting },
    getRowId: ({ id }) => id,
  })
  const rows = table.getRowModel().rows
  const { many, items, after, measure } = useRowWindow(rows.length, scroller)
  const atEnd = many && (items.at(-1)?.index ?? 0) >= rows.length - 1
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, onEnd])
  const shown = many ? items.flatMap(({ index }) => rows[index] ?? []) : rows

  return (
    <div
      ref={scroller}
      {...(many ? { role: 'region', 'aria-label': t('history.rows'), tabIndex: 0 } : {})}
      className={cx(many && 'max-h-[70dvh] overflow-auto -outline-offset-2')}
    >
      <table aria-rowcount={rows.length + 1} className="w-full border-collapse max-lg:block">
        <SortableHead table={table} onSort={onSort} />
        <Spacer height={many ? (items[0]?.start ?? 0) : 0} />
        <tbody className="max-lg:block">
          {shown.map((row, position) => {
            const index = many ? (items[position]?.index ?? position) : position
            return (
              <tr
                key={row.id}
                ref={many ? measure : undefined}
                data-index={index}
                aria-rowindex={index + 2}
                className={RUN_ROW_CLASS}
              >
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} className={RUN_CELL_CLASS[cell.column.id]}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
        <Spacer height={many ? after : 0} />
      </table>
    </div>
  )
}

type RunsTableModel = ReactTable<typeof runsFeatures, Run>

function SortableHead({ table, onSort }: { table: RunsTableModel; onSort: (sort: RunsSort) => void }) {
  return (
    <thead className="max-lg:block">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} className="border-b border-line text-left text-xs max-lg:flex max-lg:flex-wrap">
          {group.headers.map((header) => (
            <SortHeader
              key={header.id}
              className={RUN_HEAD_CLASS[header.id]}
              direction={header.column.getIsSorted()}
              onSort={(desc) => onSort(desc ? `-${header.id}` : header.id)}
            >
              <table.FlexRender header={header} />
            </SortHeader>
          ))}
        </tr>
      ))}
    </thead>
  )
}
