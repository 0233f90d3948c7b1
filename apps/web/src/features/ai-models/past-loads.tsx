import type { ModelLoad } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Findings } from './findings.tsx'
import { outcomeSentences, outcomeTone } from './outcome-words.ts'

/** What became of the last loads of a server, newest first. */
export function PastLoads({ loads }: { loads: readonly ModelLoad[] }) {
  const { t } = useI18n()
  const [last, ...older] = loads
  if (!last) return null
  return (
    <section aria-label={t('models.past.title')} className="grid gap-2">
      <Past load={last} />
      {older.length > 0 && (
        <details>
          <summary className="cursor-pointer text-sm text-ink-2">
            {t('models.past.older', { count: older.length })}
          </summary>
          <ul className="grid gap-2 pt-2">
            {older.map((load) => (
              <li key={load.id}>
                <Past load={load} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Past({ load }: { load: ModelLoad }) {
  const { t } = useI18n()
  const { outcome, endedAt } = load
  if (!outcome) return null
  const [first, ...rest] = outcomeSentences(load, outcome, t)
  return (
    <Notice tone={outcomeTone(outcome)} title={first}>
      <div className="grid gap-1">
        {rest.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p className="text-ink-2">
          <ForeignText className="font-mono break-all">{load.what}</ForeignText> ·{' '}
          {visibleText(load.startedBy)} · {endedAt && <Instant at={endedAt} />}
        </p>
        <Findings findings={outcome.findings} />
      </div>
    </Notice>
  )
}
