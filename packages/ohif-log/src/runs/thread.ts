import { decodeText } from '../text/decode.ts'
import type { OtherEntry } from './other-log.ts'
import type { RunState, Worker } from './run-state.ts'

const POOL = /^pool-(\d{1,9})-thread-([1-9]\d{0,3})$/
const EVENT_BUS = /^(?:reactorDispatcher|multThreadedQueueDispatcher)-/

/** A thread of the server, and what it is known to be doing. */
export interface Thread {
  readonly name: string
  /** N and M of `pool-N-thread-M`; -1 for any other thread. */
  readonly pool: number
  readonly number: number
  readonly isEventBus: boolean
  /** The bulk run whose request it serves: it is blocked until that run is over. */
  request: RunState | null
  /** The session-level run it works on. */
  work: RunState | null
  /** Its place in the pool of a bulk run. */
  worker: Worker | null
  /** What it builds, or last built, outside of any run. */
  other: OtherEntry | null
  /** The event that made it build, until it begins to. */
  cause: { user: string | null; event: string | null } | null
  /** The run its records belong to. */
  owner: RunState | null
}

export function createThread(nameBytes: Uint8Array): Thread {
  const name = decodeText(nameBytes)
  const pool = POOL.exec(name)
  return {
    name,
    pool: pool ? Number(pool[1]) : -1,
    number: pool ? Number(pool[2]) : -1,
    isEventBus: EVENT_BUS.test(name),
    request: null,
    work: null,
    worker: null,
    other: null,
    cause: null,
    owner: null,
  }
}

/** Whether forgetting the thread would lose something. */
export function isBusy(thread: Thread): boolean {
  return thread.owner?.isOpen === true || thread.other?.state === 'in-work'
}
