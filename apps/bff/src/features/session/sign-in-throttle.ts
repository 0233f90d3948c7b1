import { createHash } from 'node:crypto'
import { AppError } from '../../lib/app-error.ts'
import { StorageError } from '../../storage/errors.ts'
import type { Failures, SignInFailuresRepository } from '../../storage/sign-in-failures.ts'

interface Allowance {
  /** Failures that cost nothing. */
  free: number
  longestDelayMs: number
  /** One failure is forgotten after each such time. */
  forgetMs: number
}

/** XNAT locks an account after 20 failures in a row by default; this slows down long before. */
const PER_ACCOUNT: Allowance = { free: 5, longestDelayMs: 5 * 60_000, forgetMs: 12 * 60_000 }
/** A whole hospital may sit behind one address: many failures are normal there, and nobody should wait for long. */
const PER_ADDRESS: Allowance = { free: 50, longestDelayMs: 10_000, forgetMs: 60_000 }
const FIRST_DELAY_MS = 1000
/** How often another console may be faster with the same account or address. */
const MAX_TRIES = 20
const TIDY_EVERY_MS = 60 * 60_000

interface Counter {
  key: string
  allowance: Allowance
}

interface Claim {
  key: string
  begunAt: number
  /** When the attempt before this one began. */
  lastAt: number
}

type Outcome = 'succeeded' | 'failed' | 'undecided'
type Tell = (outcome: Outcome) => Promise<void>

interface Needs {
  failures: SignInFailuresRepository
  now: () => number
}

/**
 * Slows down guessing, per account and per address, whichever console of the database is asked. Every attempt counts as
 * a failure until XNAT has answered, so that many at once cannot slip through, nor those of a console that is killed.
 */
export class SignInThrottle {
  readonly #needs: Needs
  /** The attempts of this console begin one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  #tidyAt = 0

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * Begins an attempt; gives how to tell, once, what became of it, which never throws. Throws `sign-in-throttled` while
   * this account, or this address, has to wait, and StorageError.
   */
  begin(username: string, address: string): Promise<Tell> {
    const begun = this.#turn.then(() => this.#begin(username, address))
    this.#turn = begun.catch(() => undefined)
    return begun
  }

  /** Why an attempt may not begin now, as `begin` throws it. */
  async refusal(username: string, address: string): Promise<AppError | undefined> {
    const waits = countersOf(username, address).map(async ({ key, allowance }) =>
      waitMs(await this.#needs.failures.find(key), allowance, this.#needs.now()),
    )
    const wait = Math.max(...(await Promise.all(waits)))
    return wait > 0 ? refusalFor(wait) : undefined
  }

  async #begin(username: string, address: string): Promise<Tell> {
    await this.#tidy()
    const [account, place] = countersOf(username, address)
    const ofAccount = await this.#claim(account)
    try {
      const ofPlace = await this.#claim(place)
      return (outcome) => this.#settle(outcome, ofAccount, ofPlace)
    } catch (error) {
      await this.#takeBack(ofAccount)
      throw error
    }
  }

  async #claim({ key, allowance }: Counter): Promise<Claim> {
    const { failures, now } = this.#needs
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const before = await failures.find(key)
      const begunAt = now()
      const wait = waitMs(before, allowance, begunAt)
      if (wait > 0) throw refusalFor(wait)
      if (await failures.replace(key, before, oneMore(before, allowance, begunAt)))
        return { key, begunAt, lastAt: before?.lastAt ?? begunAt }
    }
    throw refusalFor(FIRST_DELAY_MS)
  }

  async #settle(outcome: Outcome, account: Claim, place: Claim) {
    try {
      if (outcome === 'succeeded') await this.#needs.failures.forget(account.key)
      if (outcome === 'undecided') await this.#takeBack(account)
      if (outcome !== 'failed') await this.#takeBack(place)
    } catch (error) {
      // The attempt stays counted, which is forgotten in time.
      if (!(error instanceof StorageError)) throw error
    }
  }

  #takeBack({ key, begunAt, lastAt }: Claim): Promise<void> {
    return this.#needs.failures.takeBack(key, begunAt, lastAt)
  }

  async #tidy() {
    const { failures, now } = this.#needs
    if (now() < this.#tidyAt) return
    this.#tidyAt = now() + TIDY_EVERY_MS
    const longest = Math.max(...[PER_ACCOUNT, PER_ADDRESS].map((one) => mostOf(one) * one.forgetMs))
    await failures.deleteBefore(now() - longest)
  }
}

function refusalFor(wait: number): AppError {
  const retryAfterSeconds = Math.ceil(wait / 1000)
  return new AppError('sign-in-throttled', 'Too many failed sign-ins. Wait a moment.', { retryAfterSeconds })
}

/** What is not forgotten yet, and from when the next one is forgotten. */
function remembered(failures: Failures | undefined, { forgetMs }: Allowance, at: number) {
  if (!failures) return { count: 0, since: at }
  const forgotten = Math.max(0, Math.floor((at - failures.since) / forgetMs))
  const count = failures.count - forgotten
  return count > 0 ? { count, since: failures.since + forgotten * forgetMs } : { count: 0, since: at }
}

function waitMs(failures: Failures | undefined, allowance: Allowance, at: number): number {
  const { count } = remembered(failures, allowance, at)
  if (!failures || count < allowance.free) return 0
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (count - allowance.free), allowance.longestDelayMs)
  // A clock that was ahead must lock nobody out for longer than its delay.
  return Math.min(delay, Math.max(0, failures.lastAt + delay - at))
}

function oneMore(failures: Failures | undefined, allowance: Allowance, at: number): Failures {
  const { count, since } = remembered(failures, allowance, at)
  return { count: Math.min(count + 1, mostOf(allowance)), since, lastAt: at }
}

/** More would make nobody wait longer, only for more hours. */
const mostOf = ({ free, longestDelayMs }: Allowance) =>
  free + Math.ceil(Math.log2(longestDelayMs / FIRST_DELAY_MS))

/** By a hash: what is typed in place of a name may be a password. */
const countersOf = (username: string, address: string): [Counter, Counter] => [
  { key: hashOf(`account ${accountOf(username)}`), allowance: PER_ACCOUNT },
  { key: hashOf(`address ${address}`), allowance: PER_ADDRESS },
]

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** XNAT takes `provider/name`, split at the first slash: the account is the same whatever stands before it. */
const accountOf = (username: string) => username.slice(username.indexOf('/') + 1).toLowerCase()
