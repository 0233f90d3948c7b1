import type { XnatCall } from '@ohif-admin/contracts'
import type { BulkAnswer } from '@ohif-admin/xnat-client'

/** Why XNAT did not take a call on; null when it did, or when that is not known. */
export type Refusal = 'locked' | 'refused' | 'error' | 'not-sent'

/** What became of the one call of a bulk run. */
export interface CallState {
  call: XnatCall
  refusal: Refusal | null
  /** XNAT's own words. */
  said: string | null
  /** When the outcome came, in monotonic ms; null while it is open or was never learned. */
  answeredAt: number | null
}

export const PENDING_CALL: CallState = {
  call: { outcome: 'pending', status: null, afterMs: null },
  refusal: null,
  said: null,
  answeredAt: null,
}

/** The call of a run that was open when this process started: the connection died with the last process. */
export function recoveredCall(call: XnatCall): CallState {
  return { ...PENDING_CALL, call: call.outcome === 'pending' ? { ...call, outcome: 'not-known' } : call }
}

/** The answer, as it is noted. `at` is monotonic (a clock that steps must not end a run), `afterMs` how long it took. */
export function answeredCall(answer: BulkAnswer, at: number, afterMs: number): CallState {
  const { outcome } = answer
  const status = 'status' in answer ? answer.status : null
  const base = { said: null, answeredAt: at, refusal: null }
  switch (outcome) {
    case 'answered':
    case 'gateway-timeout':
    case 'connection-lost':
    case 'timed-out':
      return { ...base, call: { outcome, status, afterMs } }
    case 'locked':
      return { ...base, refusal: 'locked', call: { outcome: 'answered', status, afterMs } }
    case 'not-sent':
      return { ...base, refusal: 'not-sent', call: { outcome: 'connection-lost', status, afterMs } }
    case 'refused': {
      const refusal = answer.status >= 500 ? 'error' : 'refused'
      return { ...base, refusal, said: answer.said || null, call: { outcome: 'answered', status, afterMs } }
    }
  }
}
