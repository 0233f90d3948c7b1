import { Worker } from 'node:worker_threads'
import { LogFileError } from '../../lib/log-tail/index.ts'
import { emitted } from './emitted.ts'
import type { Job, JobKind, JobParts, JobResults } from './history/jobs.ts'
import type { FromWorker } from './worker-protocol.ts'

interface Pending {
  onPart: (part: unknown) => Promise<void>
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

type OnPart<Kind extends JobKind> = (part: JobParts[Kind]) => Promise<void>

interface Streaming<Kind extends JobKind> {
  onPart: OnPart<Kind>
  signal: AbortSignal
}

/** A thread of its own for reading the log: whatever a search costs, the server goes on answering. */
export class HistoryThread {
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | undefined
  #nextId = 1

  /** Does a job in the thread, which starts with the first one. Throws `LogFileError`. */
  run<Kind extends JobKind>(
    job: Extract<Job, { kind: Kind }>,
    { onPart, signal }: Partial<Streaming<Kind>> = {},
  ): Promise<JobResults[Kind]> {
    const worker = this.#start()
    const id = this.#nextId++
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, {
      onPart: (onPart ?? (async () => undefined)) as Pending['onPart'],
      resolve,
      reject,
    })
    const cancel = () => worker.postMessage({ type: 'cancel', id })
    // Only work keeps the process alive.
    worker.ref()
    worker.postMessage({ type: 'job', id, job })
    signal?.addEventListener('abort', cancel)
    if (signal?.aborted) cancel()
    return promise.finally(() => signal?.removeEventListener('abort', cancel)) as Promise<JobResults[Kind]>
  }

  /** Does a job and gives its parts as they are taken. Ends when the signal aborts. Throws `LogFileError`. */
  parts<Kind extends JobKind>(
    job: Extract<Job, { kind: Kind }>,
    signal: AbortSignal,
  ): AsyncGenerator<JobParts[Kind], void, void> {
    return emitted((onPart) => this.run<Kind>(job, { onPart, signal }), signal)
  }

  async stop() {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    if (this.#worker) return this.#worker
    // As source in development, beside the bundle in production.
    const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const worker = new Worker(new URL(`./history-worker.${ending}`, import.meta.url))
    worker.on('message', (message: FromWorker) => this.#take(worker, message))
    worker.on('error', (error) => this.#end(worker, error))
    worker.on('exit', () => this.#end(worker, new Error('The thread that reads the log has ended.')))
    worker.unref()
    this.#worker = worker
    return worker
  }

  #take(worker: Worker, message: FromWorker) {
    const pending = this.#pending.get(message.id)
    if (!pending) return
    if (message.type === 'part') {
      const more = () => worker.postMessage({ type: 'more', id: message.id })
      // A part that cannot be handed on is the end of its job; the caller cancels it.
      pending.onPart(message.part).then(more, more)
      return
    }
    this.#pending.delete(message.id)
    if (this.#pending.size === 0) worker.unref()
    if (message.type === 'done') pending.resolve(message.result)
    else if (message.type === 'unreadable')
      pending.reject(new LogFileError(message.problem, 'the log cannot be read'))
    else pending.reject(new Error(message.message))
  }

  /** The next job starts another thread. */
  #end(worker: Worker, error: unknown) {
    if (this.#worker === worker) this.#worker = undefined
    for (const { reject } of this.#pending.values())
      reject(error instanceof Error ? error : new Error(String(error)))
    this.#pending.clear()
  }
}
