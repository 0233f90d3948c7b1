import { LogSearchMessage, StreamMessage, type Topic } from '@ohif-admin/contracts'
import type { z } from 'zod'
import { createStateBox } from './live-state.ts'
import { createTopics, type LiveListener, topicsOf } from './topics.ts'

/** The part of EventSource that is used here, so that a test can pass its own. */
export interface EventStream {
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent<string>) => void) | null
  onerror: ((event: Event) => void) | null
  close(): void
}

export const openEventSource = (url: string): EventStream => new EventSource(url)

export interface LiveClientOptions {
  url: (topics: readonly string[]) => string
  open: (url: string) => EventStream
  /** The server ended the sign-in. */
  onSessionEnded: () => void
  /** The stream broke and cannot say why: an ordinary request can. */
  onTrouble: () => void
  now?: () => number
  /** 0 to 1. */
  random?: () => number
}

/** Topics come and go in bursts while a page is put together; one stream is opened for the burst. */
const SETTLE_MS = 40
const OPEN_TIMEOUT_MS = 15_000
/**
 * The server says something at least every 15 seconds. After this long without a message the stream may be dead: a
 * second one is opened and takes over.
 */
const QUIET_MS = 60_000
const BACKOFF_FIRST_MS = 1000
const BACKOFF_MAX_MS = 30_000
/** After a restart of the server all tabs come back at once; this spreads them. */
const RECONNECT_SPREAD_MS = 3000
/** When the network or the tab comes back, a stream that was heard this short a time ago is not doubted. */
const TRUSTED_MS = 20_000

/** One stream for the whole tab. It lives as long as something is subscribed, and repairs itself. */
export class LiveClient {
  readonly #options: LiveClientOptions
  readonly #now: () => number
  readonly #random: () => number
  readonly #topics = createTopics()
  readonly #state
  #current: EventStream | null = null
  /** Topics of the current stream, as one text; empty when there is none. */
  #connected = ''
  #candidate: { stream: EventStream; wanted: string } | null = null
  #failures = 0
  #next: ReturnType<typeof setTimeout> | undefined
  #watchdog: ReturnType<typeof setTimeout> | undefined

  constructor(options: LiveClientOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#random = options.random ?? Math.random
    this.#state = createStateBox(this.#now)
  }

  /** How the stream is doing, with listeners that are told when that changes. */
  get state() {
    return this.#state
  }

  /** Calls `listener` with every message of `topic`, and with `opened` whenever the stream (re)starts. */
  subscribe(topic: Topic, listener: LiveListener): () => void {
    const remove = this.#topics.add(topic, listener)
    this.#settle()
    return () => {
      remove()
      this.#settle()
    }
  }

  /** To be called when the network or the tab comes back. */
  wake(): void {
    if (this.#topics.names().length === 0) return
    this.#failures = 0
    if (this.#current && this.#now() - this.#state.get().heardAt < TRUSTED_MS) return
    this.#schedule(this.#random() * 500)
  }

  stop(): void {
    clearTimeout(this.#next)
    this.#drop()
    this.#state.idle()
  }

  #settle() {
    clearTimeout(this.#next)
    this.#next = setTimeout(() => {
      if (this.#topics.names().join(',') !== this.#connected || this.#current === null) this.#connect()
    }, SETTLE_MS)
  }

  #schedule(delayMs: number) {
    clearTimeout(this.#next)
    this.#next = setTimeout(() => this.#connect(), delayMs)
  }

  #watch(delayMs: number, then: () => void) {
    clearTimeout(this.#watchdog)
    this.#watchdog = setTimeout(then, delayMs)
  }

  #drop() {
    this.#current?.close()
    this.#candidate?.stream.close()
    this.#current = null
    this.#candidate = null
    this.#connected = ''
    clearTimeout(this.#watchdog)
  }

  /** Opens a stream beside the present one, which stays until the new one works. */
  #connect() {
    clearTimeout(this.#next)
    this.#candidate?.stream.close()
    this.#candidate = null
    const wanted = this.#topics.names()
    if (wanted.length === 0) return this.stop()
    const stream = this.#options.open(this.#options.url(wanted))
    this.#candidate = { stream, wanted: wanted.join(',') }
    if (!this.#current) this.#state.connecting()
    stream.onopen = () => this.#takeOver(stream)
    stream.onerror = () => this.#broken(stream)
    stream.onmessage = (event) => {
      if (stream === this.#current) this.#receive(event.data)
    }
    this.#watch(OPEN_TIMEOUT_MS, () => this.#broken(stream))
  }

  #takeOver(stream: EventStream) {
    if (stream !== this.#candidate?.stream) return
    this.#current?.close()
    this.#current = stream
    this.#connected = this.#candidate.wanted
    this.#candidate = null
    this.#failures = 0
    this.#state.live()
    this.#watch(QUIET_MS, () => this.#connect())
    this.#topics.opened(this.#connected, this.#now())
  }

  #broken(stream: EventStream) {
    // An error of a stream that was replaced is no loss.
    if (stream !== this.#current && stream !== this.#candidate?.stream) return
    this.#drop()
    this.#state.broken()
    const backoff = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#failures)
    this.#failures += 1
    this.#schedule(backoff * (0.5 + this.#random() / 2))
    this.#options.onTrouble()
  }

  #receive(data: string) {
    this.#watch(QUIET_MS, () => this.#connect())
    const message = parse(StreamMessage, data)
    if (message?.type === 'beat') return this.#state.beat()
    this.#state.heard()
    if (!message) return
    switch (message.type) {
      case 'session-ended':
        this.stop()
        return this.#options.onSessionEnded()
      case 'reconnect':
        this.#drop()
        this.#state.broken()
        return this.#schedule(this.#random() * RECONNECT_SPREAD_MS)
      case 'paused':
        return this.#state.paused()
      default:
        for (const topic of topicsOf(message)) this.#topics.deliver(topic, message)
    }
  }
}

/** What cannot be read is dropped: it may come from a newer server, and the ordinary queries still work. */
function parse<Schema extends z.ZodType>(schema: Schema, data: string): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}

interface LogSearchListener {
  onMessage: (message: LogSearchMessage) => void
  /** The stream broke before its end. It is not tried again: a search begins at the beginning. */
  onBroken: () => void
}

/** Opens the stream of one search and closes it at its end. Returns what cancels it. */
export function openLogSearch(url: string, { onMessage, onBroken }: LogSearchListener): () => void {
  const stream = openEventSource(url)
  stream.onmessage = (event) => {
    const message = parse(LogSearchMessage, event.data)
    if (!message) return
    if (message.type === 'done' || message.type === 'failed') stream.close()
    onMessage(message)
  }
  stream.onerror = () => {
    stream.close()
    onBroken()
  }
  return () => stream.close()
}
