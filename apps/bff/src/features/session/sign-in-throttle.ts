import { AppError } from '../../lib/app-error.ts'

/** XNAT locks an account after 20 failures by default; this stays well below and slows down instead of banning. */
const FREE_FAILURES = 5
const LONGEST_DELAY_MS = 5 * 60_000
const FORGET_AFTER_MS = 60 * 60_000
/** Bounds the memory an attacker who invents names can take. */
const MAX_KEYS = 10_000

/**
 * Slows down guessing, per user name and per address: a whole hospital may sit behind one address, so an address must
 * fail much more often before it is slowed.
 */
export class SignInThrottle {
  readonly #now: () => number
  readonly #failures = new Map<string, { count: number; lastAt: number }>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Throws `sign-in-throttled` while this user name, or this address, has to wait. */
  check(username: string, address: string) {
    const wait = Math.max(
      this.#waitMs(userKey(username), FREE_FAILURES),
      this.#waitMs(address, FREE_FAILURES * 10),
    )
    if (wait === 0) return
    const retryAfterSeconds = Math.ceil(wait / 1000)
    throw new AppError('sign-in-throttled', 'Too many failed sign-ins. Wait a moment.', { retryAfterSeconds })
  }

  failed(username: string, address: string) {
    this.#prune()
    for (const key of [userKey(username), address]) {
      this.#failures.set(key, { count: (this.#failures.get(key)?.count ?? 0) + 1, lastAt: this.#now() })
    }
  }

  succeeded(username: string) {
    this.#failures.delete(userKey(username))
  }

  #waitMs(key: string, free: number): number {
    const known = this.#failures.get(key)
    if (!known || known.count < free) return 0
    const delay = Math.min(1000 * 2 ** (known.count - free), LONGEST_DELAY_MS)
    return Math.max(0, known.lastAt + delay - this.#now())
  }

  #prune() {
    if (this.#failures.size < MAX_KEYS) return
    for (const [key, { lastAt }] of this.#failures) {
      if (this.#now() - lastAt > FORGET_AFTER_MS || this.#failures.size > MAX_KEYS / 2)
        this.#failures.delete(key)
    }
  }
}

const userKey = (username: string) => `user ${username.toLowerCase()}`
