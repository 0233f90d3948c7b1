import type { Audit, AuditedAction } from '../../lib/audit.ts'

/** One entry for each person and address in this time; the others are counted. */
const SPAN_MS = 60_000
/** Names that may have an entry of their own for one address in that time: whoever invents names fills no disk. */
const NAMES_PER_ADDRESS = 20
/** Bounds the memory, and what one round of counts writes. */
const MAX_TALLIES = 2_000

/** Stands for several at once, where a name or an address would. */
export const SEVERAL = '(several)'

export interface CountedAttempts {
  username: string
  address: string
  count: number
  /** Epoch ms. */
  sinceAt: number
  untilAt: number
}

/** Which attempts that had to wait are written down at once, and how many others there were. */
export class ThrottledAttempts {
  readonly #now: () => number
  readonly #tallies = new Map<string, CountedAttempts>()
  readonly #names = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** True for the first one of a minute, which is to be written at once; all others are counted. */
  isFirst(username: string, address: string): boolean {
    const name = this.#mayBeNamed(username, address) ? username : SEVERAL
    const place =
      this.#tallies.size < MAX_TALLIES || this.#tallies.has(keyOf(name, address)) ? address : SEVERAL
    const key = keyOf(place === SEVERAL ? SEVERAL : name, place)
    const known = this.#tallies.get(key)
    const at = this.#now()
    if (known) {
      known.count += 1
      known.untilAt = at
      return false
    }
    const isNamed = name === username && place === address
    // What stands for several has no first one: it is counted from the beginning.
    this.#tallies.set(key, {
      username: place === SEVERAL ? SEVERAL : name,
      address: place,
      count: isNamed ? 0 : 1,
      sinceAt: at,
      untilAt: at,
    })
    if (isNamed) this.#names.set(address, (this.#names.get(address) ?? 0) + 1)
    return isNamed
  }

  /** Takes out the counts whose minute is over, or all of them. */
  take({ all = false } = {}): CountedAttempts[] {
    const over = [...this.#tallies].filter(([, { sinceAt }]) => all || this.#now() - sinceAt >= SPAN_MS)
    for (const [key, { username, address }] of over) {
      this.#tallies.delete(key)
      if (username === SEVERAL) continue
      const left = (this.#names.get(address) ?? 1) - 1
      if (left > 0) this.#names.set(address, left)
      else this.#names.delete(address)
    }
    return over.map(([, counted]) => counted).filter(({ count }) => count > 0)
  }

  #mayBeNamed(username: string, address: string): boolean {
    return this.#tallies.has(keyOf(username, address)) || (this.#names.get(address) ?? 0) < NAMES_PER_ADDRESS
  }
}

const keyOf = (username: string, address: string) => JSON.stringify([username, address])

/** One entry each for attempts that were only counted. */
export async function writeCounted(audit: Audit, attempts: readonly CountedAttempts[]): Promise<void> {
  for (const { username, address, ...counted } of attempts) {
    const action = signInOf(username, { address, requestId: null })
    await audit.countRefused(action, { code: 'sign-in-throttled', ...counted })
  }
}

export const signInOf = (username: string, origin: AuditedAction['origin']) =>
  ({ actor: username, action: 'session.sign-in', origin }) as const
