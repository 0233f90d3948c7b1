import type { RunSession } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { duration } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Bone } from '../../ui/skeleton.tsx'
import { evidenceSentence, VERDICT_TONE } from './verdicts.ts'

/** One line from 1024 px on; below, the same cells in three short lines. */
const ROW =
  'border-b border-line max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:content-center max-lg:gap-x-3 max-lg:px-3'
const CELL = 'truncate lg:px-2 lg:first:pl-3 lg:last:pr-3'

const COLUMNS = [
  { name: 'verdict', width: 'w-34' },
  { name: 'session', width: 'w-34' },
  { name: 'label', width: 'w-[16%]' },
  { name: 'subject', width: 'w-[12%]' },
  { name: 'took', width: 'w-22' },
  { name: 'why', width: '' },
] as const

export function SessionHead() {
  const { t } = useI18n()
  return (
    <thead className="sticky top-0 z-10 hidden bg-surface text-left text-xs text-ink-2 shadow-[0_1px_var(--line)] lg:table-header-group">
      <tr aria-rowindex={1} className="h-8">
        {COLUMNS.map(({ name, width }) => (
          <th
            key={name}
            scope="col"
            className={cx(CELL, 'font-medium', width, name === 'took' && 'text-right')}
          >
            {t(`sessions.column.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface RowProps {
  index: number
  height: number
}

export function SessionRow({ session, index, height }: RowProps & { session: RunSession }) {
  const { t, locale } = useI18n()
  const why = evidenceSentence(session, t)
  return (
    <tr
      aria-rowindex={index + 2}
      tabIndex={-1}
      data-list-item
      style={{ height }}
      className={cx(ROW, '-outline-offset-2 hover:bg-hover focus:bg-accent-soft')}
    >
      <td className={cx(CELL, 'max-lg:order-2')}>
        <Badge tone={VERDICT_TONE[session.verdict]} plain>
          {t(`verdict.${session.verdict}`)}
        </Badge>
      </td>
      <IdCell session={session} />
      <TextCell className="max-lg:order-3" text={session.label ?? '–'} />
      <TextCell className="max-lg:hidden" text={session.subjectLabel ?? '–'} />
      <td className={cx(CELL, 'text-right text-sm text-ink-2 max-lg:order-4')}>
        {session.tookMs === null ? '–' : duration(session.tookMs, locale)}
      </td>
      <TextCell className="text-sm text-ink-2 max-lg:order-5 max-lg:col-span-2" text={why} />
    </tr>
  )
}

/** The session's own page, where its project is known. */
function IdCell({ session: { projectId, sessionId } }: { session: RunSession }) {
  const shown = visibleText(sessionId)
  return (
    <td title={shown} className={cx(CELL, 'foreign font-mono text-sm max-lg:order-1')}>
      {projectId === null ? (
        shown
      ) : (
        <Link
          to="/projects/$projectId/sessions/$sessionId"
          params={{ projectId, sessionId }}
          className="link -outline-offset-2"
        >
          {shown}
        </Link>
      )}
    </td>
  )
}

function TextCell({ text, className }: { text: string; className: string }) {
  const shown = visibleText(text)
  return (
    <td title={shown} className={cx(CELL, 'foreign', className)}>
      {shown}
    </td>
  )
}

/** A row that is in sight before it is read. */
export function SkeletonSessionRow({ index, height }: RowProps) {
  return (
    <tr aria-rowindex={index + 2} style={{ height }} className={ROW}>
      {COLUMNS.map(({ name }) => (
        <td key={name} className={CELL}>
          <Bone className="h-3 w-3/4" />
        </td>
      ))}
    </tr>
  )
}

/** Takes the room of the rows that are not rendered. */
export function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true" className="max-lg:block">
      <tr className="max-lg:block" style={{ height }}>
        <td colSpan={COLUMNS.length} className="p-0" />
      </tr>
    </tbody>
  )
}
