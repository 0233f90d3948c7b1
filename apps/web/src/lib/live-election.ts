/** Where the tabs of one sign-in meet. */
export interface Meeting {
  /** Nobody else's tabs may come here: the name holds who is signed in and since when. */
  name: string
  locks: LockManager
  openChannel: (name: string) => BroadcastChannel
  isHidden: () => boolean
}

interface Candidate {
  /** This tab leads from now on, until it calls `resign`. */
  onElected: (resign: () => void) => void
  /** Another tab has taken the lead away, because this one did not answer. */
  onDeposed: () => void
}

/** Which tab leads, by Web Locks: one that all tabs wait for, and one of each tab that shows that it lives. */
export class LiveElection {
  readonly #meeting: Meeting
  readonly #candidate: Candidate
  readonly #leaving = new AbortController()
  #campaign = new AbortController()

  constructor(meeting: Meeting, candidate: Candidate) {
    this.#meeting = meeting
    this.#candidate = candidate
  }

  /** Shows others that `tab`, this one, lives; `then` is called when they can see it. */
  appear(tab: string, then: () => void): void {
    const { signal } = this.#leaving
    void this.#lock(tab, { signal }, () => {
      then()
      return untilAborted(signal)
    })
  }

  /** Calls `then` when `tab` is gone, unless `signal` aborts before. */
  awaitEnd(tab: string, signal: AbortSignal, then: () => void): void {
    void this.#lock(tab, { signal }, async () => then())
  }

  /** Leads as soon as nobody else does. */
  stand(): void {
    this.#run((campaign) => ({ signal: campaign.signal }))
  }

  /** Leads at once, whoever leads now. */
  seize(): void {
    this.#run(() => ({ steal: true }))
  }

  leave(): void {
    this.#leaving.abort()
    this.#campaign.abort()
  }

  #run(optionsOf: (campaign: AbortController) => LockOptions) {
    this.#campaign.abort()
    const campaign = new AbortController()
    this.#campaign = campaign
    const elected = () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      if (this.#leaving.signal.aborted) resolve()
      else this.#candidate.onElected(resolve)
      return promise
    }
    void this.#lock('leader', optionsOf(campaign), elected).then(() => {
      if (this.#leaving.signal.aborted || campaign.signal.aborted) return
      this.#candidate.onDeposed()
      this.stand()
    })
  }

  async #lock(name: string, options: LockOptions, held: () => Promise<void>): Promise<void> {
    try {
      await this.#meeting.locks.request(`${this.#meeting.name} ${name}`, options, held)
    } catch (error) {
      // Given up, or taken away by another tab.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
}
