import { z } from 'zod'
import { IdempotencyKey, Instant, LogCursor, LogStamp, ProjectId, RunId } from './ids.ts'

/**
 * What became of one session in a run.
 * `failed`: the log says so. `silent-failure`: the log proves it by what is missing.
 * `migrated`: an old document was copied, DICOM was not read. `unknown`: the log cannot say.
 */
export const Verdict = z.enum([
  'stored',
  'migrated',
  'failed',
  'silent-failure',
  'unknown',
  'in-work',
  'waiting',
])
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
])
export type Evidence = z.infer<typeof Evidence>

/**
 * `starting`: the call is sent, the log has not shown it yet. `discovering`: XNAT is listing sessions.
 * `finished`: the log's end line was seen (it says nothing about single sessions).
 * `refused`: XNAT's lock was held (423). `interrupted`: XNAT restarted. `failed`: the run itself ended in an error.
 * `unknown`: nobody can say any more, and `reason` says why.
 */
export const RunState = z.enum([
  'starting',
  'discovering',
  'running',
  'finished',
  'failed-to-start',
  'failed',
  'refused',
  'interrupted',
  'unknown',
])
export type RunState = z.infer<typeof RunState>

export const OPEN_RUN_STATES = ['starting', 'discovering', 'running'] as const satisfies readonly RunState[]

/** Whether a run still changes. */
export function isOpen(state: RunState): boolean {
  return (OPEN_RUN_STATES as readonly RunState[]).includes(state)
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

export const Run = z.object({
  id: RunId,
  kind: z.enum(['bulk', 'guided', 'adopted']),
  scope: z.enum(['site', 'project', 'subject', 'session']),
  projectId: ProjectId.nullable(),
  projectTitle: z.string().nullable(),
  state: RunState,
  reason: RunReason.nullable(),
  /** XNAT's own words about the failure; only for site admins, null for everybody else. */
  detail: z.string().nullable(),
  startedBy: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  xnatCall: XnatCall,
  threads: count.nullable(),
  /** Sessions XNAT listed before the start. */
  expected: count.nullable(),
  counts: RunCounts,
  /** Sessions finished per minute: over the last five minutes, and minute by minute for the small chart. */
  ratePerMinute: z.number().nonnegative().nullable(),
  throughput: z.array(count),
  timeLeft: z.object({ minMs: count, maxMs: count }).nullable(),
  log: LogSight,
  logSource: z.string().nullable(),
  startCursor: LogCursor.nullable(),
  lastLineAt: Instant.nullable(),
})
export type Run = z.infer<typeof Run>

export const RunSession = z.object({
  position: count,
  sessionId: z.string(),
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

export const RunList = z.object({ runs: z.array(Run) })
export type RunList = z.infer<typeof RunList>

export const RunListQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) })

export const RunSessionsQuery = z.strictObject({
  show: z.enum(['all', 'failures', ...Verdict.options]).default('all'),
  /** Part of a session id, label or subject; case does not matter. */
  search: z.string().trim().max(200).default(''),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
export type RunSessionsQuery = z.infer<typeof RunSessionsQuery>

export const RunSessionPage = z.object({
  sessions: z.array(RunSession),
  /** How many match, over all pages. */
  total: count,
})
export type RunSessionPage = z.infer<typeof RunSessionPage>

export const StartRun = z.strictObject({
  kind: z.literal('bulk'),
  scope: z.literal('project'),
  projectId: ProjectId,
  idempotencyKey: IdempotencyKey,
})
export type StartRun = z.infer<typeof StartRun>

export const ImpactQuery = z.strictObject({ scope: z.literal('project'), projectId: ProjectId })

/** What a run would do, said before it starts. */
export const Impact = z.object({
  projectId: ProjectId,
  projectTitle: z.string(),
  sessions: count,
  xnatCalls: count,
  /** By the rates of past runs on this site; null when there was none. */
  estimate: z.object({ minMs: count, maxMs: count, perMinute: z.number() }).nullable(),
  /** Of `sessions`: shared in from other projects. Whether XNAT rebuilds those with the project is not known. */
  notOwned: count,
  plugin: z.enum(['present', 'missing', 'unknown']),
  log: LogSight,
  /** The run in the way, when this person may see it. */
  activeRunId: RunId.nullable(),
})
export type Impact = z.infer<typeof Impact>
