import { setTimeout as sleep } from 'node:timers/promises'
import type { LogProblem, LogSight, LogSourceState } from '@ohif-admin/contracts'
import { createLogFold, type LogRun } from '@ohif-admin/ohif-log'
import type { FastifyBaseLogger } from 'fastify'
import { MarkerMemory, type SeenMarker } from './log-markers.ts'
import {
  createLogTail,
  type FileReason,
  LogFileError,
  type LogPosition,
  type LogTail,
  listLogFiles,
} from './log-tail/index.ts'
import type { LogListener } from './log-watch.ts'
import { utcOffsetOf } from './log-watch-clock.ts'
import { LiveRecords } from './log-watch-records.ts'
import type { CopiedLog } from './xnat-log/copied-log.ts'

/** Long enough to read gigabytes for the first time. */
const CATCH_UP_MS = 60_000

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

/** What can be seen of a log now, and how old the newest of it may be (ms; null for a folder that is read itself). */
export type Sight = LogSight & { delayMs: number | null }

/** One log source: its tail, what its bytes mean, and who is told. */
export class WatchedSource {
  readonly folder: string
  readonly #needs: Needs
  readonly #fold = createLogFold({ unknownWhenUndecided: true })
  readonly #markers: MarkerMemory
  readonly #records: LiveRecords
  #tail: LogTail | undefined
  #copies: CopiedLog | undefined
  #fileKey = ''
  #live = false
  #liveFrom: LogPosition | null = null
  #lastLineAt: number | null = null
  /** Sessions that were built outside of any run so far. */
  #otherBuilds = 0
  #utcOffset: number | null = null
  #problem: LogProblem | null = null
  #stopped = false

  constructor(needs: Needs) {
    this.#needs = needs
    this.folder = needs.folder
    const { name, tell } = needs
    this.#records = new LiveRecords({
      records: (records) => tell((listener) => listener.records?.(name, this.#fileKey, records)),
      grown: (record) => tell((listener) => listener.grown?.(name, this.#fileKey, record)),
    })
    this.#markers = new MarkerMemory((marker) => {
      if (!this.#live) return
      this.#records.finish()
      tell((listener) => listener.marker?.(name, marker, this.#fold.lastStamp))
    })
  }

  /** What happened to the files since the start. */
  markers(): readonly SeenMarker[] {
    return this.#markers.seen
  }

  /** The folder has copies, and nothing in it is live before the first one. To be said before the start. */
  copiedBy(copies: CopiedLog) {
    this.#copies = copies
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
      onCaughtUp: () => this.#records.pause(),
      onFailed: (error) => logger.fatal({ err: error, source: name }, 'reading a log source stopped'),
    })
    await this.#tail.start()
    if (!this.#copies) this.#goLive()
  }

  /** A copy was taken, or could not be: resolves when all of it has been read. */
  async copyTaken() {
    if (!this.#live && this.#copies?.delayMs() != null) {
      await this.#caughtUp()
      this.#goLive()
      this.#needs.tell((listener) => listener.pastCame?.(this.#needs.name))
    } else this.#tellState()
  }

  async stop() {
    this.#stopped = true
    await this.#tail?.stop()
  }

  position(): LogPosition | null {
    return this.#tail?.cursor() ?? null
  }

  /** Where the live file ends on disk, in the newest copy that can be had; null when it cannot be read. */
  async end(): Promise<LogPosition | null> {
    await this.#copies?.refresh()
    const live = (await listLogFiles(this.folder)).at(-1)
    return live ? { fileKey: live.fileKey, offset: live.size } : null
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
    const problem = this.#shownProblem()
    const isWaiting = lastStamp === null || this.#waitsForCopy()
    return {
      name: this.#needs.name,
      state: problem ? 'unreadable' : isWaiting ? 'waiting' : 'reading',
      problem,
      lastLineAt: this.#lastLineAt === null ? null : new Date(this.#lastLineAt).toISOString(),
      lastStamp,
      unrecognizedShare: records === 0 ? 0 : unrecognized / records,
      delayMs: this.#copies?.delayMs() ?? null,
      utcOffsetMinutes: this.#utcOffset,
    }
  }

  sight(): Sight {
    const delayMs = this.#copies?.delayMs() ?? null
    const problem = this.#shownProblem() ?? (this.#waitsForCopy() ? 'not-fetched' : null)
    return { state: problem ? 'unreadable' : 'ok', problem, delayMs }
  }

  #waitsForCopy(): boolean {
    return this.#copies?.delayMs() === null
  }

  #shownProblem(): LogProblem | null {
    return this.#copies?.problem ?? (this.#waitsForCopy() ? null : this.#problem)
  }

  #goLive() {
    this.#live = true
    this.#liveFrom = this.position()
    this.#records.startAt(this.#liveFrom?.offset ?? 0)
    this.#tellState()
  }

  async #caughtUp() {
    const until = performance.now() + CATCH_UP_MS
    while (!this.#stopped && performance.now() < until) {
      const end = await listLogFiles(this.folder).then((files) => files.at(-1), nothingWhenUnreadable)
      const at = this.position()
      if (!end || (at?.fileKey === end.fileKey && at.offset >= end.size)) return
      await sleep(this.#needs.pollMs)
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
    // A copy is too old for this.
    if (this.#fold.lastStamp !== null && !this.#copies)
      this.#utcOffset = utcOffsetOf(this.#fold.lastStamp, now()) ?? this.#utcOffset
    this.#records.push(chunk, at.offset)
  }

  #onFile(fileKey: string, offset: number, why: FileReason) {
    this.#records.startAt(offset)
    this.#markers.wentTo({ fileKey, offset }, why)
    this.#fileKey = fileKey
    if (this.#live) this.#liveFrom ??= { fileKey, offset }
    this.#fold.startFile(fileKey, offset)
  }

  #onState(problem: LogProblem | null) {
    if (problem === this.#problem) return
    this.#problem = problem
    const { name, logger } = this.#needs
    if (this.#waitsForCopy()) return
    if (problem) logger.warn({ source: name, problem }, 'log source cannot be read')
    else logger.info({ source: name }, 'log source can be read again')
    this.#tellState()
  }

  #tellState() {
    this.#needs.tell((listener) => listener.state?.(this.#needs.name))
  }
}

export function nothingWhenUnreadable(error: unknown): undefined {
  if (!(error instanceof LogFileError)) throw error
}
