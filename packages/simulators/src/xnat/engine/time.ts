import { setMaxListeners } from 'node:events'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../clock.ts'

/** How the engine sees time pass. */
export interface Time {
  now(): number
  /** Rejects when the JVM's life ends first. */
  sleep(ms: number): Promise<void>
  /** Rejects when the JVM's life ends; never settles otherwise. */
  readonly ended: AbortSignal
}

/** The server's clock and real timers, cut short when the process dies. */
export class RealTime implements Time {
  readonly ended: AbortSignal
  readonly #clock: Clock

  constructor(clock: Clock, ended: AbortSignal) {
    this.#clock = clock
    this.ended = ended
    // Every thread of a life waits on this one signal.
    setMaxListeners(0, ended)
  }

  now(): number {
    return this.#clock.now()
  }

  async sleep(ms: number): Promise<void> {
    this.ended.throwIfAborted()
    await (ms <= 0
      ? nextTurn(undefined, { signal: this.ended })
      : pause(ms, undefined, { signal: this.ended }))
  }
}

/** Time that jumps to the next thing due: writes hours of history in milliseconds, always the same way. */
export class VirtualTime implements Time {
  readonly ended = new AbortController().signal
  #now: number
  #order = 0
  readonly #due: { at: number; order: number; wake: () => void }[] = []

  constructor(startAt: number) {
    this.#now = startAt
    setMaxListeners(0, this.ended)
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#due.push({ at: this.#now + Math.max(0, Math.round(ms)), order: this.#order++, wake })
    })
  }

  /** Runs the work to its end; nothing real is waited for. */
  async drive(work: Promise<unknown>): Promise<void> {
    let finished = false
    const watched = work.finally(() => {
      finished = true
    })
    while (!finished) {
      await nextTurn()
      this.#due.sort((a, b) => a.at - b.at || a.order - b.order)
      const next = this.#due.shift()
      if (!next) continue
      this.#now = Math.max(this.#now, next.at)
      next.wake()
    }
    await watched
  }
}
