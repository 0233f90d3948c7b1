import type { LogSourceState } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { logSourceFact } from './overview-facts.ts'

/** Each log, whether it can be read, and when it was last heard. */
export function LogSources({ sources }: { sources: readonly LogSourceState[] }) {
  const { t } = useI18n()
  return (
    <section aria-label={t('log.sources')} className="card h-full p-4 md:col-span-2 xl:col-span-1">
      <h2 className="mb-2 text-sm text-ink-2">{t('log.sources')}</h2>
      {sources.length === 0 && (
        <>
          <Badge tone="unknown">{t('log.source.none')}</Badge>
          <p className="mt-2 text-sm text-ink-2">{t('log.source.noneHint')}</p>
        </>
      )}
      <ul className="grid gap-3">
        {sources.map((source) => (
          <LogSource key={source.name} source={source} />
        ))}
      </ul>
    </section>
  )
}

function LogSource({ source }: { source: LogSourceState }) {
  const { t } = useI18n()
  const { tone, word, why } = logSourceFact(source, t)
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone}>{word}</Badge>
        <ForeignText className="font-mono text-sm">{source.name}</ForeignText>
        <span className="text-sm md:ml-auto text-ink-2">
          {source.lastLineAt ? (
            <>
              {t('log.source.lastLine')} <Instant at={source.lastLineAt} />
              {source.lastStamp && ` (${t('log.source.stamped', { stamp: visibleText(source.lastStamp) })})`}
            </>
          ) : (
            t('log.source.noLine')
          )}
        </span>
      </div>
      {why && <p className="mt-1 text-sm text-ink-2">{why}</p>}
    </li>
  )
}
