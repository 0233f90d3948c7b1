import { z } from 'zod'
import { Instant } from './ids.ts'

/** What people do here, as the audit names it: `{entity}.{verb}`. A name never changes its meaning. */
export const AUDIT_ACTIONS = [
  'session.sign-in',
  'session.sign-out',
  'session.prove',
  'run.start',
  'run.stop-watching',
  'run.pause',
  'run.resume',
  'run.stop',
  'run.cancel',
  'run.start-now',
  'run.settings',
  'run.token-renew',
  'run.token-invalidate',
  'queue.order',
  'coverage.start',
  'coverage.pause',
  'coverage.resume',
  'coverage.cancel',
  'coverage.pace',
  'assignment.save',
  'viewer-setting.save',
  'assignment-job.prepare',
  'assignment-job.start',
  'assignment-job.retry',
  'assignment-job.stop',
  'request.propose',
  'request.approve',
  'request.refuse',
  'request.withdraw',
  'request.acknowledge',
  'ai-server.check',
  'ai-server.browser-check',
  'ai-server.watch',
  'ai-server.unwatch',
  'set-up.put-away',
  'set-up.await-restart',
  'set-up.stop-waiting',
  'notices.choose',
  'notices.test',
  'notices.watch-run',
  'notices.watch-scan',
  'webhook.create',
  'webhook.change',
  'webhook.delete',
  'webhook.new-secret',
  'webhook.test',
  'delivery.repeat',
  'ai-model.prepare',
  'ai-model.load',
  'ai-model.cancel',
  'ai-model.remove',
] as const
export const AuditAction = z.enum(AUDIT_ACTIONS)
export type AuditAction = z.infer<typeof AuditAction>

/** How an action ended. `open`: its outcome has not been written. `unknown`: nobody can say any more. */
export const AuditResult = z.enum(['done', 'refused', 'failed', 'unknown', 'open'])
export type AuditResult = z.infer<typeof AuditResult>

/** Number of an entry: 1, 2, 3 … */
export const AuditSeq = z.coerce.number().int().min(1).max(2_147_483_647)
const Seq = z.number().int()

/** One action: its intent and its outcome in one row. */
export const AuditRow = z.object({
  /** Number of the intent, or of the only entry: the place of the row. */
  seq: Seq,
  at: Instant,
  endedAt: Instant.nullable(),
  actor: z.string(),
  address: z.string().nullable(),
  /** One of the known actions, or one of another version. */
  action: z.string(),
  target: z.string().nullable(),
  result: AuditResult,
  /** Why it was refused or failed, as an error code. */
  code: z.string().nullable(),
  /** How often, for attempts that are written down together. */
  count: z.number().int().positive(),
  /** A word of the OWASP logging vocabulary. */
  event: z.string().nullable(),
  /** The reason the person gave. */
  reason: z.string().nullable(),
  /** State of the target before and after as short JSON; null when the action has none. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  requestId: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

/** An entry as it stands in the chain. */
export const AuditChainEntry = z.object({
  seq: Seq,
  at: Instant,
  phase: z.enum(['intent', 'outcome']),
  outcome: AuditResult.nullable(),
  event: z.string().nullable(),
  detail: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
})
export type AuditChainEntry = z.infer<typeof AuditChainEntry>

/** One action with everything that is written of it. */
export const AuditDetail = AuditRow.extend({
  /** Whole; absent when the action has none. */
  beforeValue: z.unknown().optional(),
  /** What was asked for, or, when it was read again afterwards, what is there. */
  afterValue: z.unknown().optional(),
  /** `afterValue` was read again afterwards. */
  confirmed: z.boolean(),
  entries: z.array(AuditChainEntry),
})
export type AuditDetail = z.infer<typeof AuditDetail>

const text = z.string().trim().min(1).max(200)

export const AuditFilter = z.strictObject({
  /** Part of the name; case does not matter. */
  actor: text.optional(),
  action: z
    .string()
    .regex(/^[a-z][a-z.-]{0,63}$/)
    .optional(),
  result: AuditResult.optional(),
  /** From this instant on, and before that one. */
  from: Instant.optional(),
  to: Instant.optional(),
  /** Part of the target. */
  target: text.optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditPageQuery = AuditFilter.extend({
  /** Rows older than this `seq`; the newest when absent. */
  before: AuditSeq.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export type AuditPageQuery = z.infer<typeof AuditPageQuery>

export const AuditPage = z.object({
  /** Newest first. */
  rows: z.array(AuditRow),
  /** `before` of the next page; null at the end. */
  next: Seq.nullable(),
})
export type AuditPage = z.infer<typeof AuditPage>

export const AuditCount = z.object({ rows: z.number().int().nonnegative() })

export const AuditExportQuery = AuditFilter.extend({ format: z.enum(['csv', 'json']) })
export type AuditExportQuery = z.infer<typeof AuditExportQuery>

/**
 * Why an entry does not fit. `missing`: its number is not there. `changed`: its content is not what its hash says.
 * `unchained`: it is true in itself and does not follow the one before.
 */
export const AuditFault = z.enum(['missing', 'changed', 'unchained'])
export type AuditFault = z.infer<typeof AuditFault>

/** The walk along the chain. The last message is `whole`, `broken` or `failed`. */
export const AuditVerifyMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), checked: z.number().int(), total: z.number().int() }),
  /** `hash` of the newest entry: noted elsewhere, it also shows when entries at the end were cut off. */
  z.object({ type: z.literal('whole'), entries: z.number().int(), hash: z.string().nullable() }),
  /** `seq`: the first entry that does not fit; `checked` before it do. */
  z.object({ type: z.literal('broken'), seq: Seq, fault: AuditFault, checked: z.number().int() }),
  z.object({ type: z.literal('failed') }),
])
export type AuditVerifyMessage = z.infer<typeof AuditVerifyMessage>
