import type { CheckReport, CheckStep } from '@ohif-admin/contracts'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge, ToneIcon } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Instant } from '../../ui/instant.tsx'
import { TONE_TEXT } from '../../ui/tone.ts'
import { reportText, stepSentence } from './check-words.ts'
import { kindText, reasonSentence, STATE_TONE, STEP_TONE } from './server-words.ts'

/** What a check found: one verdict from here, one from the browser, never one for both. */
export function CheckReportView({ report }: { report: CheckReport }) {
  const { t } = useI18n()
  const { state, reason, browser } = report
  return (
    <div className="grid gap-3 border-t border-line pt-3" aria-live="polite">
      <div className="grid gap-3 md:grid-cols-2">
        <Vantage
          title={t('servers.check.fromHere')}
          badge={<Badge tone={STATE_TONE[state]}>{t(`servers.state.${state}`)}</Badge>}
        >
          {state === 'ok' ? kindText(report, t) : reasonSentence(state, reason, t)}
        </Vantage>
        <Vantage
          title={t('servers.check.fromBrowser')}
          badge={
            browser ? (
              <Badge tone={STEP_TONE[browser.outcome]}>{t(`servers.browser.${browser.note}`)}</Badge>
            ) : (
              <Badge tone="unknown">{t('servers.state.not-checked')}</Badge>
            )
          }
        >
          {browser === null && t('servers.browser.how')}
        </Vantage>
      </div>
      <ol className="grid gap-0.5">
        {report.steps
          .filter(({ outcome }) => outcome !== 'skipped')
          .map((step) => (
            <Step key={step.step} step={step} />
          ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3 text-sm text-ink-2">
        <span>
          {t('servers.check.by', { name: report.checkedBy })} <Instant at={report.checkedAt} />
        </span>
        <CopyReport report={report} />
      </div>
    </div>
  )
}

function Vantage({
  title,
  badge,
  children,
}: {
  title: string
  badge: React.ReactNode
  children: React.ReactNode
}) {
  return (
    <div className="rounded-md border border-line p-3">
      <h2 className="mb-1.5 text-sm font-medium text-ink-2">{title}</h2>
      {badge}
      <p className="mt-1.5 text-sm">{children}</p>
    </div>
  )
}

function Step({ step }: { step: CheckStep }) {
  const { t } = useI18n()
  const tone = STEP_TONE[step.outcome]
  return (
    <li className="grid grid-cols-[1.25rem_7rem_1fr_auto] items-baseline gap-x-2 py-1 text-sm max-sm:grid-cols-[1.25rem_1fr_auto]">
      <span className={cx('self-center', TONE_TEXT[tone])}>
        <ToneIcon tone={tone} />
        <span className="sr-only">{t(`servers.outcome.${step.outcome}`)}</span>
      </span>
      <span className="font-medium">{t(`servers.step.${step.step}`)}</span>
      <span className="min-w-0 break-words max-sm:order-last max-sm:col-span-2 max-sm:col-start-2">
        {stepSentence(step, t)}
      </span>
      <span className="text-right text-ink-2 tabular-nums">
        {step.tookMs === null ? '' : t('servers.ms', { ms: step.tookMs })}
      </span>
    </li>
  )
}

function CopyReport({ report }: { report: CheckReport }) {
  const { t } = useI18n()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    void navigator.clipboard.writeText(reportText(report, t)).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <Button size="sm" onClick={copy}>
      <Copy aria-hidden="true" className="size-3.5" />
      {t(copied ? 'common.copied' : 'servers.check.copy')}
    </Button>
  )
}
