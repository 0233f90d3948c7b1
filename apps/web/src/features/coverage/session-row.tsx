import type { CoverageSession } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Instant } from '../../ui/instant.tsx'
import { STATE_TONE, whyText } from './coverage-words.ts'
import { CELL, ROW } from './paged-table.tsx'

interface SessionRowProps {
  session: CoverageSession
  index: number
  height: number
}

/** One session, what is known of it and why. */
export function SessionRow({ session, index, height }: SessionRowProps) {
  const { t } = useI18n()
  const { sessionId, projectId, label, subjectLabel, state, lookedAt, change } = session
  const why = whyText(session, t)
  return (
    <tr
      aria-rowindex={index + 2}
      tabIndex={-1}
      data-list-item
      style={{ height }}
      className={cx(ROW, 'max-lg:grid-cols-[minmax(0,1fr)_auto]')}
    >
      <td className={cx(CELL, 'max-lg:order-2')}>
        <Badge tone={STATE_TONE[state]} plain>
          {t(`coverage.state.${state}`)}
        </Badge>
      </td>
      <td title={sessionId} className={cx(CELL, 'foreign font-mono text-sm max-lg:order-1')}>
        <Link
          to="/projects/$projectId/sessions/$sessionId"
          params={{ projectId, sessionId }}
          className="link -outline-offset-2"
        >
          {visibleText(sessionId)}
        </Link>
      </td>
      <TextCell className="max-lg:order-3" text={label ?? '–'} />
      <TextCell className="max-lg:hidden" text={subjectLabel ?? '–'} />
      <TextCell className="max-lg:order-4" text={projectId} />
      <td className={cx(CELL, 'text-sm text-ink-2 max-lg:order-5')}>
        {lookedAt === null ? '–' : <Instant at={lookedAt} />}
      </td>
      <td title={why} className={cx(CELL, 'text-sm text-ink-2 max-lg:order-6')}>
        {change === null ? (
          why
        ) : (
          <Link to="/runs/$runId" params={{ runId: change.runId }} className="link">
            {why}
          </Link>
        )}
      </td>
    </tr>
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
