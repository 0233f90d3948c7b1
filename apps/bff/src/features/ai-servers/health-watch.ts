import type { ServerOrigin } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import { asCompleted } from '../../lib/as-completed.ts'
import type { AiChecksRepository } from '../../storage/ai-checks.ts'
import type { AiServersRepository, Look, StoredServer } from '../../storage/ai-servers.ts'
import { orNotCalled } from './judgement.ts'
import type { KnownHealth } from './known-health.ts'
import { liveness } from './liveness.ts'
import type { Outward } from './outward.ts'

/** Each server is looked at this often, shaken by a fifth so that servers are not asked all at once. */
const EVERY_MS = 5 * 60_000
const TICK_MS = 5_000
const AT_ONCE = 4
/** A registration that nobody has seen for so long is no reason to call a server any more. */
const REGISTERED_FOR_MS = 7 * 24 * 3_600_000
const KEEP_MS = 8 * 24 * 3_600_000
const PRUNE_EVERY_MS = 3_600_000

interface Needs {
  servers: AiServersRepository
  checks: AiChecksRepository
  known: KnownHealth
  outward: Outward
  /** Origin of XNAT's pages, as browsers see them. */
  pageOrigin: string
  logger: FastifyBaseLogger
  now: () => number
}

/**
 * Looks at every known AI server now and then, with the cheapest call its kind has. Never asks MONAI Label for its app
 * info, which counts a whole XNAT, and keeps away while somebody checks a server.
 */
export class HealthWatch {
  readonly #needs: Needs
  readonly #due = new Map<ServerOrigin, number>()
  readonly #busy = new Set<ServerOrigin>()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  #prunedAt = 0
  #looking = false
  #stopped = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  start() {
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#tick()
  }

  async stop() {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#round
  }

  /** Does `work` while nobody else calls the server; the console's own look waits for the next time. */
  async alone<Result>(origin: ServerOrigin, work: () => Promise<Result>): Promise<Result> {
    this.#busy.add(origin)
    try {
      return await work()
    } finally {
      this.#busy.delete(origin)
      this.#due.set(origin, this.#needs.now() + shaken(EVERY_MS))
    }
  }

  #tick() {
    if (this.#looking) return
    this.#looking = true
    this.#round = this.#lookAtDue()
      .catch((err: unknown) => this.#needs.logger.warn({ err }, 'AI servers could not be looked at'))
      .finally(() => {
        this.#looking = false
      })
  }

  async #lookAtDue() {
    const { servers, checks, known, now } = this.#needs
    const at = now()
    if (at - this.#prunedAt > PRUNE_EVERY_MS) {
      this.#prunedAt = at
      await servers.prune(at - KEEP_MS)
      await checks.prune(at - KEEP_MS)
    }
    const wanted = (await servers.all()).filter((server) => isWanted(server, at))
    const due = wanted.filter(({ origin, last }) => !this.#busy.has(origin) && this.#isDue(origin, last, at))
    for await (const _done of asCompleted(due, AT_ONCE, (server) => this.#look(server))) {
      if (this.#stopped) break
    }
    await known.refresh()
  }

  #isDue(origin: ServerOrigin, last: Look | null, at: number): boolean {
    const due = this.#due.get(origin) ?? (last === null ? 0 : last.at + EVERY_MS)
    return at >= due
  }

  async #look(server: StoredServer): Promise<void> {
    const { origin } = server
    const { servers, outward, pageOrigin, now } = this.#needs
    this.#due.set(origin, now() + shaken(EVERY_MS))
    const began = performance.now()
    const seen = await orNotCalled(() => liveness(outward, server, pageOrigin))
    const latencyMs = Math.round(performance.now() - began)
    // Somebody began a check meanwhile, which knows more.
    if (this.#busy.has(origin)) return
    const { state, reason, findings } = 'refused' in seen ? { ...seen.refused, findings: {} } : seen
    const answered = state !== 'not-called' && state !== 'unreachable' && state !== 'busy'
    await servers.record(
      origin,
      { at: now(), state, reason, latencyMs: answered ? latencyMs : null },
      null,
      findings,
    )
  }
}

const isWanted = ({ registeredAt, watchedBy }: StoredServer, at: number) =>
  watchedBy !== null || (registeredAt !== null && at - registeredAt < REGISTERED_FOR_MS)

const shaken = (ms: number) => ms * (0.9 + Math.random() * 0.2)
