import type { RunCounts, RunSession, Verdict } from '@ohif-admin/contracts'
import { NO_COUNTS } from '../../storage/new-run.ts'
import { Pace } from './pace.ts'
import { stampMs } from './progress.ts'

const COUNTER: Readonly<Record<Verdict, Exclude<keyof RunCounts, 'total'>>> = {
  stored: 'stored',
  migrated: 'migrated',
  failed: 'failed',
  'silent-failure': 'silentFailure',
  unknown: 'unknown',
  'in-work': 'inWork',
  waiting: 'waiting',
}

/** Counts and pace of the sessions of a run, kept up to date one session at a time. */
export class Tally {
  readonly pace = new Pace()
  readonly #counts: RunCounts = { ...NO_COUNTS }

  /** `total` is what the log queued, null while that is not known. */
  counts(total: number | null): RunCounts {
    return { ...this.#counts, total }
  }

  /** A session is now like this, and was like that before. */
  change(now: RunSession, before: RunSession | undefined) {
    if (before) this.#count(before, -1)
    this.#count(now, 1)
  }

  #count(session: RunSession, by: 1 | -1) {
    const { verdict, endedAt } = session
    if (!hadNothingToDo(session)) this.#counts[COUNTER[verdict]] += by
    // Copies are many times faster than rebuilds and would promise an end that does not come.
    const end = verdict === 'migrated' ? undefined : stampMs(endedAt)
    if (end !== undefined) this.pace.add(end, by)
  }
}

/** Sessions that were not queued, or have no such data: their verdict is unknown and no failure, and in no count. */
export function hadNothingToDo({ evidence }: Pick<RunSession, 'evidence'>): boolean {
  return evidence === 'not-queued' || evidence === 'not-supported'
}

/** Sessions by verdict; `total` is what the log queued, null while that is not known. */
export function countVerdicts(sessions: Iterable<RunSession>, total: number | null): RunCounts {
  const tally = new Tally()
  for (const session of sessions) tally.change(session, undefined)
  return tally.counts(total)
}
