import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StreamMessage } from '@ohif-admin/contracts'
import type { FastifyReply } from 'fastify'

/** Data is always JSON, so no log line can end a frame early; an id must have no line break. */
export function encodeFrame(json: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${json}\n\n`
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
  open: (signal: AbortSignal) => AsyncIterable<string>,
  { closing, authorize, heartbeatMs, beat = ': beat\n\n', stalledMs, onEnd }: StreamOptions,
) {
  const over = new AbortController()
  const end = () => over.abort()
  closing.addEventListener('abort', end)
  if (closing.aborted) end()
  const stall = { since: 0 }
  const watchdog = setInterval(
    () => {
      if (stall.since > 0 && performance.now() - stall.since > stalledMs) reply.raw.destroy()
    },
    Math.max(100, stalledMs / 4),
  )
  const leave = () => {
    clearInterval(watchdog)
    closing.removeEventListener('abort', end)
    end()
    onEnd()
  }
  // A client that left while its rights were looked up has had its close event already.
  if (reply.raw.destroyed) leave()
  else reply.raw.once('close', leave)
  reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no', // nginx would otherwise hold the stream back until its buffer is full
    connection: 'close', // a kept-alive socket would hold up shutdown after the stream ends
  })
  const source = frames(open(over.signal), { authorize, heartbeatMs, beat, end })
  const stream = Readable.from(stallAware(source, stall), {
    highWaterMark: 4, // frames; the bounded queue behind `open` is where waiting belongs
  })
  // A socket that breaks while a frame is written is the end of this stream and of nothing else.
  stream.on('error', () => reply.raw.destroy())
  return reply.send(stream)
}

async function* frames(
  messages: AsyncIterable<string>,
  {
    authorize,
    heartbeatMs,
    beat,
    end,
  }: Pick<StreamOptions, 'authorize' | 'heartbeatMs'> & { beat: string; end: () => void },
): AsyncGenerator<string> {
  const source = messages[Symbol.asyncIterator]()
  const timer = new AbortController()
  const nextBeat = () =>
    sleep(heartbeatMs, 'beat' as const, { signal: timer.signal }).catch(() => 'beat' as const)
  try {
    yield ': open\n\n'
    let next = source.next()
    // One clock for the whole stream: a busy stream must be re-authorised as often as an idle one.
    let turn: Promise<'beat' | Check> = nextBeat()
    for (;;) {
      const result = await Promise.race([next, turn])
      if (result === 'beat') {
        yield beat
        turn = authorize()
      } else if ('say' in result) {
        for (const message of result.say) yield encodeFrame(JSON.stringify(message))
        if (result.over) return
        turn = nextBeat()
      } else if (result.done) {
        return
      } else {
        yield result.value
        next = source.next()
      }
    }
  } finally {
    timer.abort()
    // First: a generator that waits for news hears of its return only when it wakes.
    end()
    await source.return?.()
  }
}

/** Notes since when a frame has been waiting for the client to take it. */
async function* stallAware(source: AsyncGenerator<string>, stall: { since: number }): AsyncGenerator<string> {
  for await (const frame of source) {
    stall.since = performance.now()
    yield frame
    stall.since = 0
  }
}
