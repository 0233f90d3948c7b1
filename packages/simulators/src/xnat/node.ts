import { mkdirSync } from 'node:fs'
import type { Hold } from './engine/holds.ts'
import { LogWriter } from './engine/log-writer.ts'
import { LoopbackServer } from './http/server.ts'
import { type Serving, serve } from './pipeline.ts'
import { Router } from './router.ts'
import { beginLife, createEngine, type State } from './state.ts'

interface Parts {
  serving: Serving
  logFolder: string
}

/**
 * A further node of the same XNAT: the archive, the accounts and the settings are one, while the process is its own, and
 * with it the lock, the pools and the log. Valid until the simulator it belongs to is reset.
 */
export class XnatNode implements AsyncDisposable {
  readonly logFolder: string
  readonly #state: State
  readonly #server: LoopbackServer

  constructor({ serving, logFolder }: Parts) {
    mkdirSync(logFolder, { recursive: true })
    const { state } = serving
    const base = {
      ...state,
      orders: { holds: [], nextBehaviours: [], requestDeath: undefined },
      log: new LogWriter(logFolder, state.clock),
    }
    this.logFolder = logFolder
    this.#state = { ...base, engine: createEngine(base) }
    const own = { ...serving, state: this.#state, router: new Router(this.#state) }
    this.#server = new LoopbackServer((request, response) => serve(own, request, response), 0)
  }

  /** Address without a trailing slash: the node itself, past any load balancer. */
  get url(): string {
    return this.#server.url
  }

  /** True while a bulk call holds this node's lock. */
  get locked(): boolean {
    return this.#state.engine.life.metadataLock
  }

  /** Stops every build of this node in the project (or everywhere) in the middle, until told to go on. */
  holdRegeneration(projectId?: string): Hold {
    return this.#state.engine.hold(projectId)
  }

  /** Settles when nothing is being built here. */
  idle(): Promise<void> {
    return this.#state.engine.idle()
  }

  async start(): Promise<void> {
    beginLife(this.#state)
    await this.#server.listen()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state.engine.life.end()
    this.#state.log.close()
    await this.#server.stop()
  }
}
