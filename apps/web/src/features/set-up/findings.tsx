import type { PluginJar, SetUpFinding } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge, ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { TONE_TEXT } from '../../ui/tone.ts'
import { Commands } from './commands.tsx'
import { fixCommands, type Host } from './host.ts'

interface FindingsProps {
  findings: readonly SetUpFinding[]
  jars: readonly PluginJar[]
  host: Host
}

/** What is wrong or not known: what it is, why it matters, what to do. */
export function Findings({ findings, jars, host }: FindingsProps) {
  const { t } = useI18n()
  return (
    <section aria-labelledby="set-up-findings" className="card">
      <h2
        id="set-up-findings"
        className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5 font-medium"
      >
        {t('setUp.findings.title')}
        <span className="text-sm font-normal text-ink-2">
          {t('setUp.findings.count', { count: findings.length })}
        </span>
      </h2>
      {findings.length === 0 && (
        <p className="p-4">
          <Badge tone="good">{t('setUp.findings.none')}</Badge>
        </p>
      )}
      <ul className="divide-y divide-line">
        {findings.map((finding) => (
          <Finding
            key={`${finding.code} ${finding.files.join('/')} ${finding.values['id'] ?? ''}`}
            finding={finding}
            jars={jars}
            host={host}
          />
        ))}
      </ul>
    </section>
  )
}

function Finding({ finding, jars, host }: { finding: SetUpFinding; jars: readonly PluginJar[]; host: Host }) {
  const { t } = useI18n()
  const { code, tone, files } = finding
  const values = {
    ...Object.fromEntries(Object.entries(finding.values).map(([name, value]) => [name, visibleText(value)])),
    files: files.map(visibleText).join(', '),
  }
  const title = t(`setUp.finding.${code}.title`, values)
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 gap-y-1 px-4 py-3">
      <span className={cx('mt-1', TONE_TEXT[tone])}>
        <ToneIcon tone={tone} className="size-4" />
        <span className="sr-only">{t(`setUp.tone.${tone}`)}</span>
      </span>
      <div className="grid min-w-0 grid-cols-1 gap-1.5">
        <h3 className="font-medium break-words">{title}</h3>
        <p className="max-w-prose text-sm text-ink-2">{t(`setUp.finding.${code}.why`, values)}</p>
        <p className="max-w-prose text-sm break-words">{t(`setUp.finding.${code}.fix`, values)}</p>
        <Commands lines={fixCommands(finding, jars, host)} label={t('setUp.commandsFor', { what: title })} />
      </div>
    </li>
  )
}
