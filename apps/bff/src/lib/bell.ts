import { setTimeout as sleep } from 'node:timers/promises'

/** Wakes whoever waits; rung while nobody does, it ends the next wait at once. */
export class Bell {
  #rung = false
  #wake: () => void = () => undefined

  ring() {
    this.#rung = true
    this.#wake()
  }

  /** Resolves when it is rung, at the latest after `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.#rung) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      const timer = new AbortController()
      await Promise.race([promise, sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined)])
      timer.abort()
    }
    this.#rung = false
  }
}
