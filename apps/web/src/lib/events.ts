import { StreamMessage, type Topic } from '@ohif-admin/contracts'
import { createStateBox, type LiveState } from './live-state.ts'
import { createTopics, type LiveListener, topicsOf } from './topics.ts'

/** The part of EventSource that is used here, so that a test can pass its own. */
export interface EventStream {
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent<string>) => void) | null
  onerror: ((event: Event) => void) | null
  close(): void
}

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

export interface LiveClient {
  /** Calls `listener` with every message of `topic`, and with `opened` whenever the stream (re)starts. */
  subscribe(topic: Topic, listener: LiveListener): () => void
  readonly state: { get(): LiveState; subscribe(listener: () => void): () => void }
  /** To be called when the network or the tab comes back. */
  wake(): void
  stop(): void
}

const SETTLE_MS = 40
const OPEN_TIMEOUT_MS = 15_000
/**
 * Heartbeat comments are invisible to a page, so a silent stream may be a dead one. After this long without a
 * message a second stream is opened and takes over; one connection a minute is the price.
 */
const QUIET_MS = 60_000
const BACKOFF_FIRST_MS = 1000
const BACKOFF_MAX_MS = 30_000
/** After a restart of the server all tabs come back at once; this spreads them. */
const RECONNECT_SPREAD_MS = 3000

/** One stream for the whole tab. It lives as long as something is subscribed, and repairs itself. */
export function createLiveClient(options: LiveClientOptions): LiveClient {
  const { now = Date.now, random = Math.random } = options
  const topics = createTopics()
  const state = createStateBox(now)
  let current: EventStream | null = null
  let candidate: { stream: EventStream; wanted: string } | null = null
  let connected = ''
  let attempt = 0
  let next: ReturnType<typeof setTimeout> | undefined
  let watchdog: ReturnType<typeof setTimeout> | undefined

  const schedule = (delayMs: number) => {
    clearTimeout(next)
    next = setTimeout(connect, delayMs)
  }
  /** Topics come and go while a page is put together; what counts is what is wanted in the end. */
  const settle = () => {
    clearTimeout(next)
    next = setTimeout(() => {
      if (topics.names().join(',') !== connected || connected === '') connect()
    }, SETTLE_MS)
  }
  const watch = (delayMs: number, then: () => void) => {
    clearTimeout(watchdog)
    watchdog = setTimeout(then, delayMs)
  }

  function drop() {
    current?.close()
    candidate?.stream.close()
    current = null
    candidate = null
    connected = ''
    clearTimeout(watchdog)
  }

  function connect() {
    clearTimeout(next)
    candidate?.stream.close()
    candidate = null
    const wanted = topics.names()
    if (wanted.length === 0) {
      drop()
      state.idle()
      return
    }
    const stream = options.open(options.url(wanted))
    candidate = { stream, wanted: wanted.join(',') }
    if (!current) state.connecting()
    stream.onopen = () => takeOver(stream)
    stream.onerror = () => broken(stream)
    stream.onmessage = (event) => {
      if (stream === current) receive(event.data)
    }
    watch(OPEN_TIMEOUT_MS, () => broken(stream))
  }

  function takeOver(stream: EventStream) {
    if (stream !== candidate?.stream) return
    current?.close()
    current = stream
    connected = candidate.wanted
    candidate = null
    attempt = 0
    state.live()
    watch(QUIET_MS, connect)
    topics.opened(connected, now())
  }

  function broken(stream: EventStream) {
    // A stream that was replaced, or never became the current one while another still runs, is not a loss.
    if (stream !== current && stream !== candidate?.stream) return
    drop()
    state.broken()
    attempt += 1
    const backoff = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (attempt - 1))
    schedule(backoff * (0.5 + random() / 2))
    options.onTrouble()
  }

  function receive(data: string) {
    watch(QUIET_MS, connect)
    state.heard()
    const message = parse(data)
    if (!message) return
    if (message.type === 'session-ended') {
      drop()
      state.idle()
      options.onSessionEnded()
    } else if (message.type === 'reconnect') {
      drop()
      state.broken()
      schedule(random() * RECONNECT_SPREAD_MS)
    } else if (message.type === 'paused') {
      state.paused()
    } else {
      for (const topic of topicsOf(message)) topics.deliver(topic, message)
    }
  }

  return {
    subscribe(topic, listener) {
      const remove = topics.add(topic, listener)
      settle()
      return () => {
        remove()
        settle()
      }
    },
    state,
    wake() {
      if (topics.names().length === 0) return
      attempt = 0
      if (!current || now() - state.get().heardAt > QUIET_MS / 3) schedule(random() * 500)
    },
    stop() {
      clearTimeout(next)
      drop()
      state.idle()
    },
  }
}

/** What cannot be read is dropped: it may come from a newer server, and the ordinary queries still work. */
function parse(data: string): StreamMessage | undefined {
  try {
    return StreamMessage.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}
