import type { LogProblem, LogSourceState } from '@ohif-admin/contracts'
import { createLogFold, createRecordReader, type LogRecord, type LogRun } from '@ohif-admin/ohif-log'
import type { FastifyBaseLogger } from 'fastify'
import { MarkerMemory, type SeenMarker } from './log-markers.ts'
import { createLogTail, type FileReason, type LogPosition, type LogTail } from './log-tail/index.ts'
import type { LogListener } from './log-watch.ts'

/** A record is complete when the next one begins; the newest waits this long for a next one before it is shown. */
const QUIET_MS = 200

interface Needs {
  name: string
  folder: string
  pollMs: number
  logger: FastifyBaseLogger
  now: () => number
  tell: (call: (listener: LogListener) => void) => void
  /** Called with how many more sessions were built outside of any run. */
  rebuilt: (count: number) => void
}

/** One log source: its tail, what its bytes mean, and who is told. */
export class WatchedSource {
  readonly folder: string
  readonly #needs: Needs
  readonly #fold = createLogFold({ unknownWhenUndecided: true })
  readonly #markers: MarkerMemory
  #records = createRecordReader()
  #tail: LogTail | undefined
  #fileKey = ''
  #live = false
  #liveFrom: LogPosition | null = null
  #lastLineAt: number | null = null
  /** Sessions that were built outside of any run so far. */
  #otherBuilds = 0
  #problem: LogProblem | null = null
  #quiet: NodeJS.Timeout | undefined

  constructor(needs: Needs) {
    this.#needs = needs
    this.folder = needs.folder
    this.#markers = new MarkerMemory((marker) => {
      if (!this.#live) return
      this.#tellRecords(this.#records.flush())
      needs.tell((listener) => listener.marker?.(needs.name, marker, this.#fold.lastStamp))
    })
  }

  /** What happened to the files since the start. */
  markers(): readonly SeenMarker[] {
    return this.#markers.seen
  }

  /** Reads from the position, or from the start of the live file, and goes on; resolves when caught up. */
  async start(from: LogPosition | undefined) {
    const { name, folder, pollMs, logger } = this.#needs
    this.#tail = createLogTail({
      folder,
      pollMs,
      ...(from ? { from } : {}),
      onChunk: async (chunk, at) => this.#onChunk(chunk, at),
      onFile: (fileKey, offset, why) => this.#onFile(fileKey, offset, why),
      onMarker: (marker) => {
        logger.info({ source: name, marker }, 'log file changed')
        this.#markers.happened(marker)
      },
      onState: ({ problem }) => this.#onState(problem),
      onCaughtUp: () => undefined,
      onFailed: (error) => logger.fatal({ err: error, source: name }, 'reading a log source stopped'),
    })
    await this.#tail.start()
    this.#live = true
    this.#liveFrom = this.#tail.cursor()
    this.#records = createRecordReader(this.#liveFrom?.offset)
    this.#needs.tell((listener) => listener.state?.(name))
  }

  async stop() {
    clearTimeout(this.#quiet)
    await this.#tail?.stop()
  }

  position(): LogPosition | null {
    return this.#tail?.cursor() ?? null
  }

  /** Where lines began to be live; null while there was none. */
  liveFrom(): LogPosition | null {
    return this.#liveFrom
  }

  openRuns(): readonly LogRun[] {
    return this.#fold.openRuns
  }

  state(): LogSourceState {
    const { records, unrecognized, lastStamp } = this.#fold
    return {
      name: this.#needs.name,
      state: this.#problem ? 'unreadable' : lastStamp === null ? 'waiting' : 'reading',
      problem: this.#problem,
      lastLineAt: this.#lastLineAt === null ? null : new Date(this.#lastLineAt).toISOString(),
      lastStamp,
      unrecognizedShare: records === 0 ? 0 : unrecognized / records,
    }
  }

  #onChunk(chunk: Uint8Array, at: LogPosition) {
    const { name, now, tell } = this.#needs
    // What is waiting to be shown belongs to the place where reading goes on.
    this.#markers.readFrom(at, chunk.length)
    this.#fold.push(chunk)
    const changes = this.#fold.takeChanges()
    if (changes.length > 0) tell((listener) => listener.changes?.(name, changes, this.#live))
    // The past is only folded: showing it is a matter of reading the file, page by page.
    const { total } = this.#fold.otherGenerationCounts
    if (this.#live) this.#needs.rebuilt(total - this.#otherBuilds)
    this.#otherBuilds = total
    if (!this.#live) return
    this.#lastLineAt = now()
    this.#tellRecords(this.#records.push(chunk))
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => this.#tellRecords(this.#records.flush()), QUIET_MS)
  }

  #onFile(fileKey: string, offset: number, why: FileReason) {
    this.#tellRecords(this.#records.flush())
    this.#markers.wentTo({ fileKey, offset }, why)
    this.#fileKey = fileKey
    if (this.#live) this.#liveFrom ??= { fileKey, offset }
    this.#records = createRecordReader(offset)
    this.#fold.startFile(fileKey, offset)
  }

  #onState(problem: LogProblem | null) {
    if (problem === this.#problem) return
    this.#problem = problem
    const { name, logger, tell } = this.#needs
    if (problem) logger.warn({ source: name, problem }, 'log source cannot be read')
    else logger.info({ source: name }, 'log source can be read again')
    tell((listener) => listener.state?.(name))
  }

  #tellRecords(records: readonly LogRecord[]) {
    if (records.length === 0) return
    this.#needs.tell((listener) => listener.records?.(this.#needs.name, this.#fileKey, records))
  }
}
