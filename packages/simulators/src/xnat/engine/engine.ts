import type { Random } from '../random.ts'
import type { SessionBehaviour } from '../types.ts'
import type { Experiment } from '../world/model.ts'
import type { World } from '../world/world.ts'
import { Hold } from './holds.ts'
import type { JvmLife } from './life.ts'
import type { LogSink } from './log-writer.ts'
import type { Time } from './time.ts'

/** Orders for builds to come; they outlive a restart and end with `reset`. */
export interface Orders {
  holds: Hold[]
  /** Behaviours for the next sessions whose turn comes, first in, first out. */
  nextBehaviours: SessionBehaviour[]
  /** The request of the next bulk run dies after that many sessions have ended. */
  requestDeath: { afterSessions: number; message: string } | undefined
}

export interface EngineSettings {
  pluginVersion: string | null
  sessionMs: readonly [number, number]
  threads: number
  discoveryMs: number
}

export interface EngineParts {
  time: Time
  log: LogSink
  life: JvmLife
  world: World
  random: Random
  orders: Orders
  settings: EngineSettings
}

/** What all work inside one JVM shares: time, log, world, and who is busy. */
export class Engine {
  readonly time: Time
  readonly log: LogSink
  readonly life: JvmLife
  readonly world: World
  readonly random: Random
  readonly orders: Orders
  readonly settings: EngineSettings
  #active = 0
  readonly #idleWaiters: (() => void)[] = []

  constructor(parts: EngineParts) {
    this.time = parts.time
    this.log = parts.log
    this.life = parts.life
    this.world = parts.world
    this.random = parts.random
    this.orders = parts.orders
    this.settings = parts.settings
    this.life.ended.addEventListener('abort', () => this.#wakeIdle())
  }

  /** Counts the work as going on until it ends, however it ends. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#active += 1
    try {
      return await work()
    } finally {
      this.#active -= 1
      if (this.#active === 0) this.#wakeIdle()
    }
  }

  /** Settles when nothing is being built, or the JVM has ended. */
  idle(): Promise<void> {
    if (this.#active === 0 || this.life.ended.aborted) return Promise.resolve()
    return new Promise((wake) => this.#idleWaiters.push(wake))
  }

  /** The behaviour of the session whose turn has come: an order given for the next one, else its own. */
  behaviourOf(experiment: Experiment): SessionBehaviour {
    return this.orders.nextBehaviours.shift() ?? experiment.behaviour
  }

  hold(projectId: string | undefined): Hold {
    const hold = new Hold(projectId, () => this.idle())
    this.orders.holds.push(hold)
    return hold
  }

  holdsOn(experiment: Experiment): Hold[] {
    return this.orders.holds.filter(
      ({ projectId }) => projectId === undefined || projectId === experiment.project,
    )
  }

  buildMs(experiment: Experiment): number {
    const [shortest, longest] = this.settings.sessionMs
    return experiment.buildMs ?? this.random.between(shortest, longest)
  }

  #wakeIdle(): void {
    for (const wake of this.#idleWaiters.splice(0)) wake()
  }
}
