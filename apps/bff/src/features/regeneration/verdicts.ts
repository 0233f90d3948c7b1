import type { RunData, RunSession } from '@ohif-admin/contracts'
import type { LogSession } from '@ohif-admin/ohif-log'
import type { ExpectedSession } from '../../storage/run-expected.ts'

export interface VerdictContext {
  /** Labels, by session id, as XNAT listed them before the start. */
  expected: ReadonlyMap<string, Omit<ExpectedSession, 'sessionId'>>
  /** What the run rebuilds; a DICOMweb run has no lines for sessions that succeeded. */
  data: RunData
  /** The run can not go on: what is open stays undecided. */
  lost: boolean
  /** Bytes of the log were skipped during the run: a missing line proves nothing. */
  gap: boolean
  /** Version of the viewer plugin as XNAT lists it; null when that is not known. */
  pluginVersion: string | null
}

/** What the log says about one queued session, as a verdict. Pure. */
export function toRunSession(session: LogSession, context: VerdictContext): RunSession {
  const listed = context.expected.get(session.id)
  return {
    position: session.position,
    sessionId: session.id,
    projectId: listed?.projectId ?? null,
    label: listed?.label ?? null,
    subjectLabel: listed?.subjectLabel ?? null,
    ...judge(session, context),
    reason: session.reason,
    beganAt: session.beganAt,
    endedAt: session.endedAt,
    tookMs: session.tookMs,
  }
}

function judge(session: LogSession, context: VerdictContext): Pick<RunSession, 'verdict' | 'evidence'> {
  switch (session.state) {
    case 'done':
      return { verdict: session.migrated ? 'migrated' : 'stored', evidence: null }
    case 'failed':
      return session.evidence === 'explicit-error'
        ? { verdict: 'failed', evidence: 'explicit-error' }
        : { verdict: 'silent-failure', evidence: session.evidence }
    case 'unknown':
      if (context.data === 'dicomweb')
        return { verdict: 'unknown', evidence: session.reason === null ? 'no-line' : 'not-supported' }
      return provesFailure(session, context)
        ? { verdict: 'silent-failure', evidence: 'no-line-before-3.7' }
        : { verdict: 'unknown', evidence: 'no-line' }
    case 'in-work':
    case 'waiting':
      if (context.lost) return { verdict: 'unknown', evidence: 'run-lost' }
      return { verdict: session.state, evidence: null }
  }
}

/**
 * Whether having no line is a failure: before 3.7 it is, for a session that never began and a log that was read whole.
 * From 3.7 a microscopy session leaves no line when it succeeds.
 */
function provesFailure({ beganAt }: LogSession, { gap, pluginVersion }: VerdictContext): boolean {
  return beganAt === null && !gap && pluginVersion !== null && isBefore37(pluginVersion)
}

/** Versions look like `3.6.0` or `3.5.1-BC`. Anything unreadable is not taken for an old one. */
function isBefore37(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined || minor === undefined) return false
  return Number(major) < 3 || (Number(major) === 3 && Number(minor) < 7)
}

/** Sessions of a run that nobody could follow: what XNAT listed, each undecided. */
export function unseenSessions(expected: VerdictContext['expected']): RunSession[] {
  return undecided(expected, { from: 0, evidence: 'log-not-seen' })
}

/**
 * What XNAT listed before the start and then did not queue (sessions shared in from elsewhere, or made since), after
 * the queue. Nothing happened to them, so they are in no count.
 */
export function notQueued(expected: VerdictContext['expected'], queued: readonly RunSession[]): RunSession[] {
  const missing = new Map(expected)
  for (const { sessionId } of queued) missing.delete(sessionId)
  return undecided(missing, { from: queued.length, evidence: 'not-queued' })
}

function undecided(
  expected: VerdictContext['expected'],
  { from, evidence }: { from: number; evidence: RunSession['evidence'] },
): RunSession[] {
  const sessions: RunSession[] = []
  const nothing = { reason: null, beganAt: null, endedAt: null, tookMs: null }
  for (const [sessionId, { projectId, label, subjectLabel }] of expected) {
    const position = from + sessions.length
    sessions.push({
      position,
      sessionId,
      projectId,
      label,
      subjectLabel,
      verdict: 'unknown',
      evidence,
      ...nothing,
    })
  }
  return sessions
}
