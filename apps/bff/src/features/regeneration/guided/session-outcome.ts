import type { RunSession } from '@ohif-admin/contracts'
import type { LogRun, LogSession } from '@ohif-admin/ohif-log'
import type { SessionAnswer } from '@ohif-admin/xnat-client'

/** XNAT logs a request as soon as it takes it on: after so long, a call without a line never got there. */
const NEVER_SEEN_MS = 60_000

/** What the log has shown of a call for one session, the session as it stands there included. */
export interface Sighting {
  run: LogRun
  session: LogSession | undefined
}

export interface Facts {
  /**
   * What the call came to: `pending` while it is open, `not-known` when it was made by a process that is gone.
   */
  answer: SessionAnswer | 'pending' | 'not-known'
  /** Since the answer, or since this process took over; ms. */
  sinceAnswerMs: number
  /** Runs for this session in the log that began after it was taken into work, in the order of the log. */
  sightings: readonly Sighting[]
  /** Since the last line of any of them, or since the answer while there is none; ms. */
  silentMs: number
  /** Whether a line that was written would have been seen. */
  logReadable: boolean
}

export interface Patience {
  /** How long a line may take from XNAT to here, ms. */
  logDelayMs: number
  /** How long a session may be at work without a line, ms. */
  silenceMs: number
}

type Told = Pick<RunSession, 'verdict' | 'evidence' | 'reason' | 'beganAt' | 'endedAt' | 'tookMs'>

const NOTHING = { reason: null, beganAt: null, endedAt: null, tookMs: null }

/** What became of a session by HTTP and log together; undefined while there is something to wait for. Pure. */
export function outcomeOf(facts: Facts, patience: Patience): Told | undefined {
  const { answer } = facts
  if (answer === 'pending') return undefined
  if (answer === 'not-known') return inDoubt(facts, patience)
  switch (answer.outcome) {
    case 'answered':
      return answered(facts, patience)
    case 'refused':
      return refused(facts, patience, answer)
    // Nothing was done: whoever called puts the session back.
    case 'signed-out':
    case 'not-sent':
      return undefined
    default:
      return inDoubt(facts, patience)
  }
}

/** Whether XNAT may still be at work on it: then another one in its place would be one too many at once. */
export function isAtWork({ answer }: Pick<Facts, 'answer'>): boolean {
  if (answer === 'pending' || answer === 'not-known') return true
  return answer.outcome !== 'answered' && answer.outcome !== 'refused'
}

/** XNAT says that it is done; only the log tells a rebuilt document from one that was only copied. */
function answered({ sightings, logReadable, sinceAnswerMs }: Facts, { logDelayMs }: Patience) {
  const done = sightings.findLast(({ session }) => session?.state === 'done')
  if (done) return stored(done)
  if (!logReadable) return { ...NOTHING, verdict: 'stored', evidence: 'log-not-seen' } as const
  if (sinceAnswerMs <= logDelayMs) return undefined
  return { ...NOTHING, verdict: 'unknown', evidence: 'http-ok-no-line' } as const
}

function refused(
  { sightings, logReadable, sinceAnswerMs }: Facts,
  { logDelayMs }: Patience,
  { status, said }: Extract<SessionAnswer, { outcome: 'refused' }>,
): Told | undefined {
  if (status === 403)
    return { ...NOTHING, verdict: 'failed', evidence: 'rights-missing', reason: said || null }
  const failed = sightings.findLast(({ run }) => run.outcome === 'failed')
  if (failed)
    return { ...failure(failed), verdict: 'failed', reason: failed.session?.reason ?? (said || null) }
  // Its line comes just before the answer, and says more than the answer does.
  if (logReadable && sinceAnswerMs <= logDelayMs && status >= 500) return undefined
  return { ...NOTHING, verdict: 'failed', evidence: 'http-error', reason: said || `HTTP ${status}` }
}

/** The answer was lost, not the work: only the log knows. */
function inDoubt(facts: Facts, patience: Patience): Told | undefined {
  const { sightings, logReadable, sinceAnswerMs, silentMs } = facts
  const done = sightings.findLast(({ session }) => session?.state === 'done')
  if (done) return stored(done)
  const open = sightings.some(({ run }) => run.outcome === 'running')
  if (open && silentMs <= patience.silenceMs) return undefined
  if (open) return { ...NOTHING, verdict: 'unknown', evidence: 'no-line' }
  const last = sightings.at(-1)
  if (last?.run.outcome === 'failed') return failure(last)
  if (last) return { ...NOTHING, ...times(last), verdict: 'unknown', evidence: 'run-lost' }
  if (!logReadable) return { ...NOTHING, verdict: 'unknown', evidence: 'log-not-seen' }
  if (sinceAnswerMs <= Math.max(NEVER_SEEN_MS, patience.logDelayMs)) return undefined
  return { ...NOTHING, verdict: 'unknown', evidence: 'no-line' }
}

function stored(seen: Sighting): Told {
  const verdict = seen.session?.migrated ? 'migrated' : 'stored'
  return { ...NOTHING, ...times(seen), verdict, evidence: null }
}

function failure(seen: Sighting): Told {
  const reason = seen.session?.reason ?? seen.run.error
  const explicit = seen.session?.evidence === 'explicit-error' || seen.run.error !== null
  return explicit
    ? { ...NOTHING, ...times(seen), reason, verdict: 'failed', evidence: 'explicit-error' }
    : { ...NOTHING, ...times(seen), reason, verdict: 'silent-failure', evidence: 'no-done-line-at-end' }
}

const times = ({ run, session }: Sighting) => ({
  beganAt: session?.beganAt ?? run.startedAt,
  endedAt: session?.endedAt ?? run.endedAt,
  tookMs: session?.tookMs ?? run.durationMs,
})
