import { StreamMessage } from '@ohif-admin/contracts'
import { createStateBox, type LiveState } from './live-state.ts'
import type { EventStream, StreamHearer, StreamOptions } from './live-types.ts'

/** Topics come and go in bursts while a page is put together; one stream is opened for the burst. */
const SETTLE_MS = 40
const OPEN_TIMEOUT_MS = 15_000
/**
 * The server says something at least every 15 seconds. After this long without a message the stream may be dead: a
 * second one is opened and takes over. When that does not open either, both are lost.
 */
const QUIET_MS = 32_000
const SECOND_MS = 10_000
/** A new stream says something at once, or at the latest with its first heartbeat. */
const FIRST_WORD_MS = 20_000
/** A timer that comes this late was held up with the whole tab, and proves nothing. */
const SLEPT_MS = 5000
/** What is handed on only at its end comes all at once. */
const AT_ONCE_MS = 1000
/** After this long of streams that were held back, an ordinary one is tried again. */
const HELD_MS = 600_000
const BACKOFF_FIRST_MS = 1000
const BACKOFF_MAX_MS = 30_000
/** After a restart of the server all browsers come back at once; this spreads them. */
const RECONNECT_SPREAD_MS = 3000
/** When the network or the tab comes back, a stream that was heard this short a time ago is not doubted. */
const TRUSTED_MS = 20_000

interface Candidate {
  stream: EventStream
  topics: readonly string[]
  after: string | undefined
  brief: boolean
}

/** One stream of the server. It lives as long as topics are wanted, and repairs itself. */
export class LiveStream {
  readonly #options: StreamOptions
  readonly #hearer: StreamHearer
  readonly #state
  #wanted: readonly string[] = []
  #current: EventStream | null = null
  #connected: readonly string[] = []
  #candidate: Candidate | null = null
  /** Place in the log behind the last message of `log`. */
  #lastId: string | undefined
  /** The log begins with what came since the place that was asked for; its end is a message without rows. */
  #replaying = false
  #failures = 0
  #stopped = false
  /** Until when brief streams are asked for, because one that stays open says nothing. */
  #briefUntil = 0
  /** Whether the present stream is a brief one, whether it has come to its proper end, and when it began. */
  #brief = false
  #briefDone = false
  #openedAt = 0
  #next: ReturnType<typeof setTimeout> | undefined
  #watchdog: ReturnType<typeof setTimeout> | undefined

  /** @param lastId from where the log is wanted, when it was heard by somebody else before */
  constructor(options: StreamOptions, hearer: StreamHearer, lastId?: string) {
    this.#options = options
    this.#hearer = hearer
    this.#lastId = lastId
    this.#state = createStateBox(options.now)
    this.#state.subscribe(() => hearer.state(this.#state.get()))
  }

  get state(): LiveState {
    return this.#state.get()
  }

  /** The topics that come by the present stream; none while there is no stream. */
  get connected(): readonly string[] {
    return this.#connected
  }

  /** These topics, from now on. */
  want(topics: readonly string[]): void {
    this.#wanted = topics
    if (!topics.includes('log')) this.#lastId = undefined
    if (this.#stopped) return
    clearTimeout(this.#next)
    this.#next = setTimeout(() => {
      if (this.#current === null || this.#wanted.join() !== this.#connected.join()) this.#connect()
    }, SETTLE_MS)
  }

  /** To be called when the network or the tab comes back. */
  wake(): void {
    if (this.#wanted.length === 0 || this.#stopped) return
    this.#failures = 0
    if (this.#current && this.#options.now() - this.#state.get().heardAt < TRUSTED_MS) return
    this.#schedule(this.#options.random() * 500)
  }

  close(): void {
    clearTimeout(this.#next)
    this.#drop()
    this.#state.idle()
  }

  #schedule(delayMs: number) {
    clearTimeout(this.#next)
    this.#next = setTimeout(() => this.#connect(), delayMs)
  }

  #watch(delayMs: number, then: () => void) {
    clearTimeout(this.#watchdog)
    const dueAt = this.#options.now() + delayMs
    this.#watchdog = setTimeout(() => {
      if (this.#options.now() > dueAt + SLEPT_MS) this.#connect()
      else then()
    }, delayMs)
  }

  #drop() {
    this.#current?.close()
    this.#candidate?.stream.close()
    this.#current = null
    this.#candidate = null
    this.#connected = []
    clearTimeout(this.#watchdog)
  }

  /** Opens a stream beside the present one, which stays until the new one works. */
  #connect() {
    clearTimeout(this.#next)
    this.#candidate?.stream.close()
    this.#candidate = null
    const topics = this.#wanted
    if (topics.length === 0) return this.close()
    const after = topics.includes('log') ? this.#lastId : undefined
    const brief = this.#options.now() < this.#briefUntil
    const stream = this.#options.open(this.#options.url(topics, after, brief))
    this.#candidate = { stream, topics, after, brief }
    if (!this.#current) this.#state.connecting()
    stream.onopen = () => this.#takeOver(stream)
    stream.onerror = () => this.#over(stream)
    stream.onmessage = (event) => {
      if (stream === this.#current) this.#receive(event)
    }
    this.#watch(this.#current ? SECOND_MS : OPEN_TIMEOUT_MS, () => this.#silent(stream, brief))
  }

  #takeOver(stream: EventStream) {
    if (stream !== this.#candidate?.stream) return
    const { topics, after, brief } = this.#candidate
    this.#current?.close()
    this.#current = stream
    this.#connected = topics
    this.#candidate = null
    this.#failures = 0
    this.#replaying = after !== undefined
    this.#brief = brief
    this.#briefDone = false
    this.#openedAt = this.#options.now()
    this.#watch(FIRST_WORD_MS, () => this.#silent(stream, brief))
    this.#hearer.opened(topics, this.#openedAt, after)
    if (!brief) this.#state.live()
  }

  /** Perhaps something in between keeps a stream until it is over: one that is soon over would be heard. */
  #silent(stream: EventStream, brief: boolean) {
    if (brief) this.#briefUntil = 0
    else this.#briefUntil = this.#options.now() + HELD_MS
    this.#broken(stream)
  }

  #over(stream: EventStream) {
    if (stream !== this.#current || !this.#briefDone || this.#candidate) return this.#broken(stream)
    stream.close()
    this.#current = null
    if (this.#options.now() - this.#openedAt < AT_ONCE_MS) this.#state.held()
    // It was handed on as it came, so nothing holds streams back.
    else this.#briefUntil = 0
    this.#connect()
  }

  #broken(stream: EventStream) {
    // An error of a stream that was replaced is no loss.
    if (stream !== this.#current && stream !== this.#candidate?.stream) return
    const opened = stream === this.#current
    this.#drop()
    this.#state.broken()
    const backoff = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#failures)
    this.#failures += 1
    this.#schedule(backoff * (0.5 + this.#options.random() / 2))
    const failures = this.#failures
    void this.#options.onTrouble(this.#wanted, opened).then(({ stop, waitMs }) => {
      // Only what was found out about the failure at hand counts.
      if (this.#current || this.#candidate || failures !== this.#failures) return
      if (stop) this.#stop()
      else if (waitMs !== undefined) this.#schedule(waitMs * (1 + this.#options.random() / 4))
    })
  }

  #stop() {
    this.#stopped = true
    clearTimeout(this.#next)
    this.#drop()
    this.#state.stopped()
  }

  #receive({ data, lastEventId }: MessageEvent<string>) {
    this.#watch(QUIET_MS, () => this.#connect())
    const message = parseMessage(data)
    if (message?.type === 'beat') {
      if (this.#brief) this.#briefDone = true
      else this.#state.beat()
      return this.#hearer.state(this.#state.get())
    }
    if (!this.#brief) this.#state.live()
    if (!message) return
    switch (message.type) {
      case 'session-ended':
        this.close()
        return this.#hearer.ended()
      case 'reconnect':
        this.#drop()
        this.#state.broken()
        return this.#schedule(this.#options.random() * RECONNECT_SPREAD_MS)
      case 'paused':
        return this.#state.paused()
      default: {
        const id = message.type === 'log' && lastEventId !== '' ? lastEventId : undefined
        if (id !== undefined) this.#lastId = id
        if (endsReplay(message)) this.#replaying = false
        this.#hearer.message(message, { data, id, replayed: this.#replaying })
      }
    }
  }
}

/** What was missed is followed by a message without anything, or there is a gap in its place. */
function endsReplay(message: StreamMessage): boolean {
  if (message.type === 'gap') return message.topic === 'log'
  return message.type === 'log' && message.rows.length === 0 && message.grown === undefined
}

/** What cannot be read is dropped: it may come from a newer server, and the ordinary queries still work. */
export function parseMessage(data: string): StreamMessage | undefined {
  try {
    return StreamMessage.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}
