import type { LogSight, RunReason, XnatCall } from '@ohif-admin/contracts'
import type { CallState, Refusal } from './call-state.ts'
import { endByLog, type LiveRun } from './live-run.ts'
import type { Ending } from './run-storage.ts'

/** The log gets this long to show a run whose call already failed, before the call's word is taken. */
const AFTER_REFUSAL_MS = 3_000
/** The end line is written just before XNAT answers; later than this it is not coming to where we look. */
const AFTER_ANSWER_MS = 60_000
/** Without a readable log, an answer is all there will be. */
const BLIND_AFTER_ANSWER_MS = 3_000
/** A run whose call was not even prepared after this long was left behind by a process that ended. */
const NEVER_SENT_MS = 30_000
/** XNAT logs a request as soon as it starts it; a call without a line after this long never got there. */
const NEVER_SEEN_MS = 10 * 60_000
/** The same, once the call itself is over. */
const NEVER_SEEN_AFTER_ANSWER_MS = 60_000

export interface Facts {
  call: XnatCall & { refusal: Refusal | null }
  /** Milliseconds since the call came to its outcome; null while it is pending. */
  sinceAnswerMs: number | null
  sinceStartMs: number
  /** Where the logs stood was written down, which is done right before the call goes out. */
  mayBeSent: boolean
  seenInLog: boolean
  log: LogSight['state']
}

export type Settled = { state: 'refused' | 'failed-to-start' | 'unknown'; reason: RunReason } | undefined

/**
 * Ends a run that the log does not end: by a refusal of XNAT, or because nobody can learn more. Undefined while there
 * is still something to wait for. The log, where it shows the run, always has the last word. Pure.
 */
export function settle({ call, sinceAnswerMs, sinceStartMs, mayBeSent, seenInLog, log }: Facts): Settled {
  if (!mayBeSent && sinceStartMs > NEVER_SENT_MS) return { state: 'failed-to-start', reason: 'not-sent' }
  if (call.refusal === 'locked') return { state: 'refused', reason: 'xnat-locked' }
  if (call.refusal === 'not-sent') return { state: 'failed-to-start', reason: 'xnat-unreachable' }
  if (call.refusal && !seenInLog && (sinceAnswerMs ?? 0) > AFTER_REFUSAL_MS) {
    return { state: 'failed-to-start', reason: call.refusal === 'refused' ? 'xnat-refused' : 'xnat-error' }
  }
  if (call.outcome === 'answered' && sinceAnswerMs !== null) {
    const patience = log === 'ok' ? AFTER_ANSWER_MS : BLIND_AFTER_ANSWER_MS
    return sinceAnswerMs > patience ? { state: 'unknown', reason: 'log-not-seen' } : undefined
  }
  const patience =
    sinceAnswerMs === null ? NEVER_SEEN_MS - sinceStartMs : NEVER_SEEN_AFTER_ANSWER_MS - sinceAnswerMs
  if (!seenInLog && log === 'ok' && patience < 0) return { state: 'unknown', reason: 'never-in-log' }
  return undefined
}

export interface Moment {
  epochMs: number
  monotonicMs: number
  log: LogSight['state']
  /** How old the newest look into the log is, in ms: what was written since is not known yet. */
  logAgeMs: number
}

/** How a run ends at this moment: by its log, else by what its call came to; undefined while it goes on. */
export function endingOf(
  { row, seen }: LiveRun,
  call: CallState,
  { epochMs, monotonicMs, log, logAgeMs }: Moment,
): Ending | undefined {
  // A run of somebody else can look like ours until XNAT says that it refused us.
  const byLog = seen && call.refusal !== 'locked' ? endByLog(seen) : undefined
  if (byLog) return byLog
  const settled = settle({
    call: { ...call.call, refusal: call.refusal },
    sinceAnswerMs: call.answeredAt === null ? null : monotonicMs - logAgeMs - call.answeredAt,
    sinceStartMs: epochMs - logAgeMs - row.startedAt,
    mayBeSent: row.startCursors !== null,
    seenInLog: seen !== null,
    log,
  })
  return settled && { ...settled, detail: call.said }
}
