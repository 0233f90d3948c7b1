import { type BrowserStep, type CheckReport, type CheckStep, mayProbe } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge, ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { TONE_TEXT } from '../../ui/tone.ts'
import { browserSentence, consoleVerdict, stepSentence } from './check-words.ts'
import { SendReport } from './send-report.tsx'
import { STEP_TONE } from './server-words.ts'

interface CheckReportViewProps {
  report: CheckReport
  /** The browser is looking right now. */
  isProbing?: boolean
  /** What else can be done with it. */
  children?: ReactNode
}

/** What a check found: one verdict from here, one from the browser, never one for both. */
export function CheckReportView({ report, isProbing = false, children }: CheckReportViewProps) {
  const { t } = useI18n()
  return (
    <div className="grid gap-3 border-t border-line pt-3" aria-live="polite">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm text-ink-2">
        <ForeignText className="font-mono break-all text-ink">{report.entry}</ForeignText>
        <span>
          {t('servers.check.by', { name: report.checkedBy })} <Instant at={report.checkedAt} />
        </span>
      </p>
      <div className="grid items-start gap-3 xl:grid-cols-[3fr_2fr]">
        <FromConsole report={report} />
        <FromBrowser report={report} isProbing={isProbing} />
      </div>
      <SendReport report={report}>{children}</SendReport>
    </div>
  )
}

function FromConsole({ report }: { report: CheckReport }) {
  const { t } = useI18n()
  const { tone, word, sentence } = consoleVerdict(report, t)
  return (
    <Vantage
      title={t('servers.check.fromHere')}
      badge={<Badge tone={tone}>{word}</Badge>}
      sentence={sentence}
    >
      {report.steps
        .filter(({ outcome }) => outcome !== 'skipped')
        .map((step) => (
          <Step key={step.step} name={t(`servers.step.${step.step}`)} step={step}>
            {stepSentence(step, t)}
          </Step>
        ))}
    </Vantage>
  )
}

function FromBrowser({ report, isProbing }: { report: CheckReport; isProbing: boolean }) {
  const { t } = useI18n()
  const { browser, checkedBy } = report
  const title = t('servers.check.fromBrowserOf', { name: checkedBy })
  if (browser === null) {
    const running = <Badge tone="running">{t('servers.check.running')}</Badge>
    const none = <Badge tone="unknown">{t('servers.state.not-checked')}</Badge>
    const sentence = t(mayProbe(report) ? 'servers.browser.how' : 'servers.browser.nothing')
    return (
      <Vantage
        title={title}
        badge={isProbing ? running : none}
        sentence={isProbing ? t('servers.browser.looking') : sentence}
      />
    )
  }
  return (
    <Vantage
      title={title}
      badge={<Badge tone={STEP_TONE[browser.outcome]}>{t(`servers.browser.${browser.note}`)}</Badge>}
      sentence={browserSentence(browser, report, t)}
    >
      {browser.steps.map((step) => (
        <Step key={step.step} name={t(`servers.browserStep.${step.step}`)} step={step}>
          {t(`servers.browserStepIs.${step.step}.${step.outcome}`)}
        </Step>
      ))}
    </Vantage>
  )
}

interface VantageProps {
  title: string
  badge: ReactNode
  sentence: string
  children?: ReactNode
}

function Vantage({ title, badge, sentence, children }: VantageProps) {
  return (
    <section aria-label={title} className="min-w-0 rounded-md border border-line p-3">
      <h2 className="mb-1.5 text-sm font-medium text-ink-2">{title}</h2>
      {badge}
      <p className="mt-1.5 text-sm">{sentence}</p>
      {children && <ol className="mt-2 grid gap-0.5 border-t border-line pt-2">{children}</ol>}
    </section>
  )
}

interface StepProps {
  name: string
  step: Pick<CheckStep | BrowserStep, 'outcome' | 'tookMs'>
  children: ReactNode
}

function Step({ name, step: { outcome, tookMs }, children }: StepProps) {
  const { t } = useI18n()
  const tone = STEP_TONE[outcome]
  return (
    <li className="grid grid-cols-[1.25rem_7rem_1fr_auto] items-baseline gap-x-2 py-1 text-sm max-sm:grid-cols-[1.25rem_1fr_auto]">
      <span className={cx('self-center', TONE_TEXT[tone])}>
        <ToneIcon tone={tone} />
        <span className="sr-only">{t(`servers.outcome.${outcome}`)}</span>
      </span>
      <span className="font-medium">{name}</span>
      <span className="min-w-0 break-words max-sm:order-last max-sm:col-span-2 max-sm:col-start-2">
        {children}
      </span>
      <span className="text-right text-ink-2 tabular-nums">
        {tookMs === null ? '' : t('servers.ms', { ms: tookMs })}
      </span>
    </li>
  )
}
