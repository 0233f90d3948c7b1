import type { AssignmentPlace } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { FolderOpen } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Bone } from '../../ui/skeleton.tsx'
import { ChangedCell, FromBadge, HealthCell, ListNotes, ServerText } from './assignment-cells.tsx'
import type { TableRow } from './table-rows.ts'

/** One line from 1024 px on; below, the same cells in three short lines. */
const ROW =
  'border-b border-line hover:bg-hover focus-within:bg-accent-soft max-lg:grid max-lg:grid-cols-[2.5rem_minmax(0,1fr)_auto] max-lg:content-center max-lg:gap-x-2 max-lg:px-3'
export const CELL = 'truncate lg:px-2 lg:first:pl-3 lg:last:pr-3'

const COLUMNS = 6

interface Placed {
  index: number
  height: number
}

interface AssignmentRowProps extends Placed {
  row: TableRow
  selection: { has: (place: AssignmentPlace) => boolean; toggle: (place: AssignmentPlace) => void } | null
  onOpen: (place: AssignmentPlace) => void
}

export function AssignmentRow({ row, index, height, selection, onOpen }: AssignmentRowProps) {
  const { t } = useI18n()
  const { place, title, projectId, assignment } = row
  const shown = visibleText(title)
  return (
    <tr aria-rowindex={index + 2} style={{ height }} className={ROW}>
      {selection && (
        <td className={cx(CELL, 'max-lg:row-span-3')}>
          <input
            type="checkbox"
            aria-label={t('assignments.select', { title: shown })}
            checked={selection.has(place)}
            onChange={() => selection.toggle(place)}
            className="block size-6 accent-(--accent)"
          />
        </td>
      )}
      <td className={cx(CELL, !selection && 'max-lg:col-span-2')}>
        <Link
          to="/projects/$projectId"
          params={{ projectId }}
          aria-label={t('assignments.projectPage', { title: shown })}
          className="mr-1 inline-grid size-6 place-items-center rounded-sm align-middle text-ink-2 hover:text-ink"
        >
          <FolderOpen aria-hidden="true" className="size-4" />
        </Link>
        <button
          type="button"
          data-list-item
          onClick={() => onOpen(place)}
          title={shown}
          className="max-w-[calc(100%-2rem)] truncate align-middle rounded-sm text-left font-medium hover:underline"
        >
          <ForeignText>{title}</ForeignText>
          {title !== projectId && (
            <span className="ml-2 font-mono text-xs font-normal text-ink-2">{projectId}</span>
          )}
        </button>
      </td>
      {assignment ? (
        <>
          <td className={cx(CELL, 'max-lg:order-4 max-lg:col-span-2 max-lg:col-start-2')}>
            <span className="flex items-center gap-2">
              <ServerText assignment={assignment} />
              <ListNotes assignment={assignment} />
            </span>
          </td>
          <td className={cx(CELL, 'max-lg:text-right')}>
            <FromBadge assignment={assignment} />
          </td>
          <td className={cx(CELL, 'max-lg:order-6 max-lg:text-right')}>
            <HealthCell assignment={assignment} />
          </td>
          <td className={cx(CELL, 'max-lg:order-5 max-lg:col-start-2')}>
            <ChangedCell assignment={assignment} />
          </td>
        </>
      ) : (
        <Pending />
      )}
    </tr>
  )
}

/** What XNAT has not answered yet. */
function Pending() {
  return ['w-3/4', 'w-16', 'w-20', 'w-24'].map((width) => (
    <td key={width} className={cx(CELL, 'max-lg:order-4 max-lg:col-start-2')}>
      <Bone className={cx('h-3', width)} />
    </td>
  ))
}

export function GroupRow({
  server,
  count,
  index,
  height,
}: Placed & { server: string | null; count: number }) {
  const { t } = useI18n()
  return (
    <tr
      aria-rowindex={index + 2}
      style={{ height }}
      className="border-b border-line bg-sunken max-lg:flex max-lg:items-end"
    >
      <td colSpan={COLUMNS} className="truncate px-3 font-medium">
        {server === null ? (
          t('assignments.noServer')
        ) : (
          <ForeignText className="font-mono text-sm">{server}</ForeignText>
        )}
        <span className="ml-2 text-sm font-normal text-ink-2">{t('assignments.count', { count })}</span>
      </td>
    </tr>
  )
}

/** Takes the room of the rows that are not rendered. */
export function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true" className="max-lg:block">
      <tr className="max-lg:block" style={{ height }}>
        <td colSpan={COLUMNS} className="p-0" />
      </tr>
    </tbody>
  )
}
