import type { Assignment } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge, ToneIcon } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import type { Tone } from '../../ui/tone.ts'

const HEALTH_TONE: Record<Assignment['effective']['health']['health'], Tone> = {
  ok: 'good',
  attention: 'attention',
  bad: 'bad',
  unknown: 'unknown',
  'not-checked': 'unknown',
}

interface ServerCardProps {
  assignment: Assignment
  /** Looking at the server, from the page that can. */
  children?: ReactNode
}

/** The effective server: what it is, where it comes from, what is known of it. */
export function ServerCard({ assignment, children }: ServerCardProps) {
  const { t } = useI18n()
  const { effective, entries, lastChange, inDoubt } = assignment
  const { entry, from, health } = effective
  const ignored = from === 'project' ? entries.slice(1) : []
  return (
    <section aria-labelledby="project-server" className="card grid content-start gap-3 p-4">
      <h2 id="project-server" className="text-sm text-ink-2">
        {t('projectPage.server')}
      </h2>
      {entry === null ? (
        <Badge tone={from === 'unknown' ? 'unknown' : 'attention'}>{t(`from.${from}`)}</Badge>
      ) : (
        <>
          <p className="font-mono text-base font-medium break-all">
            <ForeignText>{entry.text}</ForeignText>
          </p>
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="text-sm">{t(`from.${from}`)}</span>
            <Badge tone={HEALTH_TONE[health.health]} plain>
              {health.kind === 'not-checked'
                ? t('health.not-checked')
                : `${t(`kind.${health.kind}`)}: ${t(`health.${health.health}`)}`}
            </Badge>
            {health.checkedAt && (
              <span className="text-sm text-ink-2">
                <Instant at={health.checkedAt} />
              </span>
            )}
          </p>
          <ul className="grid gap-1 text-sm empty:hidden">
            {entry.warnings.map((warning) => (
              <li key={warning} className="flex items-start gap-1.5">
                <ToneIcon tone="attention" className="mt-1 size-3.5 text-attention" />
                {t(`entry.warning.${warning}`)}
              </li>
            ))}
          </ul>
        </>
      )}
      {ignored.length > 0 && (
        <p className="text-sm text-ink-2">
          {t('projectPage.ignored', { count: ignored.length })}{' '}
          {ignored.map(({ text }) => visibleText(text)).join(', ')}
        </p>
      )}
      {inDoubt && <p className="text-sm">{t('panel.inDoubt')}</p>}
      {lastChange && (
        <p className="text-sm text-ink-2">
          {t(`change.${lastChange.kind}`)}
          {lastChange.by && (
            <>
              , <ForeignText>{lastChange.by}</ForeignText>
            </>
          )}
          , <Instant at={lastChange.at} />
        </p>
      )}
      {children}
    </section>
  )
}
