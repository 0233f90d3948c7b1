import type { ServerOrigin } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import { asCompleted } from '../../lib/as-completed.ts'
import type { AiChecksRepository } from '../../storage/ai-checks.ts'
import type { AiServersRepository, Findings, Look, StoredServer } from '../../storage/ai-servers.ts'
import { askAccess, openToAll } from './access.ts'
import { judge, orNotCalled } from './judgement.ts'
import type { KnownHealth } from './known-health.ts'
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
    const { servers, outward, now } = this.#needs
    this.#due.set(origin, now() + shaken(EVERY_MS))
    const began = performance.now()
    const seen = await orNotCalled(() => liveness(outward, server))
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

/** The cheapest look that tells whether the server does its work: by its kind, where that is known. */
async function liveness({ client }: Outward, { origin, kind, modelCount, problems }: StoredServer) {
  const found = await client.detectKind(origin)
  if (!('value' in found)) return { ...judge(found), findings: {} }
  const identity = found.value
  if (identity.kind === 'monai-label') {
    // Its models are read on demand only; what they were then still holds as far as anybody knows.
    const known = kind === 'monai-label' ? { modelCount, problems } : { modelCount: null, problems: [] }
    const access = await askAccess(client, origin, { identity, models: [] })
    const findings: Findings = {
      kind: 'monai-label',
      generation: null,
      ...known,
      openToAll: openToAll(access),
    }
    const state = known.problems.length > 0 ? 'degraded' : known.modelCount === 0 ? 'ok-empty' : 'ok'
    return { state, reason: null, findings } as const
  }
  const models = await client.listModels(origin, identity)
  const judged = judge(models)
  const listed = 'value' in models ? { modelCount: models.value.length } : {}
  const findings: Findings = { ...identity, problems: judged.problems, ...listed }
  return { ...judged, findings }
}
