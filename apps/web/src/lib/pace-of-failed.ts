import { mayHeal } from './api-error.ts'

const AGAIN_MS = 15_000

/** As a `refetchInterval`: what could not be read for a reason that may go away is asked for again by itself. */
export function paceOfFailed({ state }: { state: { status: string; error: Error | null } }): number | false {
  return state.status === 'error' && mayHeal(state.error) && AGAIN_MS
}
