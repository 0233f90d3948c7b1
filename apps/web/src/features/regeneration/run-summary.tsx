import { isOpen, type Run, type RunSessionsQuery } from '@ohif-admin/contracts'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { roughSpan } from '../../lib/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { RunBar } from './run-bar.tsx'
import { RunCountLinks } from './run-count-links.tsx'
import { neverStarted, runTone, runWord, settled } from './run-outcome.ts'
import { reasonSentence, runSentence, xnatCallSentence } from './run-sentences.ts'
import { Sparkline } from './sparkline.tsx'

interface RunSummaryProps {
  run: Run
  onShow: (show: RunSessionsQuery['show']) => void
}

/** The run at a glance: how far, how it is going, how long still. */
export function RunSummary({ run, onShow }: RunSummaryProps) {
  const { t, locale } = useI18n()
  const words = { t, locale }
  const { counts } = run
  const open = isOpen(run.state)
  // Its room stays when the run ends, so that the rows below do not jump away from the pointer.
  const [wasOpen] = useState(open)
  const never = neverStarted(run)
  const percent = counts.total ? Math.floor((100 * settled(counts)) / counts.total) : null

  return (
    <section aria-label={t('run.summary')} className="card">
      <div className="grid gap-3 p-4">
        <div className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1">
          <Badge tone={runTone(run)}>{t(`run.word.${runWord(run)}`)}</Badge>
          <p className="text-lg font-semibold">
            {never
              ? reasonSentence(run, t)
              : counts.total === null
                ? t(open ? 'run.part.stored-so-far' : 'run.part.stored', { count: counts.stored })
                : t('run.part.stored-of', { stored: counts.stored, total: counts.total })}
          </p>
          {open && percent !== null && <span className="text-ink-2">{t('run.percent', { percent })}</span>}
          <span className="ml-auto font-medium">
            {open &&
              (run.timeLeft
                ? t('run.part.left', { span: roughSpan(run.timeLeft.minMs, run.timeLeft.maxMs, locale) })
                : t('run.noTimeLeft'))}
          </span>
        </div>
        {!never && <RunBar run={run} label={t('run.progress')} text={runSentence(run, words)} />}
        {!never && <RunCountLinks run={run} onShow={onShow} />}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 border-t border-line px-4 py-3 text-sm">
        <Fact name={t('run.rate')}>
          <Sparkline counts={run.throughput} />
          {run.ratePerMinute === null
            ? '–'
            : t(open ? 'run.ratePerMinute' : 'run.rateOverall', { rate: run.ratePerMinute })}
        </Fact>
        <Fact name={t('run.threads')}>{run.threads ?? '–'}</Fact>
        <Fact name={t('run.call.title')}>{xnatCallSentence(run, words)}</Fact>
      </dl>
      {wasOpen && (
        <p className={cx('border-t border-line px-4 py-2 text-sm text-ink-2', !open && 'invisible')}>
          {t('run.noCancel')}
        </p>
      )}
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      <dt className="shrink-0 text-ink-2">{name}</dt>
      <dd className="flex min-w-0 items-center gap-2">{children}</dd>
    </div>
  )
}
