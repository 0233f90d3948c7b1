import type { ServerResponse } from 'node:http'
import type { StreamMessage } from '@ohif-admin/contracts'
import type { FastifyReply } from 'fastify'

/** A message as it goes over the wire; bytes where many listeners get the same. */
export type Frame = string | Uint8Array

/** Data is always JSON, so no log line can end a frame early; an id must have no line break. */
export function encodeFrame(json: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${json}\n\n`
}

/** Each message as a frame. */
export async function* encodeFrames(messages: AsyncIterable<unknown>): AsyncGenerator<string, void, void> {
  for await (const message of messages) yield encodeFrame(JSON.stringify(message))
}

/** What a heartbeat found out about the listener: what to say, and whether that was the last of it. */
export interface Check {
  say: readonly StreamMessage[]
  over: boolean
}

export interface StreamOptions {
  /** Aborts when the server closes. */
  closing: AbortSignal
  /** Called at every heartbeat; never throws. The stream goes on while it asks around. */
  authorize: () => Promise<Check>
  heartbeatMs: number
  /** The frame of a heartbeat; a comment, which a page cannot hear, unless given. */
  beat?: string
  /** The last frame when the server closes. */
  farewell?: string
  /** A client that takes nothing for this long is cut off: its socket would hold memory for ever. */
  stalledMs: number
  onEnd: () => void
}

/**
 * Answers with a stream of already encoded frames. `open` must stop when its signal aborts: nothing else can wake a
 * generator that is waiting. Everything that can be refused must be refused before this is called.
 */
export function sendEvents(
  reply: FastifyReply,
  open: (signal: AbortSignal) => AsyncIterable<Frame>,
  options: StreamOptions,
): FastifyReply {
  // Written to the socket here, because a pipeline of streams costs each listener several times as much memory.
  reply.hijack()
  const { raw } = reply
  const stream = new EventStream(raw, options)
  // A client that left while its rights were looked up has had its close event already.
  if (raw.destroyed) {
    stream.leave()
    return reply
  }
  raw.once('close', () => stream.leave())
  // The end of the connection is the end of the stream: no need to frame each message once more.
  raw.removeHeader('transfer-encoding')
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no', // nginx would otherwise hold the stream back until its buffer is full
    connection: 'close', // a kept-alive socket would hold up shutdown after the stream ends
  })
  void stream.run(open)
  return reply
}

/** One open connection. It never waits for a client longer than it must, and always ends. */
class EventStream {
  readonly #raw: ServerResponse
  readonly #options: StreamOptions
  readonly #over = new AbortController()
  readonly #timer: NodeJS.Timeout
  readonly #end = () => this.#over.abort()
  /** Since when the client has taken nothing of what waits for it; 0 when nothing does. */
  #waitsSince = 0
  #beatAt = performance.now()
  #checking = false
  #wake: (() => void) | undefined

  constructor(raw: ServerResponse, options: StreamOptions) {
    this.#raw = raw
    this.#options = options
    const { closing, heartbeatMs, stalledMs } = options
    closing.addEventListener('abort', this.#end)
    if (closing.aborted) this.#end()
    this.#timer = setInterval(() => this.#look(), Math.min(heartbeatMs, Math.max(100, stalledMs / 4)))
    raw.on('drain', () => this.#drained())
    // A socket that breaks while a frame is written is the end of this stream and of nothing else.
    raw.on('error', () => raw.destroy())
  }

  /** Sends what there is until it ends or the client leaves. Never throws. */
  async run(open: (signal: AbortSignal) => AsyncIterable<Frame>) {
    try {
      this.#write(': open\n\n')
      for await (const frame of open(this.#over.signal)) {
        if (this.#raw.destroyed) break
        if (!this.#write(frame)) await this.#room()
      }
      const { closing, farewell } = this.#options
      if (closing.aborted && farewell && !this.#raw.writableEnded) this.#write(farewell)
      this.#raw.end()
    } catch {
      // Too late for a status: a stream that breaks off is all the client can be told.
      this.#raw.destroy()
    } finally {
      this.#end()
      // What was not taken yet still has its time.
      if (!this.#raw.writableFinished && this.#waitsSince === 0) this.#waitsSince = performance.now()
    }
  }

  /** The connection is over. */
  leave() {
    clearInterval(this.#timer)
    this.#options.closing.removeEventListener('abort', this.#end)
    this.#end()
    this.#drained()
    this.#options.onEnd()
  }

  /** False when the client should take some of it first. */
  #write(frame: Frame): boolean {
    const hasRoom = this.#raw.write(frame)
    if (!hasRoom && this.#waitsSince === 0) this.#waitsSince = performance.now()
    return hasRoom
  }

  /** Resolves when the client took what waits for it, or has left. */
  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      if (this.#raw.destroyed || !this.#raw.writableNeedDrain) this.#drained()
    })
  }

  #drained() {
    this.#waitsSince = 0
    this.#wake?.()
    this.#wake = undefined
  }

  #look() {
    const { heartbeatMs, stalledMs, beat = ': beat\n\n' } = this.#options
    const now = performance.now()
    if (this.#waitsSince > 0 && now - this.#waitsSince > stalledMs) this.#raw.destroy()
    else if (now - this.#beatAt >= heartbeatMs - 1) {
      this.#beatAt = now
      // Who takes nothing needs no proof that somebody is here.
      if (this.#waitsSince === 0 && !this.#over.signal.aborted) this.#write(beat)
      void this.#check()
    }
  }

  /** Whoever may no longer listen is told so and hears no more. */
  async #check() {
    // Two at a time would say everything twice.
    if (this.#checking) return
    this.#checking = true
    const { say, over } = await this.#options.authorize()
    this.#checking = false
    if (this.#over.signal.aborted || this.#raw.writableEnded) return
    for (const message of say) this.#write(encodeFrame(JSON.stringify(message)))
    if (!over) return
    this.#end()
    this.#drained()
    this.#raw.end()
  }
}
