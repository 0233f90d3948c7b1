import type { Clock } from '../clock.ts'
import type { SiteSettings } from '../types.ts'
import type { User } from '../world/model.ts'
import type { World } from '../world/world.ts'
import type { SessionStore } from './sessions.ts'
import { looksLikeAlias, type TokenStore } from './tokens.ts'

interface Stores {
  world: World
  site: SiteSettings
  clock: Clock
  sessions: SessionStore
  tokens: TokenStore
}

const HOUR_MS = 3_600_000

/** Checks Basic credentials the way XNAT's authentication providers do, counting failures. */
export class Accounts {
  readonly #stores: Stores
  readonly #startedAt: number

  constructor(stores: Stores) {
    this.#stores = stores
    this.#startedAt = stores.clock.now()
  }

  /** The account, or undefined: the server never says which of the many reasons it was. */
  verify(name: string, secret: string): User | undefined {
    const token = looksLikeAlias(name) ? this.#stores.tokens.find(name) : undefined
    const user = token ? this.#stores.world.users.get(token.username) : this.#resolve(name)
    if (!user?.enabled || !user.verified) return undefined
    if (this.#isLocked(user)) return undefined
    if ((token ? token.secret : user.password) !== secret) {
      this.#countFailure(user)
      return undefined
    }
    if (this.#stores.sessions.liveOf(user.username).length >= this.#stores.site.concurrentMaxSessions) {
      return undefined
    }
    user.failedLogins = 0
    user.knownToXnat = true
    user.lastSuccessfulLogin = this.#stores.clock.now()
    return user
  }

  /** True when `name` (with or without a provider prefix) means that user. */
  means(name: string, username: string): boolean {
    const slash = name.indexOf('/')
    return name === username || (slash > 0 && name.slice(slash + 1) === username)
  }

  /**
   * `providerId/username`, split at the first slash; an unknown provider id falls back to the local database. Without
   * a prefix only users XNAT already knows are found.
   */
  #resolve(name: string): User | undefined {
    const slash = name.indexOf('/')
    if (slash > 0) {
      const wanted = name.slice(0, slash).toLowerCase()
      const known = this.#stores.site.providers.find(({ providerId }) => providerId.toLowerCase() === wanted)
      const user = this.#stores.world.users.get(name.slice(slash + 1))
      return user?.provider === (known?.providerId ?? 'localdb') ? user : undefined
    }
    const user = this.#stores.world.users.get(name)
    return user && (user.provider === 'localdb' || user.knownToXnat) ? user : undefined
  }

  #countFailure(user: User): void {
    user.failedLogins += 1
    if (user.failedLogins >= this.#stores.site.maxFailedLogins) user.lockedAt = this.#stores.clock.now()
  }

  /** An hourly job unlocks accounts whose lock is old enough, so a lock lasts longer than its duration. */
  #isLocked(user: User): boolean {
    if (user.lockedAt === undefined) return false
    const dueAt = user.lockedAt + this.#stores.site.maxFailedLoginsLockoutMs
    const sweepAt = this.#startedAt + Math.ceil((dueAt - this.#startedAt) / HOUR_MS) * HOUR_MS
    if (this.#stores.clock.now() < sweepAt) return true
    user.lockedAt = undefined
    user.failedLogins = 0
    return false
  }
}
