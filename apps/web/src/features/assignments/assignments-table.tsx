import type { AssignmentPlace } from '@ohif-admin/contracts'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { cx } from '../../ui/cx.ts'
import { AssignmentRow, CELL, GroupRow, Spacer } from './assignment-row.tsx'
import { SORTS, type SortName, type TableItem } from './table-rows.ts'
import { useTableWindow } from './use-table-window.ts'

interface AssignmentsTableProps {
  items: readonly TableItem[]
  sort: string
  busy: boolean
  /** Absent for people who cannot change anything. */
  selection: { has: (place: AssignmentPlace) => boolean; toggle: (place: AssignmentPlace) => void } | null
  /** The box over all rows that match; its state and what it does. */
  all: { checked: boolean; some: boolean; toggle: () => void }
  onSort: (sort: string) => void
  onOpen: (place: AssignmentPlace) => void
}

const ROW_PX = 40
const TALL_ROW_PX = 108

/** All assignments, of which only the part in sight is rendered. */
export function AssignmentsTable(props: AssignmentsTableProps) {
  const { t } = useI18n()
  const { items, busy, selection, onOpen } = props
  const scroller = useRef<HTMLDivElement>(null)
  const wide = useMediaQuery('(min-width: 1024px)')
  const rowPx = wide ? ROW_PX : TALL_ROW_PX
  const { shown, height } = useTableWindow({ items, scroller, rowPx })
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={t('assignments.list')}
      className="relative max-h-[75dvh] min-h-64 flex-1 overflow-auto -outline-offset-2 lg:max-h-none"
    >
      <table
        aria-rowcount={items.length + 1}
        aria-busy={busy}
        className="w-full table-fixed border-collapse max-lg:block"
      >
        <Head {...props} />
        <Spacer height={shown[0]?.start ?? 0} />
        <tbody className="max-lg:block">
          {shown.map(({ index, key }) => {
            const item = items[index]
            if (!item) return null
            const place = { index, height: rowPx }
            return item.kind === 'group' ? (
              <GroupRow key={key} server={item.server} count={item.count} {...place} />
            ) : (
              <AssignmentRow key={key} row={item.row} selection={selection} onOpen={onOpen} {...place} />
            )
          })}
        </tbody>
        <Spacer height={height - (shown.at(-1)?.end ?? height)} />
      </table>
    </section>
  )
}

const WIDTH: Record<SortName | 'check', string> = {
  project: 'lg:w-[26%]',
  server: '',
  from: 'lg:w-32',
  check: 'lg:w-36',
  changed: 'lg:w-56',
}

function Head({ sort, selection, all, onSort }: AssignmentsTableProps) {
  const { t } = useI18n()
  const box = useRef<HTMLInputElement>(null)
  if (box.current) box.current.indeterminate = all.some && !all.checked
  return (
    <thead className="sticky top-0 z-10 bg-surface text-left text-xs text-ink-2 shadow-[0_1px_var(--line)] max-lg:block">
      <tr aria-rowindex={1} className="h-8 max-lg:flex max-lg:flex-wrap max-lg:items-center">
        {selection && (
          <th scope="col" className={cx(CELL, 'w-10 max-lg:pl-3')}>
            <input
              ref={box}
              type="checkbox"
              aria-label={t('assignments.selectAll')}
              checked={all.checked}
              onChange={all.toggle}
              className="block size-6 accent-(--accent)"
            />
          </th>
        )}
        {(['project', 'server', 'from', 'check', 'changed'] as const).map((name) =>
          name === 'check' ? (
            <th key={name} scope="col" className={cx(CELL, 'font-medium max-lg:hidden', WIDTH[name])}>
              {t('assignments.column.check')}
            </th>
          ) : (
            <SortHeader key={name} name={name} sort={sort} onSort={onSort}>
              {t(`assignments.column.${name}`)}
            </SortHeader>
          ),
        )}
      </tr>
    </thead>
  )
}

function SortHeader({
  name,
  sort,
  onSort,
  children,
}: Pick<AssignmentsTableProps, 'sort' | 'onSort'> & { name: SortName; children: ReactNode }) {
  const active = SORTS.find((one) => one === sort.replace(/^-/, '')) === name
  const down = sort.startsWith('-')
  const order = down ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={active ? order : undefined} className={cx('font-medium lg:px-2', WIDTH[name])}>
      <button
        type="button"
        onClick={() => onSort(active && !down ? `-${name}` : name)}
        className="inline-flex h-8 items-center gap-1 -outline-offset-2 hover:text-ink max-lg:px-2"
      >
        {children}
        {active &&
          (down ? (
            <ArrowDown aria-hidden="true" className="size-3" />
          ) : (
            <ArrowUp aria-hidden="true" className="size-3" />
          ))}
      </button>
    </th>
  )
}
