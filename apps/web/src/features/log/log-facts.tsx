import type { LogFiles } from '@ohif-admin/contracts'
import { Fragment } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { byteSize } from '../../lib/bytes.ts'
import { useLiveState } from '../../lib/live-context.tsx'
import { duration } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { LiveBadge } from '../../ui/live-badge.tsx'
import { Notice } from '../../ui/notice.tsx'

type Sources = LogFiles['sources']

interface LogFactsProps {
  sources: Sources
  masked: boolean
}

/** The page's first sentence: how much log there is, from when to when, and whether it moves by itself. */
export function LogFacts({ sources, masked }: LogFactsProps) {
  const { t, locale } = useI18n()
  const live = useLiveState()
  const files = sources.flatMap((source) => source.files)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const firsts = files.flatMap(({ firstStamp }) => firstStamp ?? []).sort()
  const lasts = files.flatMap(({ lastStamp }) => lastStamp ?? []).sort()
  const [from, to] = [firsts[0], lasts.at(-1)].map((stamp) => stamp && visibleText(stamp.slice(0, 16)))
  const parts = [
    sources.length > 1 && t('explorer.fact.sources', { count: sources.length }),
    files.length > 0 && t('explorer.fact.files', { count: files.length }),
    files.length > 0 && byteSize(bytes, locale),
    from && to && t('explorer.fact.span', { from, to }),
    t('explorer.stampsNote'),
    ...sources.map(
      ({ name, delayMs }) =>
        delayMs !== null &&
        t('explorer.fact.delay', { source: visibleText(name), span: duration(delayMs, locale) }),
    ),
    masked && t('explorer.masked'),
  ].filter(Boolean)
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <h1 className="text-xl font-semibold">{t('explorer.title')}</h1>
      <LiveBadge live={live} ended={false} />
      <p className="text-sm text-ink-2">{parts.join(' · ')}</p>
    </div>
  )
}

/** Sources that cannot be read: why, what would help, and what is done meanwhile. */
export function SourceProblems({ sources }: { sources: Sources }) {
  const { t, locale } = useI18n()
  return sources.map(({ name, problem, standIn, delayMs }) => {
    const folder = standIn?.state === 'reading' ? standIn.folder : null
    const source = visibleText(name)
    return (
      <Fragment key={name}>
        {folder !== null && (
          <Notice
            tone="attention"
            title={t('explorer.standIn.reading', { source, why: t(`log.problem.${folder}`) })}
          >
            {t(`explorer.fix.${folder}`)}{' '}
            {t('explorer.standIn.readingHint', { span: duration(delayMs ?? 0, locale) })}
          </Notice>
        )}
        {problem !== null && (
          <Notice
            tone="attention"
            title={t('explorer.source.unreadable', { source, why: t(`log.problem.${problem}`) })}
          >
            {t(`explorer.fix.${problem}`)} {standIn?.state === 'waiting' && t('explorer.standIn.waiting')}
            {standIn?.state === 'several-folders' && t('explorer.standIn.several-folders')}
          </Notice>
        )}
      </Fragment>
    )
  })
}
