import { LogPlace, LogSearchMessage, type Topic } from '@ohif-admin/contracts'
import type { Meeting } from './live-election.ts'
import { LiveShare } from './live-share.ts'
import { createStateBox } from './live-state.ts'
import { LiveStream } from './live-stream.ts'
import type { EventStream, StreamHearer, StreamOptions } from './live-types.ts'
import { createTopics, type LiveListener, topicsOf } from './topics.ts'

export const openEventSource = (url: string): EventStream => new EventSource(url)

export interface LiveClientOptions extends Omit<StreamOptions, 'now' | 'random'> {
  /** The server ended the sign-in. */
  onSessionEnded: () => void
  /** Where the tabs of this sign-in meet; null where they cannot, so that each has a stream of its own. */
  meeting?: () => Meeting | null
  now?: () => number
  /** 0 to 1. */
  random?: () => number
}

/** Between two pages nothing is listened to for a moment. */
const UNWANTED_MS = 50

/** The live updates of this tab, over one stream that the tabs of the browser share. */
export class LiveClient {
  readonly #options: LiveClientOptions & StreamOptions
  readonly #topics = createTopics()
  readonly #state
  #source: LiveStream | LiveShare | null = null
  #ended = false
  #unwanted: ReturnType<typeof setTimeout> | undefined

  constructor(options: LiveClientOptions) {
    this.#options = { now: Date.now, random: Math.random, ...options }
    this.#state = createStateBox(this.#options.now)
  }

  /** How the stream is doing, with listeners that are told when that changes. */
  get state() {
    return this.#state
  }

  /** Calls `listener` with every message of `topic`, and with `opened` whenever the stream (re)starts. */
  subscribe(topic: Topic, listener: LiveListener): () => void {
    const remove = this.#topics.add(topic, listener)
    this.#want()
    return () => {
      remove()
      this.#want()
    }
  }

  /** To be called when the network or the tab comes back. */
  wake(): void {
    if (this.#source) this.#source.wake()
    else this.#want()
  }

  /** Gives up the stream until `wake`, because the browser is about to stop this tab. */
  rest(): void {
    this.#source?.close()
    this.#source = null
  }

  #want() {
    clearTimeout(this.#unwanted)
    const names = this.#topics.names()
    if (names.length === 0) {
      this.#unwanted = setTimeout(() => {
        this.#ended = false
        this.rest()
        this.#state.idle()
      }, UNWANTED_MS)
      return
    }
    if (this.#ended) return
    this.#source ??= this.#join()
    this.#source.want(names)
  }

  #join(): LiveStream | LiveShare {
    const hearer: StreamHearer = {
      opened: (topics, at, after) => this.#topics.opened(topics, at, after !== undefined),
      message: (message, { replayed, id }) => {
        const place = LogPlace.safeParse(id).data
        const heard = message.type === 'log' && place ? { ...message, replayed, place } : message
        for (const topic of topicsOf(message)) this.#topics.deliver(topic, heard)
      },
      state: (state) => this.#state.mirror(state),
      ended: () => {
        this.#ended = true
        this.rest()
        this.#state.idle()
        this.#options.onSessionEnded()
      },
    }
    const meeting = this.#options.meeting?.()
    return meeting ? new LiveShare(meeting, this.#options, hearer) : new LiveStream(this.#options, hearer)
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
    const message = parse(event.data)
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

/** What cannot be read is dropped: it may come from a newer server. */
function parse(data: string): LogSearchMessage | undefined {
  try {
    return LogSearchMessage.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}
