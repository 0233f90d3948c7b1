import { AppError } from '../../lib/app-error.ts'
import type { Job, JobKind, JobParts } from './history/jobs.ts'
import { HistoryThread } from './history-thread.ts'

/** Searches and downloads at the same time: each keeps a core busy. */
const AT_ONCE = 4
/** Threads that are kept for the next search. */
const KEPT = 1

/** Threads for jobs that take their time, one for each. */
export class ThreadPool {
  readonly #idle: HistoryThread[] = []
  readonly #busy = new Set<HistoryThread>()

  /**
   * Takes a place for a job, which begins when the result is called and ends when its signal aborts. The place is given
   * back at the end, or when `gone` aborts before the beginning: nothing else tells of a client that left so early.
   * Throws `AppError` `too-many-requests` when there is none.
   */
  open<Kind extends JobKind>(job: Extract<Job, { kind: Kind }>, gone: AbortSignal) {
    if (this.#busy.size >= AT_ONCE)
      throw new AppError('too-many-requests', 'Too many searches are running.', { retryAfterSeconds: 5 })
    const thread = this.#idle.pop() ?? new HistoryThread()
    this.#busy.add(thread)
    let waits = true
    const begin = () => {
      const may = waits
      waits = false
      return may
    }
    const giveBack = () => {
      if (begin()) void this.#leave(thread, true)
    }
    gone.addEventListener('abort', giveBack)
    if (gone.aborted) giveBack()
    return (signal: AbortSignal) => this.#parts(thread, job, signal, begin)
  }

  async stop() {
    await Promise.all([...this.#idle, ...this.#busy].map((thread) => thread.stop()))
  }

  async *#parts<Kind extends JobKind>(
    thread: HistoryThread,
    job: Extract<Job, { kind: Kind }>,
    signal: AbortSignal,
    begin: () => boolean,
  ): AsyncGenerator<JobParts[Kind], void, void> {
    if (!begin()) return
    const gone = new AbortController()
    const leave = () => gone.abort()
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
    let over = false
    try {
      for await (const part of thread.parts(job, gone.signal)) yield part
      over = !gone.signal.aborted
    } finally {
      signal.removeEventListener('abort', leave)
      await this.#leave(thread, over)
    }
  }

  /** A job that was left may be busy with one large record for a while: nobody should wait for its thread. */
  async #leave(thread: HistoryThread, isFree: boolean) {
    this.#busy.delete(thread)
    if (isFree && this.#idle.length < KEPT) this.#idle.push(thread)
    else await thread.stop()
  }
}
