import type { LoadSource, ModelLoad, ServerOrigin } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import { AppError } from '../../lib/app-error.ts'
import { StorageError } from '../../storage/errors.ts'
import type { ModelLoadsRepository } from '../../storage/model-loads.ts'
import { type Destination, LiveLoad } from './live-load.ts'
import { afterCrash, notSent } from './outcomes.ts'

export interface LiveLoadsNeeds {
  loads: ModelLoadsRepository
  logger: FastifyBaseLogger
  publish(load: ModelLoad): void
  now: () => number
}

/** The loads that are under way in this process, one at most for each server, and the ones that were. */
export class LiveLoads {
  readonly #needs: LiveLoadsNeeds
  readonly #live = new Map<string, LiveLoad>()

  constructor(needs: LiveLoadsNeeds) {
    this.#needs = needs
  }

  /** Takes up what the last process left: nobody knows any more what became of it. */
  async recover(): Promise<void> {
    for (const load of await this.#needs.loads.underWay()) await this.#writeOff(load)
  }

  async stop(): Promise<void> {
    const live = [...this.#live.values()]
    for (const load of live) load.giveUp('interrupted')
    await Promise.all(live.map(({ over }) => over))
  }

  live(id: string): LiveLoad | undefined {
    return this.#live.get(id)
  }

  ofServer(origin: ServerOrigin): LiveLoad | undefined {
    return this.#live.values().find(({ view }) => view.origin === origin)
  }

  /** Throws `AppError` `not-found`. */
  async find(id: string): Promise<ModelLoad> {
    const load = this.#live.get(id)?.view ?? (await this.#needs.loads.find(id))
    if (!load) throw new AppError('not-found', 'There is no such load.')
    return load
  }

  /** Loads of a server as they are now, newest first. */
  async latest(origin: ServerOrigin, limit: number): Promise<ModelLoad[]> {
    const stored = await this.#needs.loads.latest(origin, limit)
    return stored.map((load) => this.#live.get(load.id)?.view ?? load)
  }

  /** Throws `AppError` `model-load-active` while another one of the server is under way. */
  async begin(load: ModelLoad, source: LoadSource, destination: Destination): Promise<void> {
    await this.#insert(load)
    const { loads, publish, now } = this.#needs
    const live = new LiveLoad(load, source, destination, {
      save: (changed) => loads.save(changed),
      publish,
      now,
    })
    this.#live.set(load.id, live)
    live.signal.addEventListener('abort', () => {
      // Whoever has claimed it writes down how it ended.
      if (!live.claimed) void this.finish(live, notSent(live.cause ?? 'failed-here'))
    })
    publish(load)
  }

  /** Never throws: a load that could not be written down is written off when the next one begins. */
  async finish(live: LiveLoad, outcome: NonNullable<ModelLoad['outcome']>): Promise<void> {
    try {
      await live.finish(outcome)
    } catch (err) {
      this.#needs.logger.error(
        { err, load: live.view.id },
        'the end of a model load could not be written down',
      )
    } finally {
      this.#live.delete(live.view.id)
    }
  }

  async #insert(load: ModelLoad): Promise<void> {
    const { loads } = this.#needs
    try {
      await loads.insert(load)
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== 'conflict') throw error
      const inTheWay = (await loads.underWay()).find(({ origin }) => origin === load.origin)
      const live = inTheWay && this.#live.get(inTheWay.id)
      if (live) throw new AppError('model-load-active', sentenceOf(live.view), { load: live.view })
      if (inTheWay) await this.#writeOff(inTheWay)
      await loads.insert(load)
    }
  }

  async #writeOff(load: ModelLoad): Promise<void> {
    const endedAt = new Date(this.#needs.now()).toISOString()
    await this.#needs.loads.save({ ...load, state: 'over', endedAt, outcome: afterCrash(load.state) })
  }
}

const sentenceOf = ({ name, startedBy, startedAt }: ModelLoad) =>
  `${startedBy} has been loading ${name} into this server since ${startedAt}.`
