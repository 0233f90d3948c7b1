import type { Run } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { TONE_TEXT } from '../../ui/tone.ts'
import { runTone, settled } from './run-outcome.ts'
import { runSentence } from './run-sentences.ts'

/** More lines than these would take the page's room. */
const SHOWN = 2

/** The runs in progress, on every page. */
export function ActiveRunBars({ runs }: { runs: readonly Run[] }) {
  const { t } = useI18n()
  const more = runs.length - SHOWN
  return (
    <>
      {runs.slice(0, SHOWN).map((run) => (
        <ActiveRunBar key={run.id} run={run} />
      ))}
      {more > 0 && (
        <Link
          to="/regeneration"
          className="flex min-h-6 items-center border-b border-line bg-running-soft px-4 text-sm -outline-offset-2 hover:underline lg:px-6"
        >
          {t('runs.moreActive', { count: more })}
        </Link>
      )}
    </>
  )
}

/** The run in progress as one line that leads to it. */
function ActiveRunBar({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const tone = runTone(run)
  const { total } = run.counts
  return (
    <Link
      to="/runs/$runId"
      params={{ runId: run.id }}
      className="relative flex min-h-8 items-center gap-2 border-b border-line bg-running-soft px-4 py-1 text-sm -outline-offset-2 hover:underline lg:px-6"
    >
      <span className={cx('contents', TONE_TEXT[tone])}>
        <ToneIcon tone={tone} className={cx('size-3.5', TONE_TEXT[tone])} />
      </span>
      <span className="foreign min-w-0 truncate font-medium">{runSentence(run, { t, locale })}</span>
      {total !== null && total > 0 && (
        <span
          aria-hidden="true"
          className="absolute bottom-0 left-0 h-0.5 bg-running-fill transition-[width] duration-300"
          style={{ width: `${(100 * settled(run.counts)) / total}%` }}
        />
      )}
    </Link>
  )
}
