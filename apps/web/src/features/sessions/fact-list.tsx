import type { SessionFacts } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'

/** What XNAT lists of the session. */
export function FactList({ facts }: { facts: SessionFacts }) {
  const { t } = useI18n()
  const rows: [name: string, value: string, mono?: boolean][] = [
    [t('sessionPage.fact.id'), facts.sessionId, true],
    [t('sessionPage.fact.label'), facts.label],
    [t('sessionPage.fact.subject'), facts.subjectLabel || facts.subjectId],
    [t('sessionPage.fact.type'), [facts.modality, facts.xsiType].filter(Boolean).join(' · ')],
    [t('sessionPage.fact.date'), facts.date],
    [t('sessionPage.fact.inserted'), facts.insertedAt],
  ]
  if (facts.ownerProjectId !== facts.projectId)
    rows.push([t('sessionPage.fact.owner'), facts.ownerProjectId, true])
  return (
    <section aria-labelledby="session-facts" className="card p-4">
      <h2 id="session-facts" className="mb-2 font-semibold">
        {t('sessionPage.facts')}
      </h2>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {rows.map(([name, value, mono]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className={cx('foreign wrap-anywhere', mono && 'font-mono')}>
              {value === '' ? '–' : visibleText(value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
