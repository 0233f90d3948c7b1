import { AppError } from '../../lib/app-error.ts'

interface Allowance {
  /** Failures that cost nothing. */
  free: number
  longestDelayMs: number
  /** One failure is forgotten after each such time of quiet. */
  forgetMs: number
}

/** XNAT locks an account after 20 failures in a row by default; this slows down long before. */
const PER_ACCOUNT: Allowance = { free: 5, longestDelayMs: 5 * 60_000, forgetMs: 12 * 60_000 }
/** A whole hospital may sit behind one address: many failures are normal there, and nobody should wait for long. */
const PER_ADDRESS: Allowance = { free: 50, longestDelayMs: 10_000, forgetMs: 60_000 }
/** Bounds the memory an attacker who invents names can take. */
const MAX_TALLIES = 10_000

interface Tally {
  allowance: Allowance
  failures: number
  lastAt: number
  /** Attempts XNAT has not answered yet; each may be a failure, so that many at once cannot slip through. */
  pending: number
}

type Outcome = 'succeeded' | 'failed' | 'undecided'

/** Slows down guessing, per account and per address. */
export class SignInThrottle {
  readonly #now: () => number
  readonly #tallies = new Map<string, Tally>()

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * Begins an attempt; gives how to tell, once, what became of it. Throws `sign-in-throttled` while this account, or
   * this address, has to wait.
   */
  begin(username: string, address: string): (outcome: Outcome) => void {
    const { account, place } = this.#talliesOf(username, address)
    const refusal = this.refusal(username, address)
    if (refusal) throw refusal
    account.pending += 1
    place.pending += 1
    return (outcome) => {
      for (const tally of [account, place]) {
        tally.pending -= 1
        if (outcome === 'failed') this.#count(tally)
      }
      if (outcome === 'succeeded') account.failures = 0
    }
  }

  /** Why an attempt may not begin now, as `begin` throws it. */
  refusal(username: string, address: string): AppError | undefined {
    const { account, place } = this.#talliesOf(username, address)
    const wait = Math.max(this.#waitMs(account), this.#waitMs(place))
    if (wait <= 0) return undefined
    const retryAfterSeconds = Math.ceil(wait / 1000)
    return new AppError('sign-in-throttled', 'Too many failed sign-ins. Wait a moment.', {
      retryAfterSeconds,
    })
  }

  #talliesOf(username: string, address: string) {
    return {
      account: this.#tally(`account ${accountOf(username)}`, PER_ACCOUNT),
      place: this.#tally(`address ${address}`, PER_ADDRESS),
    }
  }

  #tally(key: string, allowance: Allowance): Tally {
    const tally = this.#tallies.get(key) ?? { allowance, failures: 0, lastAt: this.#now(), pending: 0 }
    // Taken out first, so that the map stays in order of use and the longest unused go.
    this.#tallies.delete(key)
    this.#tallies.set(key, tally)
    for (const [oldest, { pending }] of this.#tallies) {
      if (this.#tallies.size <= MAX_TALLIES) break
      if (pending === 0) this.#tallies.delete(oldest)
    }
    return tally
  }

  #count(tally: Tally) {
    tally.failures = this.#remembered(tally) + 1
    tally.lastAt = this.#now()
  }

  #remembered({ failures, lastAt, allowance }: Tally): number {
    return Math.max(0, failures - Math.floor((this.#now() - lastAt) / allowance.forgetMs))
  }

  #waitMs(tally: Tally): number {
    const { free, longestDelayMs } = tally.allowance
    const failures = this.#remembered(tally)
    if (failures + tally.pending < free) return 0
    // Beyond what is free, one at a time.
    if (tally.pending > 0) return 1000
    const delay = Math.min(1000 * 2 ** (failures - free), longestDelayMs)
    return Math.max(0, tally.lastAt + delay - this.#now())
  }
}

/** XNAT takes `provider/name`, split at the first slash: the account is the same whatever stands before it. */
const accountOf = (username: string) => username.slice(username.indexOf('/') + 1).toLowerCase()
