import { isActive, isOpen, type Run, type RunSessionsQuery } from '@ohif-admin/contracts'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { roughSpan } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { RunBar } from './run-bar.tsx'
import { RunCountLinks } from './run-count-links.tsx'
import { neverStarted, runTone, runWord, settled } from './run-outcome.ts'
import { reasonSentence, runSentence } from './run-sentences.ts'
import { Sparkline } from './sparkline.tsx'
import { settingsSentence, xnatCallSentence } from './xnat-call.ts'

/** While a run is held, what it still takes says nothing about when it ends. */
const HELD: readonly Run['state'][] = ['paused', 'waiting']

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
              ? reasonSentence(run, t) || t('run.call.never')
              : counts.total === null
                ? t(open ? 'run.part.stored-so-far' : 'run.part.stored', { count: counts.stored })
                : t('run.part.stored-of', { stored: counts.stored, total: counts.total })}
          </p>
          {open && percent !== null && <span className="text-ink-2">{t('run.percent', { percent })}</span>}
          <span className="ml-auto font-medium">
            {isActive(run.state) &&
              !HELD.includes(run.state) &&
              (run.timeLeft
                ? t('run.part.left', { span: roughSpan(run.timeLeft.minMs, run.timeLeft.maxMs, locale) })
                : t('run.noTimeLeft'))}
          </span>
        </div>
        {!never && <RunBar run={run} label={t('run.progress')} text={runSentence(run, words)} />}
        {!never && <RunCountLinks run={run} onShow={onShow} />}
      </div>
      {!never && <RunFacts run={run} />}
      {wasOpen && run.kind !== 'guided' && (
        <p className={cx('border-t border-line px-4 py-2 text-sm text-ink-2', !open && 'invisible')}>
          {t(run.kind === 'adopted' ? 'run.adopted' : 'run.noCancel')}
        </p>
      )}
    </section>
  )
}

function RunFacts({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const open = isOpen(run.state)
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 border-t border-line px-4 py-3 text-sm">
      <Fact name={t('run.rate')}>
        <Sparkline counts={run.throughput} />
        {run.ratePerMinute === null
          ? '–'
          : t(open ? 'run.ratePerMinute' : 'run.rateOverall', { rate: run.ratePerMinute })}
      </Fact>
      {run.guided ? (
        <>
          <Fact name={t('run.settings')}>{settingsSentence(run.guided, { t, locale })}</Fact>
          {open && (
            <Fact name={t('run.rights')}>
              {t(`run.actingAs.${run.guided.actingAs}`, { name: visibleText(run.startedBy) })}
            </Fact>
          )}
        </>
      ) : (
        <Fact name={t('run.threads')}>{run.threads ?? '–'}</Fact>
      )}
      {run.dicomweb && (
        <Fact name={t('run.data.dicomweb')}>
          <span title={t('run.dicomwebHint')}>{t('run.dicomweb', run.dicomweb)}</span>
        </Fact>
      )}
      <Fact name={t('run.call.title')}>{xnatCallSentence(run, { t, locale })}</Fact>
    </dl>
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
