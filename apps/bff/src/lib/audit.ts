import type { AuditAction, ErrorCode } from '@ohif-admin/contracts'
import { UpstreamError } from '@ohif-admin/xnat-client'
import type { AuditEntry, AuditRepository } from '../storage/audit.ts'
import type { Origin } from './actor.ts'
import { AppError } from './app-error.ts'
import { fromUpstream } from './upstream-error.ts'

export interface AuditedAction {
  actor: string
  action: AuditAction
  subject?: string
  /** State of the subject as it was seen, only the part that is to change. Says nothing secret. */
  before?: unknown
  /** What that part is to become; the outcome may say `after` again, as it was read back. */
  after?: unknown
  /** Why, in the person's own words. */
  reason?: string
  detail?: Readonly<Record<string, unknown>>
  /** No request of its own stands behind what was only counted. */
  origin: Omit<Origin, 'requestId'> & { requestId: string | null }
}

/** Codes that are an answer rather than a failure of the work. */
const REFUSALS = new Set<string>([
  'sign-in-refused',
  'sign-in-throttled',
  'password-expired',
  'forbidden',
  'not-found',
  'run-active',
  'xnat-locked',
  'run-over',
  'scan-active',
  'scan-over',
  'plugin-missing',
  'queue-changed',
  'confirm-needed',
  'no-sessions',
  'label-not-id',
  'bad-request',
  'assignment-invalid',
  'assignment-moved',
  'setting-moved',
  'assignment-check',
  'assignment-refused',
  'assignment-job-over',
  'csv-invalid',
  'request-open',
  'request-decided',
  'target-refused',
  'reauth-required',
  'too-many-requests',
  'model-invalid',
  'ai-server-unread',
  'model-load-active',
  'model-load-over',
  'upload-refused',
])

/** Codes that say that nobody knows what became of the work. */
const UNKNOWNS = new Set<string>(['assignment-unknown', 'model-load-unknown', 'setting-unknown'])

/** What people do here, written down. */
export class Audit {
  readonly #entries: AuditRepository
  readonly #now: () => number

  constructor(entries: AuditRepository, now: () => number) {
    this.#entries = entries
    this.#now = now
  }

  /**
   * Does `work` between two entries: the intent before, the outcome after, also when it throws. When the intent cannot
   * be written the work is not done: no change to the world without its entry. `describe` gives what only the outcome
   * can say.
   */
  async during<Result>(
    action: AuditedAction,
    work: () => Promise<Result>,
    describe?: (result: Result) => Readonly<Record<string, unknown>>,
  ): Promise<Result> {
    const intent = await this.#entries.append({
      ...common(action),
      at: this.#now(),
      phase: 'intent',
      detail: intentDetail(action),
    })
    let result: Result
    try {
      result = await work()
    } catch (error) {
      const code = codeOf(error)
      const outcome = outcomeOf(code)
      await this.#conclude(action, intent, { outcome, event: failureEvent(action, code), detail: { code } })
      throw error
    }
    const detail = describe?.(result) ?? null
    await this.#conclude(action, intent, { outcome: 'done', event: successEvent(action), detail })
    return result
  }

  /** Writes down what was refused `count` times between two times (epoch ms), as one entry without an intent. */
  async countRefused(
    action: AuditedAction,
    { code, ...counted }: { code: ErrorCode; count: number; sinceAt: number; untilAt: number },
  ): Promise<void> {
    await this.#entries.append({
      ...common(action),
      at: this.#now(),
      phase: 'outcome',
      outcome: 'refused',
      event: failureEvent(action, code),
      detail: { ...action.detail, code, ...counted },
    })
  }

  /** Gives every intent that a crash left open the outcome `unknown`; how many there were. */
  async reconcile(): Promise<number> {
    const open = await this.#entries.openIntents()
    const detail = { why: 'the console stopped before the outcome was known' }
    for (const { actor, actorAddress, action, subject, requestId, id } of open) {
      const entry = { actor, actorAddress, action, subject, requestId, intentId: id, detail, at: this.#now() }
      await this.#entries.append({ ...entry, phase: 'outcome', outcome: 'unknown' })
    }
    return open.length
  }

  #conclude(
    action: AuditedAction,
    intent: AuditEntry,
    result: {
      outcome: 'done' | 'refused' | 'failed' | 'unknown'
      event: string
      detail: NonNullable<AuditedAction['detail']> | null
    },
  ) {
    return this.#entries.append({
      ...common(action),
      ...result,
      at: this.#now(),
      phase: 'outcome',
      intentId: intent.id,
    })
  }
}

const common = ({ actor, action, subject, origin }: AuditedAction) => ({
  actor,
  actorAddress: origin.address,
  action,
  subject: subject ?? null,
  requestId: origin.requestId,
})

/** `before`, `after` and `reason` stand beside what else the action says of itself. */
function intentDetail({ detail, before, after, reason }: AuditedAction) {
  const said = {
    ...detail,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(reason === undefined ? {} : { reason }),
  }
  return Object.keys(said).length > 0 ? said : null
}

const isSignIn = ({ action }: AuditedAction) => action === 'session.sign-in' || action === 'session.prove'

// Names of the OWASP logging vocabulary.
const successEvent = (action: AuditedAction) =>
  isSignIn(action) ? 'authn_login_success' : 'sensitive_update'

function outcomeOf(code: string) {
  if (UNKNOWNS.has(code)) return 'unknown'
  return REFUSALS.has(code) ? 'refused' : 'failed'
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  return error instanceof UpstreamError ? fromUpstream(error).code : 'internal'
}

function failureEvent(action: AuditedAction, code: string): string {
  if (code === 'sign-in-throttled') return 'excess_rate_limit_exceeded'
  if (isSignIn(action)) return 'authn_login_fail'
  return code === 'forbidden' ? 'authz_fail' : 'sensitive_update'
}
