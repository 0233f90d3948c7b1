/** Everything that exists for one life of the JVM and is gone after a restart. */
export class JvmLife {
  /** One lock object shared by the three bulk calls. */
  metadataLock = false
  dicomwebLock = false
  readonly #ended = new AbortController()
  readonly #busy = new Set<number>()
  #lastThread = 0
  // The first pool of a life is the server's own.
  #lastPool = 1
  #lastDispatcher = 0

  get ended(): AbortSignal {
    return this.#ended.signal
  }

  end(): void {
    this.#ended.abort(new Error('The JVM ended'))
  }

  nextPool(): number {
    this.#lastPool += 1
    return this.#lastPool
  }

  /** A free request thread: numbers go round among ten, and grow when all are busy. */
  takeThread(): string {
    for (let step = 1; step <= 10; step += 1) {
      const number = ((this.#lastThread + step - 1) % 10) + 1
      if (!this.#busy.has(number)) return this.#take(number)
    }
    let number = 11
    while (this.#busy.has(number)) number += 1
    return this.#take(number)
  }

  releaseThread(name: string): void {
    this.#busy.delete(Number(name.split('-').at(-1)))
  }

  /** A thread of XNAT's event bus. */
  nextDispatcher(): string {
    this.#lastDispatcher = (this.#lastDispatcher % 16) + 1
    return `reactorDispatcher-${this.#lastDispatcher}`
  }

  #take(number: number): string {
    this.#busy.add(number)
    if (number <= 10) this.#lastThread = number
    return `http-nio-8080-exec-${number}`
  }
}
