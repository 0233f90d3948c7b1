import { UpstreamError } from '@ohif-admin/xnat-client'
import type { AuditEntry, AuditRepository } from '../storage/audit.ts'
import type { Origin } from './actor.ts'
import { AppError } from './app-error.ts'
import { fromUpstream } from './upstream-error.ts'

export interface AuditedAction {
  actor: string
  action:
    | 'session.sign-in'
    | 'session.sign-out'
    | 'run.start'
    | 'run.stop-watching'
    | `run.${'pause' | 'resume' | 'stop' | 'cancel' | 'start-now' | 'settings'}`
    | `run.${'token-renew' | 'token-invalidate'}`
    | 'queue.order'
  subject?: string
  detail?: Readonly<Record<string, unknown>>
  origin: Origin
}

/** Codes that are an answer rather than a failure of the work. */
const REFUSALS = new Set<string>([
  'sign-in-refused',
  'sign-in-throttled',
  'password-expired',
  'forbidden',
  'not-found',
  'run-active',
  'run-over',
  'plugin-missing',
  'queue-changed',
  'confirm-needed',
  'no-sessions',
  'label-not-id',
  'bad-request',
])

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
      detail: action.detail ?? null,
    })
    let result: Result
    try {
      result = await work()
    } catch (error) {
      const code = codeOf(error)
      const outcome = REFUSALS.has(code) ? 'refused' : 'failed'
      await this.#conclude(action, intent, { outcome, event: failureEvent(action, code), detail: { code } })
      throw error
    }
    const detail = describe?.(result) ?? null
    await this.#conclude(action, intent, { outcome: 'done', event: successEvent(action), detail })
    return result
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
      outcome: 'done' | 'refused' | 'failed'
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

const isSignIn = ({ action }: AuditedAction) => action === 'session.sign-in'

// Names of the OWASP logging vocabulary.
const successEvent = (action: AuditedAction) =>
  isSignIn(action) ? 'authn_login_success' : 'sensitive_update'

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  return error instanceof UpstreamError ? fromUpstream(error).code : 'internal'
}

function failureEvent(action: AuditedAction, code: string): string {
  if (code === 'sign-in-throttled') return 'excess_rate_limit_exceeded'
  if (isSignIn(action)) return 'authn_login_fail'
  return code === 'forbidden' ? 'authz_fail' : 'sensitive_update'
}
