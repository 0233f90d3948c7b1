import { setTimeout as sleep } from 'node:timers/promises'
import type { LogProblem, LogSourceState } from '@ohif-admin/contracts'
import { createLogFold, type LogRun } from '@ohif-admin/ohif-log'
import type { FastifyBaseLogger } from 'fastify'
import { MarkerMemory, type SeenMarker } from './log-markers.ts'
import { type NamedSource, nothingWhenUnreadable, type Sight, standInOf } from './log-source.ts'
import { type FileReason, type LogPosition, listLogFiles } from './log-tail/index.ts'
import type { LogListener } from './log-watch.ts'
import { utcOffsetOf } from './log-watch-clock.ts'
import { LiveRecords } from './log-watch-records.ts'
import type { CopiedLog } from './xnat-log/copied-log.ts'
import { SteadyTail } from './xnat-log/steady-tail.ts'

/** Long enough to read gigabytes for the first time. */
const CATCH_UP_MS = 60_000

interface Needs extends NamedSource {
  pollMs: number
  logger: FastifyBaseLogger
  now: () => number
  tell: (call: (listener: LogListener) => void) => void
  /** Called with how many more sessions were built outside of any run. */
  rebuilt: (count: number) => void
}

/** One log source: its tail, what its bytes mean, and who is told. */
export class WatchedSource {
  readonly #needs: Needs
  readonly #fold = createLogFold({ unknownWhenUndecided: true })
  readonly #markers: MarkerMemory
  readonly #records: LiveRecords
  #tail: SteadyTail | undefined
  #copies: CopiedLog | undefined
  #live = false
  #liveFrom: LogPosition | null = null
  /** After the last byte that was read. */
  #readTo: LogPosition | null = null
  #lastLineAt: number | null = null
  /** Sessions that were built outside of any run so far. */
  #otherBuilds = 0
  #utcOffset: number | null = null
  #problem: LogProblem | null = null
  #stopped = false

  constructor(needs: Needs) {
    this.#needs = needs
    const { name, tell } = needs
    const fileKey = () => this.#readTo?.fileKey ?? ''
    this.#records = new LiveRecords({
      records: (records) => tell((listener) => listener.records?.(name, fileKey(), records)),
      grown: (record) => tell((listener) => listener.grown?.(name, fileKey(), record)),
    })
    this.#markers = new MarkerMemory((marker) => {
      if (!this.#live) return
      this.#records.finish()
      tell((listener) => listener.marker?.(name, marker, this.#fold.lastStamp))
    })
  }

  /** Where its files lie now. */
  get folder(): string {
    return this.#tail?.folder ?? this.#needs.folder
  }

  /** Whether copies are put into this folder. */
  takesCopiesIn(folder: string): boolean {
    const { standIn, folder: own } = this.#needs
    return folder === (typeof standIn === 'object' ? standIn.folder : own)
  }

  /** Whether copies are of any use now. */
  wantsCopies(): boolean {
    return this.#needs.standIn === undefined || (this.#tail?.wantsCopies ?? false)
  }

  /** What happened to the files since the start. */
  markers(): readonly SeenMarker[] {
    return this.#markers.seen
  }

  /** Who fetches copies. Where there is nothing else, nothing is live before the first. To be said before the start. */
  copiedBy(copies: CopiedLog) {
    this.#copies = copies
  }

  /** Reads from the position, or from the start of the live file, and goes on; resolves when caught up. */
  async start(from: LogPosition | undefined) {
    const { name, folder, standIn, pollMs, logger, now } = this.#needs
    this.#tail = new SteadyTail({
      folder,
      ...(typeof standIn === 'object' ? { standIn: standIn.folder } : {}),
      pollMs,
      now,
      onSwitch: (kind) => this.#markers.switched(kind),
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
    if (!this.#hasOnlyCopies()) this.#goLive()
  }

  /** A copy was taken, or could not be: resolves when all of it has been read. */
  async copyTaken() {
    const delayMs = this.#copies?.delayMs() ?? null
    if (delayMs !== null) await this.#tail?.copyTaken(this.#needs.now() - delayMs)
    if (this.#live || delayMs === null) return this.#tellState()
    await this.#caughtUp()
    this.#goLive()
    this.#needs.tell((listener) => listener.pastCame?.(this.#needs.name))
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
    if (this.#readsCopies() || this.wantsCopies()) await this.#copies?.refresh()
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
      delayMs: this.#delayMs(),
      standIn: standInOf(this.#needs, this.#tail, this.#copies),
      utcOffsetMinutes: this.#utcOffset,
    }
  }

  sight(): Sight {
    const problem = this.#shownProblem() ?? (this.#waitsForCopy() ? 'not-fetched' : null)
    return { state: problem ? 'unreadable' : 'ok', problem, delayMs: this.#delayMs() }
  }

  #hasOnlyCopies(): boolean {
    return this.#copies !== undefined && this.#needs.standIn === undefined
  }

  #readsCopies(): boolean {
    return this.#hasOnlyCopies() || (this.#tail?.readsCopies ?? false)
  }

  #delayMs(): number | null {
    return this.#readsCopies() ? (this.#copies?.delayMs() ?? null) : null
  }

  #waitsForCopy(): boolean {
    return this.#readsCopies() && this.#delayMs() === null
  }

  #shownProblem(): LogProblem | null {
    const fetching = this.#readsCopies() ? this.#copies?.problem : null
    return fetching ?? (this.#waitsForCopy() ? null : this.#problem)
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
    this.#readTo = { ...at, offset: at.offset + chunk.length }
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
    if (this.#fold.lastStamp !== null && !this.#readsCopies())
      this.#utcOffset = utcOffsetOf(this.#fold.lastStamp, now()) ?? this.#utcOffset
    this.#records.push(chunk, at.offset)
  }

  #onFile(fileKey: string, offset: number, why: FileReason) {
    // The same bytes from another folder: nothing has ended, not even a line.
    const goesOn = fileKey === this.#readTo?.fileKey && offset === this.#readTo.offset
    const at = { fileKey, offset }
    if (!goesOn) this.#records.startAt(offset)
    this.#markers.wentTo(at, why)
    if (goesOn) return
    this.#readTo = at
    if (this.#live) this.#liveFrom ??= at
    this.#fold.startFile(fileKey, offset)
  }

  #onState(problem: LogProblem | null) {
    const isNews = problem !== this.#problem
    this.#problem = problem
    const { name, logger } = this.#needs
    if (this.#waitsForCopy()) return
    if (isNews && problem) logger.warn({ source: name, problem }, 'log source cannot be read')
    else if (isNews) logger.info({ source: name }, 'log source can be read again')
    this.#tellState()
  }

  #tellState() {
    this.#needs.tell((listener) => listener.state?.(this.#needs.name))
  }
}
