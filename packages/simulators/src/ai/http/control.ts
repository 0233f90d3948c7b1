import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, answerOf } from './answers.ts'

/** One request as it arrived, kept in order of arrival. */
export interface AiServerCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<IncomingHttpHeaders>
  /** The first 16 MB of it: a model of gigabytes is counted, not kept. */
  readonly body: Buffer
  /** Length of the whole body. */
  readonly bodyBytes: number
  readonly remoteAddress: string
}

/** How a test steers a simulated AI server, whatever its kind. */
export interface AiServerControl extends AsyncDisposable {
  /** `scheme://127.0.0.1:port`, without a trailing slash. */
  readonly url: string
  readonly calls: readonly AiServerCall[]
  /** Connections are accepted and nothing is answered, as while a single worker runs an inference. */
  goBusy(): void
  /** The run ended: what waited is answered now. */
  goIdle(): void
  /** Every answer, or only those under `path`, comes after `delayMs`. */
  goSlow(delayMs: number, path?: string): void
  /** The next request (to `path`, when given) gets this answer instead. Strings are pages or text, the rest is JSON. */
  failNext(status: number, body: unknown, path?: string): void
  /** Bodies are read up to so many bytes, and no further until `readOn`. */
  stopReadingAt(bytes: number): void
  readOn(): void
  /** The connection of the next body is cut after so many bytes of it. */
  cutNextAt(bytes: number): void
  /** Breaks every connection, as a process does that dies and is started again. */
  dropConnections(): void
  /** Back to how the server started, with no calls recorded. */
  reset(): void
  /** The process is gone: new connections are refused. */
  stop(): Promise<void>
}

interface Failure {
  readonly answer: Answer
  readonly path: string | undefined
}

/** What happens to the body of a request while it arrives. */
export interface Reading {
  /** Resolves when the part of the body after so many bytes may be read. Throws when the connection is cut there. */
  pass(bytes: number): Promise<void>
}

/** The moods of a server: what happens to a request before its route is asked. */
export function createMood() {
  const calls: AiServerCall[] = []
  const failures: Failure[] = []
  const reading = createReading()
  let run: PromiseWithResolvers<void> | undefined
  let slow: { delayMs: number; path: string | undefined } | undefined

  const goIdle = () => {
    run?.resolve()
    run = undefined
  }

  return {
    calls,
    ...reading.control,
    reading,
    goIdle,
    goBusy: () => {
      run ??= Promise.withResolvers<void>()
    },
    goSlow: (delayMs: number, path?: string) => {
      slow = { delayMs, path }
    },
    failNext: (status: number, body: unknown, path?: string) => {
      failures.push({ answer: answerOf(status, body), path })
    },
    calm: () => {
      calls.length = 0
      failures.length = 0
      slow = undefined
      reading.control.readOn()
      goIdle()
    },
    /** Waits as long as the mood demands; gives the answer that stands in for the route's own, if one was asked for. */
    async endure(call: AiServerCall, stopped: AbortSignal): Promise<Answer | undefined> {
      calls.push(call)
      const index = failures.findIndex(({ path }) => path === undefined || path === call.path)
      const failure = index < 0 ? undefined : failures.splice(index, 1)[0]
      await run?.promise
      if (slow && (slow.path === undefined || slow.path === call.path)) {
        await sleep(slow.delayMs, undefined, { signal: stopped })
      }
      return failure?.answer
    },
  }
}

function createReading(): Reading & {
  control: Pick<AiServerControl, 'stopReadingAt' | 'readOn' | 'cutNextAt'>
} {
  let stop: { at: number; released: PromiseWithResolvers<void> } | undefined
  let cutAt: number | undefined
  return {
    control: {
      stopReadingAt(bytes) {
        stop = { at: bytes, released: Promise.withResolvers<void>() }
      },
      readOn() {
        stop?.released.resolve()
        stop = undefined
      },
      cutNextAt(bytes) {
        cutAt = bytes
      },
    },
    async pass(bytes) {
      if (cutAt !== undefined && bytes >= cutAt) {
        cutAt = undefined
        throw new Error('cut, as it was asked for')
      }
      if (stop && bytes >= stop.at) await stop.released.promise
    },
  }
}
