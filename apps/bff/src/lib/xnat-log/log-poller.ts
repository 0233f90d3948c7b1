import { setTimeout as sleep } from 'node:timers/promises'
import type { LogProblem } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../actor.ts'
import type { LogWatch } from '../log-watch.ts'
import { isXnatAway } from '../upstream-error.ts'
import type { CopiedLog } from './copied-log.ts'
import { type LogSpool, OtherLogError } from './log-spool.ts'
import { LogZipError } from './log-zip.ts'

/** How soon a change of mind about whether to fetch is noticed. */
const LOOK_MS = 500
const SHORTEST_MS = 5_000
const LONGEST_MS = 60_000
const DOWNLOAD_MS = 5 * 60_000
/** Whoever is about to start a run does not wait longer for the log. */
const REFRESH_MS = 15_000

interface Needs {
  xnat: Pick<XnatClient, 'downloadLogs'>
  spool: LogSpool
  log: Pick<LogWatch, 'copiedBy' | 'copyTaken' | 'standsIn'>
  /** Whether somebody watches the log or waits for what it says. */
  wanted: () => boolean
  logger: FastifyBaseLogger
  now: () => number
}

/**
 * Fetches the log through XNAT, in the XNAT session of an admin who is signed in here, as long as somebody needs it:
 * every five seconds while there is news, less and less often up to once a minute when there is none.
 */
export class LogPoller implements CopiedLog {
  readonly #needs: Needs
  readonly #admins = new Map<string, Pick<Actor, 'xnatSession' | 'idleExpiresAt'>>()
  readonly #over = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #fetching: Promise<void> | undefined
  #everyMs = SHORTEST_MS
  #lastTry = Number.NEGATIVE_INFINITY
  #newest: number | null = null
  #problem: LogProblem | null = null

  constructor(needs: Needs) {
    this.#needs = needs
    needs.log.copiedBy(needs.spool.folder, this)
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
    if (actor.role !== 'admin') return this.gone(actor.signInId)
    this.#admins.set(actor.signInId, actor)
    if (this.#problem === 'nobody-signed-in') this.#became(null)
  }

  gone(signInId: string) {
    this.#admins.delete(signInId)
  }

  get problem(): LogProblem | null {
    return this.#problem
  }

  delayMs(): number | null {
    return this.#newest === null ? null : Math.max(0, this.#needs.now() - this.#newest)
  }

  async refresh() {
    // One that has begun may have read the log already.
    const fetched = (this.#fetching ?? Promise.resolve()).then(() => this.#fetchWith(this.#session()))
    await Promise.race([
      fetched,
      sleep(REFRESH_MS, undefined, { ref: false, signal: this.#over.signal }),
    ]).catch(() => undefined)
  }

  #look() {
    const { now, wanted } = this.#needs
    if (this.#fetching || !wanted()) return
    const session = this.#session()
    if (session === undefined) this.#became('nobody-signed-in')
    else if (now() - this.#lastTry >= this.#everyMs) void this.#fetchWith(session)
  }

  async #fetchWith(session: string | undefined) {
    if (session === undefined || this.#over.signal.aborted) return
    this.#lastTry = this.#needs.now()
    this.#fetching ??= this.#fetch(session).finally(() => {
      this.#fetching = undefined
    })
    await this.#fetching
  }

  async #fetch(session: string) {
    const { xnat, spool, log, logger, now } = this.#needs
    const began = now()
    try {
      const download = await xnat.downloadLogs(session, { signal: this.#over.signal, timeoutMs: DOWNLOAD_MS })
      const news = await spool.take(download, { mustGoOn: log.standsIn(spool.folder) })
      this.#newest = began
      this.#problem = null
      this.#everyMs = news ? SHORTEST_MS : Math.min(LONGEST_MS, this.#everyMs * 2)
      await log.copyTaken(spool.folder)
    } catch (error) {
      this.#everyMs = Math.min(LONGEST_MS, this.#everyMs * 2)
      if (this.#over.signal.aborted) return
      logger.warn({ err: error }, 'the log could not be fetched through XNAT')
      this.#became(problemOf(error))
    }
  }

  #became(problem: LogProblem | null) {
    if (problem === this.#problem) return
    this.#problem = problem
    void this.#needs.log.copyTaken(this.#needs.spool.folder)
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

function problemOf(error: unknown): LogProblem {
  if (error instanceof OtherLogError) return 'other-log'
  if (error instanceof LogZipError) return 'bad-download'
  if (!(error instanceof UpstreamError)) return 'read-error'
  if (isXnatAway(error)) return 'xnat-unreachable'
  return error.kind === 'refused' ? 'xnat-refused' : 'bad-download'
}
