import type { StreamMessage } from '@ohif-admin/contracts'
import { LiveElection, type Meeting } from './live-election.ts'
import { LiveLeader } from './live-leader.ts'
import { LiveNote } from './live-notes.ts'
import { createStateBox, type LiveState } from './live-state.ts'
import { LiveStream, parseMessage } from './live-stream.ts'
import type { Arrival, StreamHearer, StreamOptions } from './live-types.ts'

/** A leader says something at least every 15 seconds; after this long without a word it is asked. */
const SILENT_MS = 20_000
/** A leader that does not answer for this long is frozen or gone. */
const ANSWER_MS = 3000
const WAKE_ANSWER_MS = 1500

type NoteOf<Type extends LiveNote['type']> = Extract<LiveNote, { type: Type }>

/**
 * One stream for all tabs of a sign-in: a Web Lock elects the tab that holds it, a BroadcastChannel carries what it
 * hears to the others. When that tab closes the lock goes to another; when it is frozen another takes the lock away.
 */
export class LiveShare {
  readonly #meeting: Meeting
  readonly #options: StreamOptions
  readonly #hearer: StreamHearer
  readonly #channel: BroadcastChannel
  readonly #tab = crypto.randomUUID()
  readonly #election: LiveElection
  readonly #state
  /** What other tabs want; every tab knows, because every tab may come to lead. */
  readonly #others = new Map<string, readonly string[]>()
  #wanted: readonly string[] = []
  #leader: LiveLeader | null = null
  /** A stream of this tab alone, while its topics do not fit into the common one. */
  #alone: LiveStream | null = null
  #left = false
  #term = 0
  /** Own topics that are known to come by the common stream. */
  #covered: readonly string[] = []
  #lastId: string | undefined
  /** Whether others can tell that this tab lives. */
  #present = false
  #watchdog: ReturnType<typeof setTimeout> | undefined

  constructor(meeting: Meeting, options: StreamOptions, hearer: StreamHearer) {
    this.#meeting = meeting
    this.#options = options
    this.#hearer = hearer
    this.#state = createStateBox(options.now)
    this.#state.connecting()
    this.#state.subscribe(() => !this.#alone && hearer.state(this.#state.get()))
    this.#channel = meeting.openChannel(meeting.name)
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const note = LiveNote.safeParse(data).data
      if (note) this.#hear(note)
    }
    this.#election = new LiveElection(meeting, {
      onElected: (resign) => this.#lead(resign),
      onDeposed: () => this.#depose(),
    })
    this.#election.appear(this.#tab, () => {
      this.#present = true
      this.#tellWanted()
    })
    this.#election.stand()
    this.#watch(SILENT_MS)
  }

  /** The state of the stream, as this tab knows it. */
  get state(): LiveState {
    return this.#alone?.state ?? this.#leader?.stream.state ?? this.#state.get()
  }

  want(topics: readonly string[]): void {
    this.#wanted = topics
    this.#covered = this.#covered.filter((topic) => topics.includes(topic))
    this.#alone?.want(topics)
    this.#tellWanted()
    this.#merge()
  }

  /** To be called when the network or the tab comes back. */
  wake(): void {
    this.#alone?.wake()
    if (this.#leader) this.#leader.stream.wake()
    else this.#ask(true, WAKE_ANSWER_MS)
  }

  /** Leaves the others; one of them takes over what this tab held. */
  close(): void {
    this.#left = true
    this.#post({ type: 'bye', tab: this.#tab })
    this.#election.leave()
    clearTimeout(this.#watchdog)
    this.#alone?.close()
    this.#depose()
    this.#channel.close()
  }

  #tellWanted() {
    if (this.#present) this.#post({ type: 'want', tab: this.#tab, topics: [...this.#wanted] })
  }

  #post(note: LiveNote) {
    this.#channel.postMessage(note)
  }

  #lead(resign: () => void) {
    clearTimeout(this.#watchdog)
    this.#stayApart(false)
    this.#term = Math.max(this.#term + 1, this.#options.now())
    this.#leader = new LiveLeader({
      options: this.#options,
      election: this.#election,
      term: this.#term,
      lastId: this.#lastId,
      others: this.#others,
      hearer: {
        opened: (topics, at, after) => this.#opened(topics, at, after),
        message: (message, as) => this.#message(message, as),
        state: (state) => this.#state.mirror(state),
        ended: () => this.#hearer.ended(),
      },
      post: (note) => this.#post(note),
      isHidden: this.#meeting.isHidden,
      onGone: (tab) => this.#noteWanted(tab, null),
      resign,
    })
    this.#merge()
  }

  #depose() {
    const leader = this.#leader
    if (!leader) return
    this.#leader = null
    leader.close()
    this.#covered = []
    this.#watch(SILENT_MS)
  }

  #merge() {
    const topics = this.#leader?.want(this.#wanted)
    if (topics && !topics.includes('log')) this.#lastId = undefined
  }

  #message(message: StreamMessage, as: Arrival) {
    if (as.id !== undefined) this.#lastId = as.id
    this.#hearer.message(message, as)
  }

  #opened(topics: readonly string[], at: number, after: string | undefined) {
    this.#covered = this.#wanted.filter((topic) => topics.includes(topic))
    // Who heard the log up to elsewhere cannot go on from there.
    this.#hearer.opened(topics, at, after === this.#lastId ? after : undefined)
  }

  #hear(note: LiveNote) {
    switch (note.type) {
      case 'want':
      case 'bye':
        return this.#noteWanted(note.tab, note.type === 'want' ? note.topics : null)
      case 'ask':
        if (note.wake) this.#leader?.stream.wake()
        return this.#leader?.tellState()
      case 'ended':
        return this.#hearer.ended()
      default:
        // A leader that was frozen does not know at once that another has taken over.
        if (note.term < this.#term) return
        this.#depose()
        this.#term = note.term
        this.#watch(SILENT_MS)
        this.#follow(note)
    }
  }

  #noteWanted(tab: string, topics: readonly string[] | null) {
    const known = this.#others.has(tab)
    if (topics) this.#others.set(tab, topics)
    else this.#others.delete(tab)
    if (topics && !known) this.#leader?.watch(tab)
    this.#merge()
  }

  /** Follows a note of the leader. */
  #follow(note: Exclude<LiveNote, NoteOf<'want' | 'bye' | 'ask' | 'ended'>>) {
    switch (note.type) {
      case 'leader':
        this.#covered = []
        return this.#tellWanted()
      case 'state':
        return this.#followState(note)
      case 'opened':
        return this.#alone ? undefined : this.#opened(note.topics, note.at, note.after)
      case 'message': {
        if (this.#alone) return
        const { data, id, replayed } = note
        if (id !== undefined) this.#lastId = id
        this.#state.mirror({ ...this.#state.get(), heardAt: this.#options.now() })
        if (!note.topics.some((topic) => this.#wanted.includes(topic))) return
        const message = parseMessage(data)
        if (message) this.#message(message, { data, id, replayed })
      }
    }
  }

  #followState({ status, heardAt, topics, without, hidden }: NoteOf<'state'>) {
    this.#state.mirror({ status, heardAt })
    if ((status === 'live' || status === 'held') && !topics.includes('log')) this.#lastId = undefined
    const broken = status === 'reconnecting' || status === 'lost'
    // Where nobody looks the browser lets timers wait for up to a minute; here they run.
    if (broken && hidden && !this.#meeting.isHidden()) return this.#election.seize()
    this.#stayApart(without.includes(this.#tab))
    if (this.#alone) return
    const fresh = this.#wanted.filter((topic) => topics.includes(topic) && !this.#covered.includes(topic))
    this.#covered = this.#wanted.filter((topic) => topics.includes(topic))
    if (fresh.length > 0) this.#hearer.opened(fresh, this.#options.now(), undefined)
  }

  #stayApart(apart: boolean) {
    if (apart && !this.#alone) {
      this.#alone = new LiveStream(this.#options, this.#hearer)
      this.#alone.want(this.#wanted)
    } else if (!apart && this.#alone) {
      this.#alone.close()
      this.#alone = null
      this.#covered = []
    }
  }

  #watch(delayMs: number) {
    clearTimeout(this.#watchdog)
    if (this.#leader || this.#left) return
    this.#watchdog = setTimeout(() => this.#ask(false, ANSWER_MS), delayMs)
  }

  /** Asks for a sign of life; without one the lead is taken away. */
  #ask(wake: boolean, answerMs: number) {
    this.#post({ type: 'ask', wake })
    clearTimeout(this.#watchdog)
    // Not all at once: the first to take over tells the others.
    const spread = this.#meeting.isHidden() ? 1 + this.#options.random() : 1
    this.#watchdog = setTimeout(() => this.#election.seize(), answerMs * spread)
  }
}
