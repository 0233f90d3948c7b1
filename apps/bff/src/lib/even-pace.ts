import { setTimeout as sleep } from 'node:timers/promises'

/** What a busy process was late by is made up for, up to this; otherwise it would always be slower than told. */
const CATCH_UP_MS = 50

/** Lets so many things begin a second, evenly. */
export class EvenPace {
  #everyMs: number
  #next = 0

  constructor(perSecond: number) {
    this.#everyMs = 1_000 / perSecond
  }

  /** Counts from the next turn on. */
  set perSecond(perSecond: number) {
    this.#everyMs = 1_000 / perSecond
  }

  /** Resolves when the next may begin. Rejects when the signal aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now()
    const at = Math.max(now - CATCH_UP_MS, this.#next)
    this.#next = at + this.#everyMs
    if (at > now) await sleep(at - now, undefined, { signal })
    signal.throwIfAborted()
  }
}
