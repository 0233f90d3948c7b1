import type { StreamMessage } from '@ohif-admin/contracts'
import { encodeFrame, type Frame } from './sse.ts'

/**
 * What a listener may see of something; none at all is `undefined`. Listeners with the same audience get the same
 * bytes, so every message is encoded once per audience and not once per listener.
 */
export type Audience = 'admin' | 'support' | 'support-with-labels' | 'user'

/** What a message is about, for deciding who may see it; a null project is the whole site. */
export interface About {
  projectId: string | null
  /** Who began it: that person sees it whatever it covers. */
  startedBy?: string
  /** Nobody else may see it, whatever they may see otherwise. */
  onlyFor?: string
}

/** A message that a listener can go on from when it comes back. */
export interface Identified {
  id: string
  message: StreamMessage
}

/** In place of what a message is about: it holds nothing of any project, and whoever listens may see it. */
export const EVERYONE = 'everyone'

export interface Subscription {
  topic: string
  audienceOf: (about: About | typeof EVERYONE) => Audience | undefined
}

/** Frames a client may fall behind: at five per second and topic more than half a minute. */
const QUEUE_FRAMES = 500
const QUEUE_BYTES = 2 * 1024 * 1024

interface Client {
  subscriptions: ReadonlyMap<string, Subscription>
  frames: Frame[]
  bytes: number
  wake: () => void
}

/** Hands messages to whoever listens, in bounded memory. */
export class StreamHub {
  readonly #clients = new Set<Client>()

  /** Sends what `messageFor` makes of it to every listener of `topic` that may see it. */
  publish(
    topic: string,
    about: About | typeof EVERYONE,
    messageFor: (audience: Audience) => StreamMessage | undefined,
    id?: string,
  ) {
    const encoded = new Map<Audience, Frame | undefined>()
    for (const client of this.#clients) {
      const audience = client.subscriptions.get(topic)?.audienceOf(about)
      if (audience === undefined) continue
      if (!encoded.has(audience)) {
        const message = messageFor(audience)
        encoded.set(audience, message && encode(message, id))
      }
      const frame = encoded.get(audience)
      if (frame !== undefined) offer(client, frame)
    }
  }

  /**
   * Listens from now on. `snapshot` is read after listening began, so that nothing falls between; its messages come
   * first. Ends when `signal` aborts.
   */
  async *listen(
    subscriptions: readonly Subscription[],
    snapshot: () => Promise<readonly (StreamMessage | Identified)[]>,
    signal: AbortSignal,
  ): AsyncGenerator<Frame> {
    const byTopic = new Map(subscriptions.map((subscription) => [subscription.topic, subscription]))
    const client: Client = { subscriptions: byTopic, frames: [], bytes: 0, wake: () => undefined }
    this.#clients.add(client)
    try {
      for (const one of await snapshot()) yield 'id' in one ? encode(one.message, one.id) : encode(one)
      while (!signal.aborted) {
        const frames = client.frames.splice(0)
        client.bytes = 0
        yield* frames
        if (frames.length === 0) await nextWake(client, signal)
      }
    } finally {
      this.#clients.delete(client)
    }
  }

  listenersOf(topic: string): number {
    let count = 0
    for (const { subscriptions } of this.#clients) if (subscriptions.has(topic)) count += 1
    return count
  }

  hasListeners(topic: string): boolean {
    return this.#clients.values().some((client) => client.subscriptions.has(topic))
  }

  /** Whether somebody who sees all of the site listens to such a topic. */
  hasAdmin(isIt: (topic: string) => boolean): boolean {
    return this.#clients
      .values()
      .flatMap(({ subscriptions }) => subscriptions.values())
      .some(({ topic, audienceOf }) => isIt(topic) && audienceOf({ projectId: null }) === 'admin')
  }

  /** Listeners at the moment. */
  get size(): number {
    return this.#clients.size
  }
}

function offer(client: Client, frame: Frame) {
  const fits = client.frames.length < QUEUE_FRAMES && client.bytes + frame.length <= QUEUE_BYTES
  // One that is larger than the whole queue still reaches a client that keeps up.
  if (fits || client.frames.length === 0) {
    client.frames.push(frame)
    client.bytes += frame.length
  } else {
    // Everything waiting is dropped and said to be: a client this slow is better served by the state as it is.
    client.frames = [...client.subscriptions.keys()].map((topic) => encode({ type: 'gap', topic }))
    client.bytes = client.frames.reduce((sum, waiting) => sum + waiting.length, 0)
  }
  client.wake()
}

/** As bytes, which all listeners share: a string would be copied for the socket of each. */
const encode = (message: StreamMessage, id?: string): Frame =>
  Buffer.from(encodeFrame(JSON.stringify(message), id))

function nextWake(client: Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done)
      client.wake = () => undefined
      resolve()
    }
    client.wake = done
    signal.addEventListener('abort', done)
    if (signal.aborted || client.frames.length > 0) done()
  })
}
