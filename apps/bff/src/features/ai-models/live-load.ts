import type { LoadCause, LoadOutcome, LoadSource, LoadState, ModelLoad } from '@ohif-admin/contracts'
import type { Generation, Target } from '@ohif-admin/model-lint'

/** What is known of the server a model goes to. */
export interface Destination {
  kind: 'aiaa' | 'monai-label'
  generation: Generation
  target: Target
  /** The entry of a model of this name in the list before, as text; null when there was none. */
  before: string | null
}

interface Around {
  save(load: ModelLoad): Promise<void>
  publish(load: ModelLoad): void
  now: () => number
}

const TICK_MS = 500
/** A browser that prepared a load sends its file at once; another load has to wait as long. */
const START_WITHIN_MS = 2 * 60_000
/** Nothing comes from the browser any more, and the connection does not say so. */
const SILENT_MS = 60_000
/** A catalogue load moves hundreds of megabytes within the one call. */
const CALL_MS = 15 * 60_000

/** A load that is under way: how far it is, who listens, and when it has waited long enough. */
export class LiveLoad {
  readonly source: LoadSource
  readonly destination: Destination
  readonly #around: Around
  readonly #stop = new AbortController()
  readonly #over = Promise.withResolvers<void>()
  readonly #interrupted = new AbortController()
  readonly #timer: NodeJS.Timeout
  #load: ModelLoad
  #cause: LoadCause | null = null
  #movedAt: number
  #told = true
  #claimed = false

  constructor(load: ModelLoad, source: LoadSource, destination: Destination, around: Around) {
    this.#load = load
    this.source = source
    this.destination = destination
    this.#around = around
    this.#movedAt = around.now()
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  get view(): ModelLoad {
    return this.#load
  }

  /** Aborts when it is given up. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** Aborts when the console stops, which has only seconds for everything. */
  get interrupted(): AbortSignal {
    return this.#interrupted.signal
  }

  /** Why it was given up; null while it was not. */
  get cause(): LoadCause | null {
    return this.#cause
  }

  /** When everything is over and written down. */
  get over(): Promise<void> {
    return this.#over.promise
  }

  /** Whether somebody has begun it, who then ends it, too. */
  get claimed(): boolean {
    return this.#claimed
  }

  /** Takes it to begin it; false when it was begun already, or given up. */
  claim(): boolean {
    if (this.#claimed || this.#cause !== null) return false
    this.#claimed = true
    return true
  }

  giveUp(cause: LoadCause) {
    this.#cause ??= cause
    this.#stop.abort()
    if (cause === 'interrupted') this.#interrupted.abort()
  }

  /** Written down before anything of the new state is done, so that a crash leaves the truth. */
  async enter(state: LoadState): Promise<void> {
    const at = this.#around.now()
    const call = state === 'sending' || (state === 'waiting' && this.#load.sentAt === null)
    this.#movedAt = at
    this.#load = {
      ...this.#load,
      state,
      ...(call
        ? { sentAt: new Date(at).toISOString(), givenUpAt: new Date(at + CALL_MS).toISOString() }
        : {}),
    }
    await this.#around.save(this.#load)
    this.#tell()
  }

  received(bytes: number) {
    this.#move({ receivedBytes: bytes })
  }

  /** `whole`: the server has everything that it is to get. */
  sent(bytes: number, whole: boolean) {
    const state = whole ? 'waiting' : this.#load.state
    this.#move({ sentBytes: Math.min(bytes, this.#load.totalBytes ?? bytes), state })
  }

  async finish(outcome: LoadOutcome): Promise<void> {
    clearInterval(this.#timer)
    const endedAt = new Date(this.#around.now()).toISOString()
    this.#load = { ...this.#load, state: 'over', endedAt, outcome }
    try {
      await this.#around.save(this.#load)
    } finally {
      this.#tell()
      this.#over.resolve()
    }
  }

  #move(change: Partial<ModelLoad>) {
    this.#load = { ...this.#load, ...change }
    this.#movedAt = this.#around.now()
    this.#told = false
  }

  #tick() {
    const late = this.#lateness()
    if (late !== null) this.giveUp(late)
    if (!this.#told) this.#tell()
  }

  #lateness(): LoadCause | null {
    const { state, givenUpAt } = this.#load
    const at = this.#around.now()
    if (state === 'prepared') return at - this.#movedAt > START_WITHIN_MS ? 'never-started' : null
    if (state === 'receiving') return at - this.#movedAt > SILENT_MS ? 'left' : null
    const waits = state === 'sending' || state === 'waiting'
    return waits && givenUpAt !== null && at > Date.parse(givenUpAt) ? 'timeout' : null
  }

  #tell() {
    this.#told = true
    this.#around.publish(this.#load)
  }
}
