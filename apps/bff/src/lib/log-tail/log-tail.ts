import type { LogPosition } from './cursor.ts'
import { createFolderWaker } from './folder-waker.ts'
import { createGuardedFolder, type LogFolder } from './guarded-open.ts'
import { LogReader, type TailStart } from './log-reader.ts'
import type { TailListener, TailState } from './tail-events.ts'

export interface LogTailOptions extends TailListener {
  /** The configured log folder of one XNAT node. */
  readonly folder: string
  /** Default: the start of the live file. */
  readonly from?: TailStart
  /** The longest wait between two looks, in ms. */
  readonly pollMs?: number
  /** Whether to ask the system for change notices, which only shorten the waits. */
  readonly watch?: boolean
  /** How files are reached. */
  readonly files?: LogFolder
}

/** Follows the log of one source through rolls, cuts and outages; the only reader of its file. */
export interface LogTail {
  /** Resolves when everything there is has been handed on, or the log turned out to be unreadable. */
  start(): Promise<void>
  /** Resolves when nothing is open and no callback will be called any more. Not to be awaited in a callback. */
  stop(): Promise<void>
  readonly state: TailState
  /** The place after the last byte handed on; null while the log has no first line. */
  cursor(): LogPosition | null
}

/** Builds a tail; nothing is opened before `start`. */
export function createLogTail(options: LogTailOptions): LogTail {
  return new FolderTail(options)
}

class FolderTail implements LogTail {
  readonly #options: LogTailOptions
  readonly #reader: LogReader
  readonly #waker: ReturnType<typeof createFolderWaker>
  readonly #settled = Promise.withResolvers<void>()
  #state: TailState | null = null
  #running: Promise<void> | null = null
  #stopped = false

  constructor(options: LogTailOptions) {
    const { folder, from = 'start-of-live-file', watch = true, files = createGuardedFolder(folder) } = options
    this.#options = options
    this.#waker = createFolderWaker(folder, watch)
    this.#reader = new LogReader(files, from, {
      onChunk: (chunk, at) => options.onChunk(chunk, at),
      onFile: (fileKey, offset, why) => options.onFile(fileKey, offset, why),
      onMarker: (marker) => options.onMarker(marker),
      onState: (state) => this.#tell(state),
    })
  }

  get state(): TailState {
    return this.#state ?? { state: 'waiting', problem: null }
  }

  start(): Promise<void> {
    this.#running ??= this.#run()
    return this.#settled.promise
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#reader.stop()
    this.#waker.close()
    await this.#running
  }

  cursor(): LogPosition | null {
    return this.#reader.cursor()
  }

  async #run(): Promise<void> {
    try {
      await this.#follow()
    } catch (error) {
      if (!this.#options.onFailed) throw error
      this.#options.onFailed(error)
    } finally {
      this.#waker.close()
      await this.#reader.close()
      this.#settled.resolve()
    }
  }

  async #follow(): Promise<void> {
    const { pollMs = 250, onCaughtUp } = this.#options
    let behind = true
    while (!this.#stopped) {
      const { handedOn, state, problem } = await this.#reader.look()
      if (this.#stopped) return
      this.#tell({ state, problem })
      behind ||= handedOn
      if (behind && (handedOn || state !== 'unreadable')) {
        behind = false
        onCaughtUp?.()
      }
      this.#settled.resolve()
      await this.#waker.wait(pollMs)
    }
  }

  #tell({ state, problem }: TailState): void {
    if (state === this.#state?.state && problem === this.#state.problem) return
    this.#state = { state, problem }
    this.#options.onState({ state, problem })
  }
}
