import type { RunCounts, RunSession, Verdict } from '@ohif-admin/contracts'
import type { LogSession } from '@ohif-admin/ohif-log'
import type { ExpectedSession } from '../../storage/run-expected.ts'

export interface VerdictContext {
  /** Labels, by session id, as XNAT listed them before the start. */
  expected: ReadonlyMap<string, Pick<ExpectedSession, 'label' | 'subjectLabel'>>
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
  return [...expected].map(([sessionId, { label, subjectLabel }], position) => ({
    position,
    sessionId,
    label,
    subjectLabel,
    verdict: 'unknown',
    evidence: 'log-not-seen',
    reason: null,
    beganAt: null,
    endedAt: null,
    tookMs: null,
  }))
}

/**
 * What XNAT listed before the start and then did not queue (sessions shared in from elsewhere, or made since), after
 * the queue. Nothing happened to them, so they are in no count.
 */
export function notQueued(expected: VerdictContext['expected'], queued: readonly RunSession[]): RunSession[] {
  const known = new Set(queued.map(({ sessionId }) => sessionId))
  const missing = new Map([...expected].filter(([sessionId]) => !known.has(sessionId)))
  return unseenSessions(missing).map((session) => ({
    ...session,
    position: queued.length + session.position,
    evidence: 'not-queued',
  }))
}

export const NO_COUNTS: RunCounts = {
  total: null,
  stored: 0,
  migrated: 0,
  failed: 0,
  silentFailure: 0,
  unknown: 0,
  inWork: 0,
  waiting: 0,
}

const COUNTER: Readonly<Record<Verdict, Exclude<keyof RunCounts, 'total'>>> = {
  stored: 'stored',
  migrated: 'migrated',
  failed: 'failed',
  'silent-failure': 'silentFailure',
  unknown: 'unknown',
  'in-work': 'inWork',
  waiting: 'waiting',
}

/** Sessions by verdict; `total` is what the log queued, null while that is not known. */
export function countVerdicts(sessions: readonly RunSession[], total: number | null): RunCounts {
  const counts = { ...NO_COUNTS, total }
  for (const { verdict } of sessions) counts[COUNTER[verdict]] += 1
  return counts
}
