import type { LoadCause, LoadOutcome, LoadVerdict, ServerReason } from '@ohif-admin/contracts'
import { AppError } from '../../lib/app-error.ts'

const NOTHING = {
  cause: null,
  status: null,
  said: null,
  reason: null,
  listed: 'unread',
  findings: [],
} as const

/** An outcome of which only what differs from nothing is named. */
export const outcome = (verdict: LoadVerdict, rest: Partial<LoadOutcome> = {}): LoadOutcome => ({
  ...NOTHING,
  findings: [],
  verdict,
  ...rest,
})

/** A load that did not come to a good end, with what is known of it. */
export class LoadEnded extends AppError {
  readonly outcome: LoadOutcome

  constructor(ended: LoadOutcome) {
    super(...wordsFor(ended))
    this.outcome = ended
  }
}

function wordsFor({ verdict, cause }: LoadOutcome): ConstructorParameters<typeof AppError> {
  if (verdict === 'not-sent' && cause === 'interrupted')
    return ['stopping', 'The console is stopping: nothing was sent to the server.']
  return verdict === 'unknown'
    ? ['model-load-unknown', 'What became of the model is not known.']
    : ['model-load-failed', 'The model was not loaded.']
}

/** Verdicts that the server's own word or its list stands behind. */
const GOOD = new Set<LoadVerdict>(['listed', 'changed', 'same-entry', 'replaced', 'accepted'])
export const isGood = ({ verdict }: LoadOutcome) => GOOD.has(verdict)

export const notSent = (cause: LoadCause, reason: ServerReason | null = null) =>
  outcome('not-sent', { cause, reason })

/** What can still be said of a load that the last process left behind. */
export function afterCrash(state: string): LoadOutcome {
  const begun = state === 'sending' || state === 'waiting' || state === 'confirming'
  return outcome(begun ? 'unknown' : 'not-sent', { cause: 'interrupted' })
}
