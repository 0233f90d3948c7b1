import type { XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../actor.ts'
import type { LogSpool } from './log-spool.ts'

/** How soon a change of mind about whether to fetch is noticed. */
const LOOK_MS = 500
const SHORTEST_MS = 5_000
const LONGEST_MS = 60_000
const DOWNLOAD_MS = 5 * 60_000

interface Needs {
  xnat: Pick<XnatClient, 'downloadLogs'>
  spool: LogSpool
  /** Whether somebody watches the log or waits for what it says. */
  wanted: () => boolean
  logger: FastifyBaseLogger
  now: () => number
}

/**
 * Fetches the log through XNAT, in the XNAT session of an admin who is signed in here, as long as somebody needs it:
 * every five seconds while there is news, less and less often up to once a minute when there is none.
 */
export class LogPoller {
  readonly #needs: Needs
  readonly #admins = new Map<string, Pick<Actor, 'xnatSession' | 'idleExpiresAt'>>()
  readonly #over = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #fetching: Promise<void> | undefined
  #everyMs = SHORTEST_MS
  #lastTry = Number.NEGATIVE_INFINITY
  #newest: number

  constructor(needs: Needs) {
    this.#needs = needs
    this.#newest = needs.now()
  }

  start() {
    this.#timer = setInterval(() => this.#look(), LOOK_MS)
    this.#timer.unref()
  }

  async stop() {
    clearInterval(this.#timer)
    this.#over.abort()
    await this.#fetching
  }

  /** Somebody is known to be here. */
  seen(actor: Pick<Actor, 'signInId' | 'role' | 'xnatSession' | 'idleExpiresAt'>) {
    if (actor.role === 'admin') this.#admins.set(actor.signInId, actor)
    else this.#admins.delete(actor.signInId)
  }

  gone(signInId: string) {
    this.#admins.delete(signInId)
  }

  /** Age of the newest copy. */
  delayMs(): number {
    return Math.max(0, this.#needs.now() - this.#newest)
  }

  #look() {
    const { now, wanted } = this.#needs
    const session = this.#session()
    if (this.#fetching || session === undefined || !wanted()) return
    if (now() - this.#lastTry < this.#everyMs) return
    this.#lastTry = now()
    this.#fetching = this.#fetch(session).finally(() => {
      this.#fetching = undefined
    })
  }

  async #fetch(session: string) {
    const { xnat, spool, logger, now } = this.#needs
    const began = now()
    try {
      const download = await xnat.downloadLogs(session, { signal: this.#over.signal, timeoutMs: DOWNLOAD_MS })
      const news = await spool.take(download)
      this.#newest = began
      this.#everyMs = news ? SHORTEST_MS : Math.min(LONGEST_MS, this.#everyMs * 2)
    } catch (error) {
      this.#everyMs = Math.min(LONGEST_MS, this.#everyMs * 2)
      if (!this.#over.signal.aborted) logger.warn({ err: error }, 'the log could not be fetched through XNAT')
    }
  }

  #session(): string | undefined {
    const now = this.#needs.now()
    for (const [signInId, { idleExpiresAt, xnatSession }] of this.#admins) {
      if (idleExpiresAt > now) return xnatSession
      this.#admins.delete(signInId)
    }
    return undefined
  }
}
