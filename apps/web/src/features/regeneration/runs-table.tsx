import type { Run } from '@ohif-admin/contracts'
import { type SortingState, useTable } from '@tanstack/react-table'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { cx } from '../../ui/cx.ts'
import { RUN_CELL_CLASS, RUN_HEAD_CLASS, RUN_ROW_CLASS } from './run-cells.tsx'
import { runColumns, runsFeatures } from './runs-columns.tsx'

/** A column's id, with `-` before it for the other direction; as it stands in the address. */
export type RunsSort = string

function sortingOf(sort: RunsSort): SortingState {
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }]
}

interface RunsTableProps {
  runs: readonly Run[]
  sort: RunsSort
  onSort: (sort: RunsSort) => void
}

export function RunsTable({ runs, sort, onSort }: RunsTableProps) {
  const { t } = useI18n()
  const sorting = useMemo(() => sortingOf(sort), [sort])
  const columns = useMemo(() => runColumns(t), [t])
  const data = useMemo(() => [...runs], [runs])
  const table = useTable({
    features: runsFeatures,
    columns,
    data,
    state: { sorting },
    getRowId: ({ id }) => id,
  })

  return (
    <table className="w-full border-collapse max-lg:block">
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
      <tbody className="max-lg:block">
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} className={RUN_ROW_CLASS}>
            {row.getAllCells().map((cell) => (
              <td key={cell.id} className={RUN_CELL_CLASS[cell.column.id]}>
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface SortHeaderProps {
  direction: false | 'asc' | 'desc'
  onSort: (desc: boolean) => void
  className: string | undefined
  children: ReactNode
}

function SortHeader({ direction, onSort, className, children }: SortHeaderProps) {
  const order = { asc: 'ascending', desc: 'descending' } as const
  return (
    <th
      scope="col"
      aria-sort={direction === false ? undefined : order[direction]}
      className={cx('font-medium', className)}
    >
      <button
        type="button"
        onClick={() => onSort(direction !== 'desc')}
        className={cx(
          'inline-flex h-8 items-center gap-1 px-3 -outline-offset-2 hover:text-ink',
          direction === false && 'text-ink-2',
        )}
      >
        {children}
        {direction === 'asc' && <ArrowUp aria-hidden="true" className="size-3" />}
        {direction === 'desc' && <ArrowDown aria-hidden="true" className="size-3" />}
      </button>
    </th>
  )
}
