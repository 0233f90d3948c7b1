import { z } from 'zod'
import { ServerOrigin, ServerReason, ServerState } from './ai-servers.ts'
import { CoverageScan } from './coverage.ts'
import { Instant, ProjectId, RunId } from './ids.ts'
import { ChangeRequestId, RequestState } from './requests.ts'
import { Run, RunCounts, RunReason, RunState, Verification } from './runs.ts'

/**
 * What the console tells people about. `run-not-started`: it was refused or never got to XNAT. `run-broken`: it ended
 * before it was through, or nobody can say how. `run-stalled`: no line for longer than is usual. `run-waits`: a run
 * goes on, or begins, when somebody signs in. `scan-over`: a scan of sessions is done, was cancelled or failed. `ai-server`: one
 * works, works partly or fails, and did not before.
 */
export const NoticeKind = z.enum([
  'run-finished',
  'run-not-started',
  'run-broken',
  'run-stalled',
  'run-waits',
  'scan-over',
  'request-made',
  'request-decided',
  'ai-server',
])
export type NoticeKind = z.infer<typeof NoticeKind>

export const RUN_NOTICES = [
  'run-finished',
  'run-not-started',
  'run-broken',
  'run-stalled',
  'run-waits',
] as const satisfies readonly NoticeKind[]

/** Kinds that only site admins are told about. */
export const ADMIN_NOTICES = ['request-made', 'ai-server'] as const satisfies readonly NoticeKind[]

const NoticedRun = z.object({
  id: RunId,
  kind: Run.shape.kind,
  scope: Run.shape.scope,
  state: RunState,
  reason: RunReason.nullable(),
  counts: RunCounts,
  verification: Verification.nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  stalled: Run.shape.stalled,
})

/** A scan that is over. `missing`: or outdated, which XNAT answers alike. */
const NoticedScan = CoverageScan.pick({
  id: true,
  take: true,
  failure: true,
  total: true,
  looked: true,
  valid: true,
  missing: true,
  unknown: true,
  startedAt: true,
}).extend({
  state: CoverageScan.shape.state.extract(['done', 'cancelled', 'failed']),
  /** Of every project its starter may scan, and not of one. */
  whole: z.boolean(),
  endedAt: Instant,
})

const NoticedServer = z.object({
  /** `works`: nothing is wrong with it. `limited`: it answers, with something wrong or with nothing to offer. */
  is: z.enum(['works', 'limited', 'fails']),
  state: ServerState,
  reason: ServerReason.nullable(),
})

/**
 * One thing that happened. It has ids of the console and nothing of a patient; ids of projects and addresses of AI
 * servers only for those who asked for them.
 */
export const Notice = z.object({
  id: z.uuid(),
  kind: z.union([NoticeKind, z.literal('test')]),
  at: Instant,
  /** Where to look, below the console's own address. */
  page: z.string(),
  run: NoticedRun.optional(),
  scan: NoticedScan.optional(),
  request: z.object({ id: ChangeRequestId, state: RequestState }).optional(),
  server: NoticedServer.optional(),
  projectId: ProjectId.optional(),
  serverOrigin: ServerOrigin.optional(),
})
export type Notice = z.infer<typeof Notice>

/** What is new for this person in this browser, oldest first. */
export const RecentNotices = z.object({ notices: z.array(Notice) })
export type RecentNotices = z.infer<typeof RecentNotices>
