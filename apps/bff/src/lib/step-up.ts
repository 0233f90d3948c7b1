import type { Actor } from './actor.ts'
import { AppError } from './app-error.ts'

/** Asks for the password again before what concerns the whole site. */
export interface StepUp {
  /** Throws `AppError` `reauth-required` when the person gave it too long ago. */
  require(actor: Pick<Actor, 'provedAt'>): void
}

/** `maxAgeMs`: for how long a password counts; null where it is asked for at sign-in only. */
export function createStepUp(maxAgeMs: number | null, now: () => number): StepUp {
  return {
    require({ provedAt }) {
      if (maxAgeMs !== null && now() - provedAt > maxAgeMs)
        throw new AppError('reauth-required', 'This needs the password again.')
    },
  }
}
