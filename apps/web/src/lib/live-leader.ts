import type { LiveElection } from './live-election.ts'
import { type LiveNote, mergeTopics } from './live-notes.ts'
import { LiveStream } from './live-stream.ts'
import type { StreamHearer, StreamOptions } from './live-types.ts'
import { topicsOf } from './topics.ts'

interface Needs {
  options: StreamOptions
  election: LiveElection
  /** Higher than that of every leader before. */
  term: number
  /** Up to where the log was heard from the leader before. */
  lastId: string | undefined
  /** What other tabs want; changed from outside. */
  others: ReadonlyMap<string, readonly string[]>
  /** Who hears the stream in this tab. */
  hearer: StreamHearer
  post: (note: LiveNote) => void
  isHidden: () => boolean
  onGone: (tab: string) => void
  resign: () => void
}

/** The tab that holds the stream: it merges what all tabs want, and tells the others what it hears. */
export class LiveLeader {
  readonly stream: LiveStream
  readonly #needs: Needs
  readonly #over = new AbortController()
  #without: readonly string[] = []

  constructor(needs: Needs) {
    this.#needs = needs
    this.stream = new LiveStream(needs.options, this.#relay(), needs.lastId)
    for (const tab of needs.others.keys()) this.watch(tab)
    needs.post({ type: 'leader', term: needs.term })
  }

  /** The topics of this tab and of all others, from now on. */
  want(own: readonly string[]): readonly string[] {
    const { topics, without } = mergeTopics(own, this.#needs.others)
    this.#without = without
    this.stream.want(topics)
    this.tellState()
    return topics
  }

  /** Notices when another tab is gone, however it went. */
  watch(tab: string): void {
    const { election, post, onGone } = this.#needs
    election.awaitEnd(tab, this.#over.signal, () => {
      post({ type: 'bye', tab })
      onGone(tab)
    })
  }

  tellState(): void {
    const { post, term, isHidden } = this.#needs
    const { state, connected } = this.stream
    const shared = { topics: [...connected], without: [...this.#without], hidden: isHidden() }
    post({ type: 'state', term, ...state, ...shared })
  }

  /** Gives up the stream, and the lead to whoever waits for it. */
  close(): void {
    this.#over.abort()
    this.stream.close()
    this.#needs.resign()
  }

  #relay(): StreamHearer {
    const { hearer, post, term, others } = this.#needs
    return {
      opened(topics, at, after) {
        post({ type: 'opened', term, topics: [...topics], at, after })
        hearer.opened(topics, at, after)
      },
      message(message, as) {
        if (others.size > 0) post({ type: 'message', term, topics: topicsOf(message), ...as })
        hearer.message(message, as)
      },
      state: (state) => {
        if (!this.#over.signal.aborted) this.tellState()
        hearer.state(state)
      },
      ended() {
        post({ type: 'ended' })
        hearer.ended()
      },
    }
  }
}
