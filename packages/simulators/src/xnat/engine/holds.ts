interface Waiter {
  id: string
  go: () => void
}

interface Ticket {
  ended: (id: string) => void
  id?: string
}

/**
 * Stops every build in a project (or everywhere) after "Scanning…", until told to go on. A session that leaves no line
 * when its turn comes is not stopped: there is nothing to hold.
 */
export class Hold {
  readonly projectId: string | undefined
  readonly #waiting: Waiter[] = []
  readonly #spare: Ticket[] = []
  readonly #running: Ticket[] = []
  readonly #idle: () => Promise<void>
  readonly #watchers: { count: number; seen: () => void }[] = []
  #open = false

  constructor(projectId: string | undefined, idle: () => Promise<void>) {
    this.projectId = projectId
    this.#idle = idle
  }

  /** Lets exactly one session, the one waiting longest, come to its end; gives its id once its last line is written. */
  storeOne(): Promise<string> {
    return new Promise((ended) => {
      this.#spare.push({ ended })
      this.#serve()
    })
  }

  /** Lets everything go on; settles when no run is going on any more. */
  async storeRest(): Promise<void> {
    this.release()
    await this.#idle()
  }

  release(): void {
    this.#open = true
    for (const waiter of this.#waiting.splice(0)) waiter.go()
    for (const watcher of this.#watchers.splice(0)) watcher.seen()
  }

  /** Settles when at least that many sessions wait in mid-build. */
  reached(count = 1): Promise<void> {
    if (this.#open || this.#waiting.length >= count) return Promise.resolve()
    return new Promise((seen) => this.#watchers.push({ count, seen }))
  }

  /** The ids that wait in mid-build, oldest first. */
  get waiting(): string[] {
    return this.#waiting.map(({ id }) => id)
  }

  /** Called by the engine in mid-build; rejects when the JVM ends. */
  pass(id: string, ended: AbortSignal): Promise<void> {
    if (this.#open) return Promise.resolve()
    return new Promise((go, fail) => {
      const waiter: Waiter = {
        id,
        go: () => {
          ended.removeEventListener('abort', die)
          go()
        },
      }
      const die = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        fail(ended.reason)
      }
      ended.addEventListener('abort', die, { once: true })
      this.#waiting.push(waiter)
      this.#serve()
      for (const watcher of this.#watchers.filter(({ count }) => this.#waiting.length >= count))
        watcher.seen()
    })
  }

  /** Called by the engine when the session has written its last line. */
  finished(id: string): void {
    const index = this.#running.findIndex((ticket) => ticket.id === id)
    if (index >= 0) this.#running.splice(index, 1)[0]?.ended(id)
  }

  #serve(): void {
    while (this.#spare.length > 0 && this.#waiting.length > 0) {
      const ticket = this.#spare.shift()
      const waiter = this.#waiting.shift()
      if (!ticket || !waiter) return
      ticket.id = waiter.id
      this.#running.push(ticket)
      waiter.go()
    }
  }
}
