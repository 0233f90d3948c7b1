import type { Assignment } from '@ohif-admin/contracts'
import { Globe, Pin } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge, ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { hasInvalid } from './table-rows.ts'
import { entryTroubles, HEALTH_TONE, listProblem, viewerSentence } from './words.ts'

/** The address viewers use, or why there is none. */
export function ServerText({ assignment }: { assignment: Assignment }) {
  const { t } = useI18n()
  const { entry, reason } = assignment.effective
  if (!entry) return <span className="text-ink-2">{t(`reason.${reason ?? 'none-set'}`)}</span>
  const sentence = viewerSentence(entry, t)
  return (
    <span className="min-w-0 truncate" title={visibleText(entry.text)}>
      <ForeignText className="font-mono text-sm">{entry.text || t('entry.empty')}</ForeignText>
      {sentence && <span className="ml-2 text-xs text-attention">{sentence}</span>}
    </span>
  )
}

/** What else there is to know of a list: entries nobody uses, entries that do not work, a change in doubt. */
export function ListNotes({ assignment }: { assignment: Assignment }) {
  const { t } = useI18n()
  const [first, ...others] = assignment.entries
  const problem = listProblem(assignment, t)
  const troubles = first ? entryTroubles(first, t) : []
  const dead = first?.origin === null || assignment.list === 'not-json'
  return (
    <>
      {others.length > 0 && (
        <Note
          tone="attention"
          text={t('row.ignored', { count: others.length })}
          title={others.map(({ text }) => visibleText(text)).join('\n')}
        />
      )}
      {hasInvalid(assignment) && (
        <Note
          tone={dead ? 'bad' : 'attention'}
          text={t(dead ? 'row.dead' : 'row.otherwise')}
          title={[problem, ...troubles].filter(Boolean).join('\n')}
        />
      )}
      {assignment.list === 'refused' && (
        <Note tone="attention" text={t('row.refused')} title={problem ?? ''} />
      )}
      {assignment.inDoubt && <Note tone="unknown" text={t('row.inDoubt')} />}
    </>
  )
}

function Note({
  tone,
  text,
  title,
}: {
  tone: 'attention' | 'bad' | 'unknown'
  text: string
  title?: string
}) {
  return (
    <span title={title}>
      <Badge tone={tone}>{text}</Badge>
    </span>
  )
}

const FROM_ICON = { project: Pin, site: Globe } as const

export function FromBadge({ assignment }: { assignment: Assignment }) {
  const { t } = useI18n()
  const { from } = assignment.effective
  if (from === 'none' || from === 'unknown')
    return (
      <Badge tone={from === 'none' ? 'attention' : 'unknown'} plain>
        {t(`from.${from}`)}
      </Badge>
    )
  const Icon = FROM_ICON[from]
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 text-sm whitespace-nowrap',
        from === 'project' ? 'font-medium text-accent' : 'text-ink-2',
      )}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {t(`from.${from}`)}
    </span>
  )
}

export function HealthCell({ assignment }: { assignment: Assignment }) {
  const { t } = useI18n()
  const { entry, health } = assignment.effective
  if (!entry) return <span className="text-ink-2">–</span>
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-ink-2">
      <ToneIcon tone={HEALTH_TONE[health.health]} />
      {health.kind === 'not-checked'
        ? t('health.not-checked')
        : `${t(`kind.${health.kind}`)} · ${t(`health.${health.health}`)}`}
    </span>
  )
}

/** Who changed it last, where and when. */
export function ChangedCell({ assignment }: { assignment: Assignment }) {
  const { t } = useI18n()
  const change = assignment.lastChange
  if (!change) return <span className="text-ink-2">–</span>
  const here = change.kind !== 'changed-outside' && change.kind !== 'first-seen'
  const by = change.by === null ? t('changed.somebody') : visibleText(change.by)
  return (
    <span className="text-sm text-ink-2">
      {change.kind === 'changed-outside' && (
        <span className="mr-1.5">
          <Badge tone="attention" plain>
            {t('changed.outside')}
          </Badge>
        </span>
      )}
      {by}
      {', '}
      {here || change.stamp === null ? (
        <Instant at={change.at} />
      ) : (
        <span title={t('changed.xnatClock')} className="whitespace-nowrap">
          {visibleText(change.stamp.slice(0, 16))}
        </span>
      )}
    </span>
  )
}
