import type { Run } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { RunBar } from './run-bar.tsx'
import { RunByline } from './run-byline.tsx'
import { runSentence } from './run-sentences.ts'
import { RunsList } from './runs-list.tsx'

interface OverviewRunsProps {
  activeRuns: readonly Run[]
  lastRuns: readonly Run[]
  /** Sees every run this console follows. */
  admin: boolean
}

/** What runs now, and what ran last. */
export function OverviewRuns({ activeRuns, lastRuns, admin }: OverviewRunsProps) {
  const { t } = useI18n()
  const ended = lastRuns.filter((run) => !activeRuns.some(({ id }) => id === run.id))
  return (
    <>
      <section aria-labelledby="runs-now" className="card p-4">
        <h2 id="runs-now" className="mb-2 text-sm text-ink-2">
          {t('overview.now')}
        </h2>
        <Unattended runs={lastRuns} />
        {activeRuns.length === 0 && <p>{t(admin ? 'runs.idle-admin' : 'runs.idle')}</p>}
        <div className="grid gap-4">
          {activeRuns.map((run) => (
            <ActiveRun key={run.id} run={run} />
          ))}
        </div>
      </section>
      <section aria-labelledby="runs-last" className="card">
        <div className="flex items-center border-b border-line py-2 pr-2 pl-4">
          <h2 id="runs-last" className="flex-1 font-semibold">
            {t('overview.last')}
          </h2>
          <Link to="/regeneration" className={buttonClass('quiet', 'sm')}>
            {t('overview.allRuns')}
          </Link>
        </div>
        {ended.length === 0 ? (
          <Empty title={t('runs.none')}>{t('runs.noneHint')}</Empty>
        ) : (
          <RunsList runs={ended} />
        )}
      </section>
    </>
  )
}

/** Runs of the queue that will not start before somebody signs in. */
function Unattended({ runs }: { runs: readonly Run[] }) {
  const words = useI18n()
  const waiting = runs.filter(({ queue }) => queue?.waitsForSignIn)
  if (waiting.length === 0) return null
  return (
    <ul className="mb-3 grid gap-1">
      {waiting.map((run) => (
        <li key={run.id}>
          <Link to="/runs/$runId" params={{ runId: run.id }} className="link foreign font-medium">
            {runSentence(run, words)}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function ActiveRun({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const sentence = runSentence(run, { t, locale })
  return (
    <div className="grid gap-2">
      <Link
        to="/runs/$runId"
        params={{ runId: run.id }}
        className="link foreign justify-self-start font-medium"
      >
        {sentence}
      </Link>
      <RunBar run={run} label={t('run.progress')} text={sentence} />
      <div className="text-sm text-ink-2">
        <RunByline run={run} />
      </div>
    </div>
  )
}
