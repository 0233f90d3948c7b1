import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type {
  AuditAction,
  LoadOutcome,
  ManagedServer,
  ModelLoad,
  PrepareLoad,
  ServerModels,
  ServerOrigin,
} from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import { FollowUps } from './follow-ups.ts'
import type { LiveLoad } from './live-load.ts'
import { LiveLoads, type LiveLoadsNeeds } from './live-loads.ts'
import { newLoad } from './new-load.ts'
import { outcomeOfError, perform } from './perform.ts'
import { fileOf, prepare } from './preparation.ts'
import type { ServerDoor } from './server-door.ts'
import type { Spool } from './spool.ts'

const LOADS_SHOWN = 10

export interface ModelsNeeds extends LiveLoadsNeeds {
  servers: { models(actor: Actor, origin: ServerOrigin, again: boolean): Promise<ServerModels> }
  spool: Spool
  door: ServerDoor
  audit: Audit
  /** Does the work while the console looks at the server for nothing else. */
  alone<Result>(origin: ServerOrigin, work: () => Promise<Result>): Promise<Result>
  /** 0 takes no files. */
  uploadLimitBytes: number
}

/** Loading models into AI servers: one at a time for each, followed to what the server's list shows of it. */
export class AiModelsService {
  readonly #needs: ModelsNeeds
  readonly #loads: LiveLoads
  readonly #followUps: FollowUps

  constructor(needs: ModelsNeeds) {
    this.#needs = needs
    this.#loads = new LiveLoads(needs)
    this.#followUps = new FollowUps(needs)
  }

  async recover(): Promise<void> {
    if (this.#needs.uploadLimitBytes > 0) await this.#needs.spool.prepare()
    await this.#loads.recover()
  }

  /** Looks what became of loads that the last process could not see the end of. */
  async start(): Promise<void> {
    await this.#followUps.takeUp()
  }

  /** Gives up what is under way: the console has seconds, and a model takes minutes. */
  async stop(): Promise<void> {
    await Promise.all([this.#loads.stop(), this.#followUps.stop()])
  }

  /** What loading needs to know of a server. Throws `AppError` `not-found` for a server no list names. */
  async view(actor: Actor, origin: ServerOrigin, again: boolean): Promise<ManagedServer> {
    const { servers, uploadLimitBytes } = this.#needs
    const loads = await this.#loads.latest(origin, LOADS_SHOWN)
    const kept = await servers.models(actor, origin, again)
    const { models, kind, generation, state, reason, readAt } = isOutdated(kept, loads)
      ? await servers.models(actor, origin, true)
      : kept
    return {
      ...{ origin, kind, generation, state, reason, readAt },
      models: models.map(({ name, type, description }) => ({ name, type, description })),
      uploadLimitBytes: uploadLimitBytes > 0 ? uploadLimitBytes : null,
      loads,
    }
  }

  /** Throws `AppError` `not-found`. */
  load(id: string): Promise<ModelLoad> {
    return this.#loads.find(id)
  }

  /** Throws `AppError` `model-load-active` while a model is loaded into this server. */
  demandIdle(origin: ServerOrigin): void {
    const live = this.#loads.ofServer(origin)
    if (live)
      throw new AppError('model-load-active', 'A model is being loaded into this server.', {
        load: live.view,
      })
  }

  /**
   * Checks everything that can be checked without the file, and holds the server for this load. Throws `AppError`
   * `forbidden`, `model-load-active`, and what `prepare` of preparation throws.
   */
  prepare(actor: Actor, request: PrepareLoad, from: Origin): Promise<ModelLoad> {
    const { origin, name, source } = request
    const action = {
      ...actionOf('ai-model.prepare', actor, { origin, name }, from),
      detail: { form: source.form, replaces: request.overwrite !== undefined },
    }
    return this.#needs.audit.during(action, async () => {
      demandAdmin(actor)
      this.demandIdle(origin)
      const { spool, uploadLimitBytes, now } = this.#needs
      const destination = prepare(request, await this.#lookAt(actor, origin), uploadLimitBytes)
      const file = fileOf(source)
      if (file) await spool.demandRoom(file.bytes)
      const load = newLoad(request, { id: randomUUID(), by: actor.username, at: now(), destination })
      await this.#loads.begin(load, source, destination)
      return load
    })
  }

  /**
   * Begins a load: takes its file (null where it has none), checks it and sends it on. Resolves when the server's turn
   * begins. Throws `AppError` `forbidden`, `not-found`, `model-load-over`, `model-invalid`, `model-load-failed`.
   */
  async begin(actor: Actor, id: string, stream: Readable | null, from: Origin): Promise<ModelLoad> {
    const load = await this.#known(id)
    const begun = Promise.withResolvers<void>()
    let claimed: LiveLoad | undefined
    const work = async () => {
      const live = this.#claim(actor, load, stream)
      claimed = live
      return this.#needs.alone(live.view.origin, () =>
        perform(live, stream, { ...this.#needs, begun: begun.resolve }),
      )
    }
    const whole = this.#needs.audit
      .during(actionOf('ai-model.load', actor, load, from), work, ({ verdict, status, listed }) => ({
        verdict,
        status,
        listed,
      }))
      .then(
        (outcome) => claimed && this.#finish(claimed, outcome),
        async (error: unknown) => {
          if (claimed) await this.#finish(claimed, outcomeOfError(error, claimed))
          throw error
        },
      )
    whole.catch((err: unknown) => this.#needs.logger.info({ err, load: id }, 'a model was not loaded'))
    await Promise.race([begun.promise, whole])
    return this.load(id)
  }

  /** Gives a load up and waits for its end. Throws `AppError` `forbidden`, `not-found`, `model-load-over`. */
  async cancel(actor: Actor, id: string, from: Origin): Promise<ModelLoad> {
    const load = await this.#known(id)
    return this.#needs.audit.during(actionOf('ai-model.cancel', actor, load, from), async () => {
      demandAdmin(actor)
      if (!load) throw new AppError('not-found', 'There is no such load.')
      const live = this.#loads.live(id)
      if (!live || live.view.state === 'confirming' || live.cause !== null)
        throw new AppError('model-load-over', 'There is nothing left to cancel.')
      live.giveUp('cancelled')
      await live.over
      return live.view
    })
  }

  async #finish(live: LiveLoad, outcome: LoadOutcome): Promise<void> {
    await this.#loads.finish(live, outcome)
    this.#followUps.begin(live.view)
  }

  #known(id: string): Promise<ModelLoad | undefined> {
    return this.load(id).catch((error: unknown) => {
      if (error instanceof AppError) return undefined
      throw error
    })
  }

  #claim(actor: Actor, load: ModelLoad | undefined, stream: Readable | null): LiveLoad {
    demandAdmin(actor)
    if (!load) throw new AppError('not-found', 'There is no such load.')
    if (load.startedBy !== actor.username)
      throw new AppError('forbidden', 'This is the load of somebody else.')
    const live = this.#loads.live(load.id)
    if (live && (fileOf(live.source) === null) !== (stream === null))
      throw new AppError('bad-request', 'A file is sent exactly where one was announced.')
    if (!live?.claim()) throw new AppError('model-load-over', 'This load has begun already or is over.')
    return live
  }

  /** The list of AIAA is asked for again, which costs it nothing; MONAI Label may count a whole XNAT for it. */
  async #lookAt(actor: Actor, origin: ServerOrigin): Promise<ServerModels> {
    const kept = await this.#needs.servers.models(actor, origin, false)
    return kept.kind === 'monai-label' ? kept : this.#needs.servers.models(actor, origin, true)
  }
}

/** A list from before a load's end does not show what was loaded. What MONAI Label lists is not changed by weights. */
function isOutdated({ kind, readAt }: ServerModels, loads: readonly ModelLoad[]): boolean {
  return kind !== 'monai-label' && loads.some(({ endedAt }) => endedAt !== null && endedAt > readAt)
}

export function demandAdmin({ role }: Actor) {
  if (role !== 'admin') throw new AppError('forbidden', 'Only site admins change what a server offers.')
}

export function actionOf(
  action: AuditAction,
  { username }: Actor,
  of: Pick<ModelLoad, 'origin' | 'name'> | undefined,
  origin: Origin,
) {
  const subject = of ? `model ${of.name} of ai server ${of.origin}` : 'a load that is not known'
  return { actor: username, action, subject, origin }
}
