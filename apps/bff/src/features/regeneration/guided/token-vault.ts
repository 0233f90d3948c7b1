import type { RunId } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import type { Audit } from '../../../lib/audit.ts'
import type { SecretBox } from '../../../lib/secret-box.ts'
import type { RunTokensRepository, StoredToken } from '../../../storage/run-tokens.ts'

/** XNAT's default life of a token, for a version that does not say (XNAT contract, alias tokens). */
const USUAL_LIFE_MS = 2 * 24 * 60 * 60_000

/** A token that cannot be looked after is tried again after this long, then after twice that, to an hour at most. */
const RETRY_MS = 60_000
const LONGEST_RETRY_MS = 60 * 60_000

const Sealed = z.object({
  alias: z.string(),
  secret: z.string(),
  issuedAt: z.number(),
  /** Aliases that this token replaced and that are still to be invalidated. */
  replaced: z.array(z.string()),
})
type Opened = z.infer<typeof Sealed>

interface Needs {
  xnat: Pick<XnatClient, 'issueToken' | 'invalidateToken' | 'signIn' | 'signOut'>
  tokens: RunTokensRepository
  box: SecretBox
  audit: Audit
  logger: FastifyBaseLogger
  now: () => number
  /** Whether this console looks after the tokens of the database: one of them does. */
  isTheOne: () => Promise<boolean>
}

/**
 * Alias tokens that XNAT issued for runs that go on after their person signed out: sealed in the database, renewed in
 * time, invalidated when the run is over. Nothing of them is ever logged.
 */
export class TokenVault {
  readonly #needs: Needs
  readonly #retries = new Map<RunId, { at: number; waitMs: number }>()
  #sweeping = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Asks XNAT for a token of the session's person and keeps it for the run. Throws `UpstreamError`, `StorageError`. */
  async issue(runId: RunId, username: string, xnatSession: string): Promise<void> {
    const fresh = await this.#fresh(xnatSession, [])
    try {
      await this.#needs.tokens.insert({ runId, username, ...this.#seal(runId, fresh) })
    } catch (error) {
      // Kept nowhere, it would be alive for two days without anybody knowing.
      await this.#needs.xnat.invalidateToken(xnatSession, fresh.alias).catch(() => undefined)
      throw error
    }
  }

  async has(runId: RunId): Promise<boolean> {
    return (await this.#needs.tokens.find(runId)) !== undefined
  }

  /**
   * A new XNAT session of the run's person; undefined when there is no token or XNAT takes it no more. Throws
   * `UpstreamError` when XNAT cannot be asked.
   */
  async signIn(runId: RunId): Promise<string | undefined> {
    const stored = await this.#needs.tokens.find(runId)
    const opened = stored && this.#open(stored)
    return stored && opened && this.#session(stored, opened)
  }

  /** Renews what is half through its life and invalidates what its run needs no more. Never throws. */
  async sweep(): Promise<void> {
    if (this.#sweeping) return
    this.#sweeping = true
    try {
      if (!(await this.#needs.isTheOne())) return
      for (const token of await this.#needs.tokens.all()) {
        if (this.#needs.now() < (this.#retries.get(token.runId)?.at ?? 0)) continue
        await this.#look(token).then(
          () => this.#retries.delete(token.runId),
          (error: unknown) => this.#failed(token, error),
        )
      }
    } catch (error) {
      this.#needs.logger.warn({ err: error }, 'tokens of runs could not be looked through')
    } finally {
      this.#sweeping = false
    }
  }

  async #look(token: StoredToken & { over: boolean }) {
    const opened = this.#open(token)
    if (token.expiresAt <= this.#needs.now()) return this.#needs.tokens.remove(token.runId)
    if (!opened) return
    if (token.over) return this.#audited(token, 'run.token-invalidate', () => this.#invalidate(token, opened))
    if (opened.replaced.length > 0) return this.#dropReplaced(token, opened)
    const half = opened.issuedAt + (token.expiresAt - opened.issuedAt) / 2
    if (this.#needs.now() >= half)
      await this.#audited(token, 'run.token-renew', () => this.#renew(token, opened))
  }

  async #renew(token: StoredToken, opened: Opened) {
    const taken = await this.#inSession(token, opened, async (session) => {
      const fresh = await this.#fresh(session, [opened.alias])
      const sealed = this.#seal(token.runId, fresh)
      // Another console was faster: its token stays, ours goes.
      if (await this.#needs.tokens.replace(token, sealed)) return
      await this.#needs.xnat.invalidateToken(session, fresh.alias)
    })
    if (!taken) return this.#needs.tokens.remove(token.runId)
    const renewed = await this.#needs.tokens.find(token.runId)
    const now = renewed && this.#open(renewed)
    if (renewed && now) await this.#dropReplaced(renewed, now)
  }

  /** The new token is stored by now: what it replaced can go. */
  async #dropReplaced(token: StoredToken, opened: Opened) {
    await this.#inSession(token, opened, async (session) => {
      for (const alias of opened.replaced) await this.#needs.xnat.invalidateToken(session, alias)
    })
    await this.#needs.tokens.replace(
      token,
      this.#seal(token.runId, { ...opened, replaced: [] }, token.expiresAt),
    )
  }

  async #invalidate(token: StoredToken, opened: Opened) {
    await this.#inSession(token, opened, async (session) => {
      for (const alias of [...opened.replaced, opened.alias])
        await this.#needs.xnat.invalidateToken(session, alias)
    })
    await this.#needs.tokens.remove(token.runId)
  }

  /** Works in a session of the token's own. False when XNAT does not take the token: it is of no use to anybody. */
  async #inSession(token: StoredToken, opened: Opened, work: (session: string) => Promise<void>) {
    const session = await this.#session(token, opened)
    if (session === undefined) return false
    try {
      await work(session)
      return true
    } finally {
      await this.#needs.xnat.signOut(session).catch(() => undefined)
    }
  }

  async #session({ username }: StoredToken, { alias, secret }: Opened): Promise<string | undefined> {
    try {
      const signedIn = await this.#needs.xnat.signIn({ username: alias, password: secret })
      if (signedIn.username === username) return signedIn.session
      await this.#needs.xnat.signOut(signedIn.session).catch(() => undefined)
      return undefined
    } catch (error) {
      if (error instanceof UpstreamError && error.kind === 'refused' && error.status === 401) return undefined
      throw error
    }
  }

  async #fresh(session: string, replaced: string[]): Promise<Opened & { expiresAt: number }> {
    const { alias, secret, expiresAt } = await this.#needs.xnat.issueToken(session)
    const issuedAt = this.#needs.now()
    return { alias, secret, issuedAt, replaced, expiresAt: expiresAt ?? issuedAt + USUAL_LIFE_MS }
  }

  #seal(runId: RunId, { expiresAt, ...token }: Opened & { expiresAt?: number }, till = expiresAt) {
    return {
      sealed: this.#needs.box.seal(JSON.stringify(token), `run ${runId}`),
      expiresAt: till ?? this.#needs.now() + USUAL_LIFE_MS,
    }
  }

  #open({ runId, sealed }: StoredToken): Opened | undefined {
    const text = this.#needs.box.unseal(sealed, `run ${runId}`)
    if (text !== undefined) return Sealed.parse(JSON.parse(text))
    this.#needs.logger.warn({ runId }, 'the token of a run was sealed under a key that is not configured')
    return undefined
  }

  #audited(
    token: StoredToken,
    action: 'run.token-renew' | 'run.token-invalidate',
    work: () => Promise<void>,
  ) {
    const origin = { address: 'console', requestId: token.runId }
    return this.#needs.audit.during(
      { actor: token.username, action, subject: `run ${token.runId}`, origin },
      work,
    )
  }

  #failed({ runId }: StoredToken, error: unknown) {
    const waitMs = Math.min((this.#retries.get(runId)?.waitMs ?? RETRY_MS / 2) * 2, LONGEST_RETRY_MS)
    this.#retries.set(runId, { at: this.#needs.now() + waitMs, waitMs })
    this.#needs.logger.warn({ err: error, runId }, 'the token of a run could not be looked after yet')
  }
}
