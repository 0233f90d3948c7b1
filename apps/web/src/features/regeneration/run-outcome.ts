import { isActive, type Run, type RunCounts } from '@ohif-admin/contracts'
import type { Tone } from '../../ui/tone.ts'

/**
 * What a finished run came to. XNAT's end line says nothing about single sessions, so this is decided by the
 * verdicts alone, and only `all-stored` is good.
 */
export type FinishedOutcome = 'failures' | 'not-known' | 'incomplete' | 'migrated' | 'empty' | 'all-stored'

/** Sessions that have a verdict which will not change. */
export function settled(counts: RunCounts): number {
  return counts.stored + counts.migrated + counts.failed + counts.silentFailure + counts.unknown
}

const NEVER_STARTED: readonly Run['state'][] = ['queued', 'cancelled', 'failed-to-start', 'refused']

/** Whether XNAT is known not to have begun: then nothing is counted, and a zero would be a claim. */
export function neverStarted({ state }: Pick<Run, 'state'>): boolean {
  return NEVER_STARTED.includes(state)
}

/** Sessions that need a person. */
export function troubled(counts: RunCounts): number {
  return counts.failed + counts.silentFailure + counts.unknown
}

/** Sessions that XNAT listed before the start and that never appeared in the run's queue. */
export function notQueued({ expected, counts }: Pick<Run, 'expected' | 'counts'>): number {
  return expected === null || counts.total === null ? 0 : Math.max(0, expected - counts.total)
}

export function finishedOutcome(run: Pick<Run, 'expected' | 'counts'>): FinishedOutcome {
  const { counts } = run
  if (counts.failed + counts.silentFailure > 0) return 'failures'
  if (counts.total === null || counts.unknown > 0 || settled(counts) < counts.total) return 'not-known'
  if (notQueued(run) > 0) return 'incomplete'
  if (counts.total === 0) return 'empty'
  return counts.migrated > 0 ? 'migrated' : 'all-stored'
}

const FINISHED_TONE: Record<FinishedOutcome, Tone> = {
  failures: 'bad',
  'not-known': 'unknown',
  incomplete: 'attention',
  migrated: 'attention',
  empty: 'neutral',
  'all-stored': 'good',
}

type Shown = Pick<Run, 'kind' | 'state' | 'expected' | 'counts' | 'log' | 'guided'>

/** Whether the log is all there is to see of a run, and it cannot be read. A guided run also has XNAT's answers. */
function notVisible({ kind, state, log }: Shown): boolean {
  return kind !== 'guided' && isActive(state) && log.state !== 'ok'
}

/** The tone of a whole run. Green only when every session is proven stored. */
export function runTone(run: Shown): Tone {
  if (notVisible(run)) return 'unknown'
  switch (run.state) {
    case 'starting':
    case 'discovering':
    case 'running':
      return 'running'
    case 'queued':
    case 'cancelled':
      return 'neutral'
    case 'finished':
      return FINISHED_TONE[finishedOutcome(run)]
    case 'paused':
    case 'waiting':
    case 'refused':
      return 'attention'
    case 'stopped':
      return run.counts.failed + run.counts.silentFailure > 0 ? 'bad' : 'attention'
    case 'unknown':
      return 'unknown'
    default:
      return 'bad'
  }
}

/** The word for a run's state: a key below `run.word`. */
export function runWord(run: Shown) {
  if (run.state === 'finished') return `finished-${finishedOutcome(run)}` as const
  if (notVisible(run)) return 'not-visible' as const
  return isActive(run.state) && run.guided?.stopping ? ('stopping' as const) : run.state
}
