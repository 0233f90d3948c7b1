import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelLoad } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { ModelLoadsRepository } from '../../storage/model-loads.ts'
import type { ServerDoor } from './server-door.ts'

/** A server that restarts needs a minute or two until it lists anything. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000]
/** What nobody could read for so long says nothing of the load any more. */
const TAKEN_UP_FOR_MS = 24 * 3_600_000

interface Needs {
  loads: ModelLoadsRepository
  door: ServerDoor
  publish(load: ModelLoad): void
  logger: FastifyBaseLogger
  now: () => number
}

/**
 * Goes on looking into the server's list when it is not known what became of a load. The verdict stays: a model that is
 * listed later may have come in another way.
 */
export class FollowUps {
  readonly #needs: Needs
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Takes up loads whose list nobody has read since the last process ended. */
  async takeUp(): Promise<void> {
    const { loads, now } = this.#needs
    for (const load of await loads.startedSince(now() - TAKEN_UP_FOR_MS))
      if (load.outcome?.listed === 'unread') this.begin(load)
  }

  /** Looks, in the background, where there is something to see. */
  begin(load: ModelLoad): void {
    if (!isOpen(load)) return
    const following = this.#follow(load)
      .catch((err: unknown) => {
        if (!this.#stop.signal.aborted)
          this.#needs.logger.warn({ err, load: load.id }, 'what became of a model could not be looked at')
      })
      .finally(() => this.#running.delete(following))
    this.#running.add(following)
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#running)
  }

  async #follow(load: ModelLoad): Promise<void> {
    let known = load
    for (const ms of WAITS_MS) {
      await sleep(ms, undefined, { signal: this.#stop.signal })
      known = await this.#look(known)
      if (known.outcome?.listed === 'yes') return
    }
  }

  async #look(load: ModelLoad): Promise<ModelLoad> {
    const { door, loads, publish } = this.#needs
    const models = await door.list(load.origin, this.#stop.signal)
    if (!models || !load.outcome) return load
    const listed = models.has(load.name) ? 'yes' : 'no'
    if (listed === load.outcome.listed) return load
    const seen: ModelLoad = { ...load, outcome: { ...load.outcome, listed } }
    await loads.save(seen)
    publish(seen)
    return seen
  }
}

/** MONAI Label lists the same models whatever weights they have. */
function isOpen({ form, outcome }: ModelLoad): boolean {
  if (form === 'weights' || outcome === null || outcome.listed === 'yes') return false
  if (outcome.verdict === 'unknown') return true
  return outcome.listed === 'unread' && (outcome.verdict === 'cut-off' || outcome.verdict === 'accepted')
}
