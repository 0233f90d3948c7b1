import { z } from 'zod'
import { FollowUpTake, GuidedFacts, QueueFacts, ServerZone } from './guided.ts'
import { Instant, LogCursor, LogStamp, ProjectId, RunId } from './ids.ts'
import { VERDICTS } from './verdicts.ts'

/**
 * What became of one session in a run.
 * `failed`: the log says so. `silent-failure`: the log proves it by what is missing.
 * `migrated`: an old document was copied, DICOM was not read. `unknown`: the log cannot say.
 */
export const Verdict = z.enum(VERDICTS)
export type Verdict = z.infer<typeof Verdict>

/** Why a verdict is what it is. The words are the page's. */
export const Evidence = z.enum([
  'explicit-error',
  'superseded-on-thread',
  'no-done-line-at-end',
  'no-line-before-3.7',
  'no-line',
  'run-lost',
  'log-not-seen',
  'not-queued',
  'not-supported',
  'http-error',
  'http-ok-no-line',
  'rights-missing',
  'stopped',
  'checked-present',
  'checked-missing',
])
export type Evidence = z.infer<typeof Evidence>

/**
 * `queued`: waits its turn or its time; nothing was sent. `starting`: the call is sent, the log has not shown it yet.
 * `discovering`: XNAT is listing sessions. `paused`: a person stopped a guided run for now. `waiting`: a guided run
 * goes on by itself, and `guided.waitingFor` says when. `finished`: the log's end line was seen (it says nothing about
 * single sessions), or a guided run has been through its list. `refused`: XNAT's lock was held (423). `interrupted`:
 * XNAT restarted. `failed`: the run itself ended in an error. `stopped`: a person ended a guided run. `cancelled`: taken
 * out of the queue. `unknown`: nobody can say any more, and `reason` says why.
 */
export const RunState = z.enum([
  'queued',
  'starting',
  'discovering',
  'running',
  'paused',
  'waiting',
  'finished',
  'failed-to-start',
  'failed',
  'refused',
  'interrupted',
  'stopped',
  'cancelled',
  'unknown',
])
export type RunState = z.infer<typeof RunState>

export const ACTIVE_RUN_STATES = [
  'starting',
  'discovering',
  'running',
  'paused',
  'waiting',
] as const satisfies readonly RunState[]

/** Whether a run has begun and is not over. */
export function isActive(state: RunState): boolean {
  return (ACTIVE_RUN_STATES as readonly RunState[]).includes(state)
}

/** Whether a run still changes: it is active, or waits in the queue. */
export function isOpen(state: RunState): boolean {
  return state === 'queued' || isActive(state)
}

export const RunReason = z.enum([
  'xnat-locked',
  'xnat-refused',
  'xnat-error',
  'xnat-unreachable',
  'run-error',
  'xnat-restarted',
  'superseded',
  'log-not-seen',
  'never-in-log',
  'stopped-watching',
  'not-sent',
  'stopped',
  'cancelled',
  'rights-gone',
  'plugin-missing',
  'target-gone',
  'missed-its-time',
])
export type RunReason = z.infer<typeof RunReason>

/** What the one HTTP call to XNAT came to. Noted, never believed: 201 is not success and 504 is not failure. */
export const XnatCall = z.object({
  outcome: z.enum(['pending', 'answered', 'gateway-timeout', 'connection-lost', 'timed-out', 'not-known']),
  status: z.number().int().nullable(),
  afterMs: z.number().int().nonnegative().nullable(),
})
export type XnatCall = z.infer<typeof XnatCall>

const count = z.number().int().nonnegative()

export const RunCounts = z.object({
  /** Sessions XNAT queued, by the log; null while that is not known. */
  total: count.nullable(),
  stored: count,
  migrated: count,
  failed: count,
  silentFailure: count,
  unknown: count,
  inWork: count,
  waiting: count,
})
export type RunCounts = z.infer<typeof RunCounts>

export const LogSight = z.object({
  /** `none`: no log source is configured. `unreadable`: configured, and `problem` says what is wrong. */
  state: z.enum(['ok', 'none', 'unreadable']),
  problem: z.string().nullable(),
})
export type LogSight = z.infer<typeof LogSight>

/** Viewer metadata, or the DICOMweb index that plugin 3.7 keeps for whole-slide images. */
export const RunData = z.enum(['viewer', 'dicomweb'])
export type RunData = z.infer<typeof RunData>

/**
 * What asking XNAT afterwards said about the sessions the log could not decide. It proves that a document of the present
 * revision is there, not that it is fresh.
 */
export const Verification = z.object({
  state: z.enum(['running', 'done', 'paused']),
  total: count,
  present: count,
  missing: count,
  /** Could not be asked. */
  notAnswered: count,
})
export type Verification = z.infer<typeof Verification>

/** What happened to a run, for its chart of throughput. */
export const RunMark = z.object({
  at: Instant,
  kind: z.enum(['xnat-restarted', 'console-restarted', 'paused', 'waiting', 'went-on']),
})
export type RunMark = z.infer<typeof RunMark>

export const Run = z.object({
  id: RunId,
  kind: z.enum(['bulk', 'guided', 'adopted']),
  data: RunData,
  /**
   * `list`: hand-picked sessions, perhaps of several projects. `unknown`: an adopted run whose first line was not seen.
   */
  scope: z.enum(['site', 'project', 'subject', 'session', 'list', 'unknown']),
  projectId: ProjectId.nullable(),
  projectTitle: z.string().nullable(),
  /** Accession id of the subject or the session, with the scopes of that name. */
  targetId: z.string().nullable(),
  targetLabel: z.string().nullable(),
  state: RunState,
  reason: RunReason.nullable(),
  /** XNAT's own words about the failure; only for site admins, null for everybody else. */
  detail: z.string().nullable(),
  startedBy: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  xnatCall: XnatCall,
  threads: count.nullable(),
  /** Sessions XNAT listed before the start; for a guided run its list. */
  expected: count.nullable(),
  counts: RunCounts,
  /** Sessions finished per minute: over the last five minutes, and minute by minute for the small chart. */
  ratePerMinute: z.number().nonnegative().nullable(),
  throughput: z.array(count),
  /** Which minute of the run the first number of `throughput` is, from 0. */
  throughputFrom: count.optional(),
  /** Oldest first; absent when none is kept. */
  marks: z.array(RunMark).max(200).optional(),
  timeLeft: z.object({ minMs: count, maxMs: count }).nullable(),
  /** No line for longer than is usual on this site; not a failure. Null while lines come. */
  stalled: z.object({ silentMs: count, usualMs: count }).nullable(),
  log: LogSight,
  logSource: z.string().nullable(),
  startCursor: LogCursor.nullable(),
  lastLineAt: Instant.nullable(),
  guided: GuidedFacts.extend({ zone: ServerZone }).nullable(),
  queue: QueueFacts.nullable(),
  verification: Verification.nullable(),
  /** DICOMweb runs have no done lines: what the log counts instead. */
  dicomweb: z.object({ enumerated: count, notSupported: count, scanned: count }).nullable(),
  /** The run whose sessions this one takes up again. */
  parent: z.object({ runId: RunId, take: FollowUpTake }).nullable(),
  /** Runs that took up sessions of this one, newest first. */
  followUps: z.array(z.object({ runId: RunId, take: FollowUpTake, state: RunState, counts: RunCounts })),
})
export type Run = z.infer<typeof Run>

export const RunSession = z.object({
  position: count,
  sessionId: z.string(),
  /** Its project, where that is known. */
  projectId: z.string().nullable(),
  label: z.string().nullable(),
  subjectLabel: z.string().nullable(),
  verdict: Verdict,
  evidence: Evidence.nullable(),
  /** The log's own words; only for site admins. */
  reason: z.string().nullable(),
  beganAt: LogStamp.nullable(),
  endedAt: LogStamp.nullable(),
  tookMs: count.nullable(),
})
export type RunSession = z.infer<typeof RunSession>

/** Verdicts that need a person's attention. */
export const FAILURE_VERDICTS = ['failed', 'silent-failure', 'unknown'] as const satisfies readonly Verdict[]
