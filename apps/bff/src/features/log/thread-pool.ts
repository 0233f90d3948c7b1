import { availableParallelism } from 'node:os'
import { AppError } from '../../lib/app-error.ts'
import { HistoryThread } from './history-thread.ts'

/** Searches and downloads at the same time: each keeps a core busy, or two. */
const AT_ONCE = 4
/** Threads of one search: more would not leave anything to the others. */
export const SEARCH_THREADS = Math.min(2, availableParallelism())

type Work<Part> = (threads: readonly HistoryThread[], signal: AbortSignal) => AsyncGenerator<Part, void, void>

/** Threads for jobs that take their time. */
export class ThreadPool {
  readonly #idle: HistoryThread[] = []
  readonly #busy = new Set<readonly HistoryThread[]>()

  /**
   * Takes a place and threads for some work, which begins when the result is called and ends when its signal aborts.
   * The place is given back at the end, or when `gone` aborts before the beginning: nothing else tells of a client that
   * left so early. Throws `AppError` `too-many-requests` when there is none.
   */
  open<Part>(work: Work<Part>, { threads: count, gone }: { threads: number; gone: AbortSignal }) {
    if (this.#busy.size >= AT_ONCE)
      throw new AppError('too-many-requests', 'Too many searches are running.', { retryAfterSeconds: 5 })
    const threads = Array.from({ length: count }, () => this.#idle.pop() ?? new HistoryThread())
    this.#busy.add(threads)
    let waits = true
    const begin = () => {
      const may = waits
      waits = false
      return may
    }
    const giveBack = () => {
      if (begin()) void this.#leave(threads, true)
    }
    gone.addEventListener('abort', giveBack)
    if (gone.aborted) giveBack()
    return (signal: AbortSignal) => this.#parts(threads, work, signal, begin)
  }

  async stop() {
    await Promise.all([...this.#idle, ...this.#busy].flat().map((thread) => thread.stop()))
  }

  async *#parts<Part>(
    threads: readonly HistoryThread[],
    work: Work<Part>,
    signal: AbortSignal,
    begin: () => boolean,
  ): AsyncGenerator<Part, void, void> {
    if (!begin()) return
    const gone = new AbortController()
    const leave = () => gone.abort()
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
    let over = false
    try {
      for await (const part of work(threads, gone.signal)) yield part
      over = !gone.signal.aborted
    } finally {
      signal.removeEventListener('abort', leave)
      gone.abort()
      await this.#leave(threads, over)
    }
  }

  /** A job that was left may be busy with one large record for a while: nobody should wait for its threads. */
  async #leave(threads: readonly HistoryThread[], areFree: boolean) {
    this.#busy.delete(threads)
    const room = SEARCH_THREADS - this.#idle.length
    const kept = areFree ? threads.slice(0, Math.max(0, room)) : []
    this.#idle.push(...kept)
    await Promise.all(threads.slice(kept.length).map((thread) => thread.stop()))
  }
}
