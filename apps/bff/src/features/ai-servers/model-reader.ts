import type { AiModel } from '@ohif-admin/aiaa-client'
import type { AiModelView, ServerModels, ServerOrigin } from '@ohif-admin/contracts'
import type { AiServersRepository } from '../../storage/ai-servers.ts'
import { askAccess, openToAll } from './access.ts'
import type { HealthWatch } from './health-watch.ts'
import { judge, orNotCalled } from './judgement.ts'
import { findObstacles, withObstacles } from './obstacles.ts'
import type { Outward } from './outward.ts'

/** MONAI Label may need minutes to tell its models, so what it told is kept for long. */
const KEEP_MS = { aiaa: 60_000, 'monai-label': 30 * 60_000 } as const
const KEEP_FAILURE_MS = 10_000

interface Needs {
  servers: AiServersRepository
  watch: HealthWatch
  /** Origin of XNAT's pages, as browsers see them. */
  pageOrigin: string
  now: () => number
}

/** What servers offer: read when somebody asks, one reading of a server at a time, kept for a while. */
export class ModelReader {
  readonly #needs: Needs
  readonly #kept = new Map<ServerOrigin, ServerModels>()
  readonly #running = new Map<ServerOrigin, Promise<ServerModels>>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** `again` asks the server even when something is kept. Whoever comes while it is asked waits for that answer. */
  async read(origin: ServerOrigin, outward: Outward, by: string, again: boolean): Promise<ServerModels> {
    const kept = this.#kept.get(origin)
    if (kept && !again && this.#holds(kept)) return kept
    const running = this.#running.get(origin)
    if (running) return running
    const reading = this.#needs.watch
      .alone(origin, () => this.#ask(origin, outward, by))
      .finally(() => this.#running.delete(origin))
    this.#running.set(origin, reading)
    return reading
  }

  #holds({ state, kind, readAt }: ServerModels): boolean {
    const failed = state !== 'ok' && state !== 'ok-empty' && state !== 'degraded'
    const keepMs = failed || kind === null ? KEEP_FAILURE_MS : KEEP_MS[kind]
    return this.#needs.now() - Date.parse(readAt) < keepMs
  }

  async #ask(origin: ServerOrigin, outward: Outward, by: string): Promise<ServerModels> {
    const { servers, pageOrigin, now } = this.#needs
    const seen = await orNotCalled(() => askModels(origin, outward, pageOrigin))
    const nothing = { kind: null, generation: null, models: [], app: null, access: 'unknown' as const }
    const { access, ...found } = 'refused' in seen ? { ...nothing, ...seen.refused } : seen
    const read: ServerModels = {
      ...found,
      origin,
      readAt: new Date(now()).toISOString(),
    }
    this.#kept.set(origin, read)
    const look = { at: now(), state: read.state, reason: read.reason, latencyMs: null }
    const { kind, generation } = read
    const listed = kind === null ? {} : { kind, generation, openToAll: openToAll(access) }
    const counted = isListed(read) ? { modelCount: read.models.length, problems: read.problems } : {}
    await servers.record(origin, look, by, { ...listed, ...counted })
    return read
  }
}

const isListed = ({ state }: ServerModels) => state === 'ok' || state === 'ok-empty' || state === 'degraded'

async function askModels(origin: ServerOrigin, outward: Outward, pageOrigin: string) {
  const { client } = outward
  const found = await client.detectKind(origin)
  if (!('value' in found)) {
    return {
      ...judge(found),
      kind: null,
      generation: null,
      models: [],
      app: null,
      access: 'unknown' as const,
    }
  }
  const identity = found.value
  const { models: listed, app } = await client.readServer(origin, identity)
  const models = 'value' in listed ? listed.value : []
  const obstacles = await findObstacles(outward, origin, identity.kind, pageOrigin)
  return {
    ...withObstacles(judge(listed), obstacles),
    kind: identity.kind,
    generation: identity.kind === 'aiaa' ? identity.generation : null,
    models: models.map(view),
    app,
    access: await askAccess(client, origin, { identity, models }),
  }
}

const view = (model: AiModel): AiModelView => ({
  ...model,
  labels: [...model.labels],
  labelValues: model.labelValues && { ...model.labelValues },
  others: { ...model.others },
})
