import type { ProjectId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import { SESSION_SORTS, type SessionListRow, type SessionSort, sortOf } from './session-rows.ts'

interface SessionsTableProps {
  projectId: ProjectId
  rows: readonly SessionListRow[]
  sort: string
  onSort: (sort: string) => void
}

const ROW_PX = 36
const TALL_ROW_PX = 64

const WIDTH: Record<SessionSort, string> = {
  label: 'lg:w-[34%]',
  id: 'lg:w-44',
  subject: '',
  modality: 'lg:w-28',
  date: 'lg:w-32',
}
const CELL = 'truncate lg:px-2 lg:first:pl-4 lg:last:pr-4'
const ROW =
  'border-b border-line hover:bg-hover max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:content-center max-lg:gap-x-3 max-lg:px-4'

/** The sessions of a project, of which only the part in sight is rendered. */
export function SessionsTable({ projectId, rows, sort, onSort }: SessionsTableProps) {
  const { t } = useI18n()
  const scroller = useRef<HTMLDivElement>(null)
  const wide = useMediaQuery('(min-width: 1024px)')
  const rowPx = wide ? ROW_PX : TALL_ROW_PX
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  })
  const { measure } = virtual
  useLayoutEffect(() => measure(), [rowPx, measure])
  const items = virtual.getVirtualItems()
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={t('sessionList.list')}
      className="relative max-h-[75dvh] min-h-64 flex-1 overflow-auto -outline-offset-2 lg:max-h-none"
    >
      <table aria-rowcount={rows.length + 1} className="w-full table-fixed border-collapse max-lg:block">
        <Head sort={sort} onSort={onSort} />
        <Spacer height={items[0]?.start ?? 0} />
        <tbody className="max-lg:block">
          {items.map(({ index, key }) => {
            const row = rows[index]
            return row && <Row key={key} row={row} projectId={projectId} index={index} height={rowPx} />
          })}
        </tbody>
        <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
      </table>
    </section>
  )
}

function Head({ sort, onSort }: Pick<SessionsTableProps, 'sort' | 'onSort'>) {
  const { t } = useI18n()
  const active = sortOf(sort)
  const down = sort.startsWith('-')
  const Arrow = down ? ArrowDown : ArrowUp
  return (
    <thead className="sticky top-0 z-10 bg-surface text-left text-xs text-ink-2 shadow-[0_1px_var(--line)] max-lg:block">
      <tr aria-rowindex={1} className="h-8 max-lg:flex max-lg:flex-wrap max-lg:px-2">
        {SESSION_SORTS.map((name) => (
          <th
            key={name}
            scope="col"
            aria-sort={name === active ? (down ? 'descending' : 'ascending') : undefined}
            className={cx('font-medium lg:px-2 lg:first:pl-4', WIDTH[name])}
          >
            <button
              type="button"
              onClick={() => onSort(name === active && !down ? `-${name}` : name)}
              className="inline-flex h-8 items-center gap-1 -outline-offset-2 hover:text-ink max-lg:px-2"
            >
              {t(`sessionList.column.${name}`)}
              {name === active && <Arrow aria-hidden="true" className="size-3" />}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface RowProps extends Pick<SessionsTableProps, 'projectId'> {
  row: SessionListRow
  index: number
  height: number
}

function Row({ row, projectId, index, height }: RowProps) {
  const { t } = useI18n()
  const { id, label, subject, modality, xsiType, date, sharedFrom } = row
  const shown = visibleText(label || id)
  return (
    <tr aria-rowindex={index + 2} style={{ height }} className={ROW}>
      <td className={cx(CELL, 'foreign')}>
        <Link
          to="/projects/$projectId/sessions/$sessionId"
          params={{ projectId, sessionId: id }}
          data-list-item
          title={shown}
          className="link -outline-offset-2"
        >
          {shown}
        </Link>
        {sharedFrom !== null && (
          <span className="ml-2 text-xs text-ink-2">{t('sessionList.shared', { project: sharedFrom })}</span>
        )}
      </td>
      <td className={cx(CELL, 'font-mono text-sm')}>{visibleText(id)}</td>
      <td className={cx(CELL, 'foreign text-sm')} title={visibleText(subject)}>
        {visibleText(subject) || '–'}
      </td>
      <td className={cx(CELL, 'foreign text-sm')} title={xsiType}>
        {visibleText(modality) || '–'}
      </td>
      <td className={cx(CELL, 'foreign text-sm max-lg:hidden')}>{visibleText(date) || '–'}</td>
    </tr>
  )
}

/** Takes the room of the rows that are not rendered. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true" className="max-lg:block">
      <tr className="max-lg:block" style={{ height }}>
        <td colSpan={SESSION_SORTS.length} className="p-0" />
      </tr>
    </tbody>
  )
}
