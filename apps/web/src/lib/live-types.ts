import type { StreamMessage } from '@ohif-admin/contracts'
import type { LiveState } from './live-state.ts'

/** The part of EventSource that is used here, so that a test can pass its own. */
export interface EventStream {
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent<string>) => void) | null
  onerror: ((event: Event) => void) | null
  close(): void
}

/** What an ordinary request found out about a stream that does not work. */
export interface Trouble {
  /** The server does not want to be asked again. */
  stop?: boolean
  /** The server says to wait at least this long. */
  waitMs?: number
}

export interface StreamOptions {
  /** `brief`: of a stream that ends by itself after a moment. */
  url: (topics: readonly string[], lastEventId: string | undefined, brief: boolean) => string
  open: (url: string) => EventStream
  /** The stream broke and cannot say why: an ordinary request can. `opened`: it had worked before. */
  onTrouble: (topics: readonly string[], opened: boolean) => Promise<Trouble>
  now: () => number
  /** 0 to 1. */
  random: () => number
}

/** How a message came. */
export interface Arrival {
  /** The message as it was sent. */
  data: string
  /** The place in the log behind it. */
  id: string | undefined
  /** It was sent before, or would have been had the stream not been broken. */
  replayed: boolean
}

/** Who hears of a stream. */
export interface StreamHearer {
  /** A stream of these topics begins; of the log it goes on after `after`, or where the log stands when undefined. */
  opened(topics: readonly string[], at: number, after: string | undefined): void
  message(message: StreamMessage, as: Arrival): void
  state(state: LiveState): void
  /** The server ended the sign-in; the stream is closed. */
  ended(): void
}
