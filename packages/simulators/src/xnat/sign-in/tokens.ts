import { randomInt, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'

export interface AliasToken {
  id: number
  alias: string
  secret: string
  username: string
  createdAt: number
  expiresAt: number
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Alias tokens: a name and a secret that work as Basic credentials until they expire. */
export class TokenStore {
  readonly #tokens = new Map<string, AliasToken>()
  readonly #clock: Clock
  #nextId = 1

  constructor(clock: Clock) {
    this.#clock = clock
  }

  issue(username: string, lifeMs: number): AliasToken {
    const now = this.#clock.now()
    const token: AliasToken = {
      id: this.#nextId++,
      alias: randomUUID(),
      secret: Array.from({ length: 64 }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join(''),
      username,
      createdAt: now,
      expiresAt: now + lifeMs,
    }
    this.#tokens.set(token.alias, token)
    return token
  }

  find(alias: string): AliasToken | undefined {
    const token = this.#tokens.get(alias)
    return token && token.expiresAt > this.#clock.now() ? token : undefined
  }

  of(username: string): AliasToken[] {
    return [...this.#tokens.keys()]
      .flatMap((alias) => this.find(alias) ?? [])
      .filter((t) => t.username === username)
  }

  invalidate(alias: string): void {
    this.#tokens.delete(alias)
  }
}

export function looksLikeAlias(name: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name)
}
