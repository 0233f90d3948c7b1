import { PluginFailure } from '../http/failures.ts'
import type { Experiment } from '../world/model.ts'
import { buildSession } from './build.ts'
import type { Engine, Orders } from './engine.ts'
import { LOGGERS } from './lines.ts'

export interface BulkRun {
  /** Text of the first and last line: `All projects`, `Project P`, `Subject S`. */
  subject: string
  /** The request thread, blocked for the whole run. */
  thread: string
  /** The sessions, in queue order; may throw what the request would throw. */
  discover: () => readonly Experiment[]
}

/**
 * One bulk run, as the request sees it: settles when every task has ended, whatever became of the sessions. Rejects with
 * a PluginFailure when the request itself dies; workers in flight then still come to their end.
 */
export async function bulkRun(engine: Engine, run: BulkRun): Promise<void> {
  const say = (text: string) => engine.log.write(run.thread, 'INFO', LOGGERS.api, text)
  say(`${run.subject} metadata creation requested`)
  await engine.time.sleep(engine.settings.discoveryMs)
  const queue = [...run.discover()]
  const { threads } = engine.settings
  say(`Thread count for parallel JSON creation: ${threads}`)
  for (const experiment of queue) say(`ImageSession ID: ${experiment.id}`)
  await workThrough(engine, queue, threads)
  say(`${run.subject} metadata creation complete`)
}

/** A pool of threads takes the queue first in, first out; every exception of a task is dropped. */
async function workThrough(engine: Engine, queue: Experiment[], threads: number): Promise<void> {
  const pool = engine.life.nextPool()
  const death = new RequestDeath(engine.orders, queue)
  let taken = 0
  const worker = async (number: number) => {
    // Not shifted off: that moves the whole queue, which a site of 100,000 sessions would feel.
    for (let next = queue[taken++]; next; next = queue[taken++]) {
      await buildSession(engine, `pool-${pool}-thread-${number}`, next)
      death.sessionEnded()
    }
  }
  const count = Math.min(threads, queue.length)
  const workers = Promise.all(
    Array.from({ length: count }, (_, index) => engine.track(() => worker(index + 1))),
  )
  // When the request dies nobody waits for the workers any more.
  workers.catch(() => undefined)
  await Promise.race([death.happened, workers])
}

/** The order that the request of a run dies early; its queue is thrown away, sessions in flight come to their end. */
class RequestDeath {
  readonly happened: Promise<never>
  readonly #kill: (reason: Error) => void
  readonly #queue: Experiment[]
  readonly #message: string
  #left: number

  constructor(orders: Orders, queue: Experiment[]) {
    const { promise, reject } = Promise.withResolvers<never>()
    promise.catch(() => undefined)
    this.happened = promise
    this.#kill = reject
    this.#queue = queue
    this.#left = orders.requestDeath?.afterSessions ?? Number.POSITIVE_INFINITY
    this.#message = orders.requestDeath?.message ?? ''
    orders.requestDeath = undefined
    this.#check()
  }

  sessionEnded(): void {
    this.#left -= 1
    this.#check()
  }

  #check(): void {
    if (this.#left > 0) return
    this.#queue.length = 0
    this.#kill(new PluginFailure(500, 'Error executing request', this.#message))
  }
}
