import { EFFECT } from './meaning/rule.ts'
import { createLogger, hasRules, type Logger, matchRule } from './meaning/vocabulary.ts'
import { FoldContext, type FoldOptions, type Value } from './runs/context.ts'
import type { LogChange, LogRun, OtherGeneration } from './runs/log-run.ts'
import type { OtherGenerationCounts } from './runs/other-log.ts'
import { reduce } from './runs/reducer.ts'
import type { Place, RunState } from './runs/run-state.ts'
import { createThread, isBusy, type Thread } from './runs/thread.ts'
import { Counter } from './text/counter.ts'
import { decodeText, shorten } from './text/decode.ts'
import type { HeaderReader } from './text/header.ts'
import { createInterner } from './text/intern.ts'
import { KnownNames, loggerSlot, threadSlot } from './text/known-names.ts'
import { LineSplitter } from './text/lines.ts'
import { formatStamp, NO_STAMP, type PackedStamp, packStamp } from './text/stamp.ts'

/** Names that are remembered; a server has a few hundred threads, the plugin a few dozen loggers. */
const MAX_NAMES = 4096

/** Loggers whose unknown records are told apart. */
const MAX_UNRECOGNIZED = 200

export interface UnrecognizedLogger {
  logger: string
  count: number
}

/** Folds the bytes of a log into runs. A pure function of the bytes: the same bytes always give the same runs. */
export interface LogFold {
  /**
   * The next bytes come from this file, from this offset (0 when not given). A new file at 0 goes on where the older
   * one ended (the nightly roll): runs stay open. Any other jump leaves a gap, after which a missing line of the runs
   * that are open proves nothing any more.
   * @param gap says that bytes were lost even though the place looks like the next one (a file cut in mid-run)
   */
  startFile(fileKey: string, offset?: number, gap?: boolean): void
  /** Takes the next bytes, cut anywhere. Never throws. */
  push(chunk: Uint8Array): void
  /**
   * The runs that changed since the last call, in the order in which they changed first. A closed run is forgotten with
   * that, and kept until then: call it after every few chunks.
   */
  takeChanges(): LogChange[]
  readonly openRuns: LogRun[]
  /** Offset in the current file after the last complete line. */
  readonly offset: number
  /** Records read: header lines. */
  readonly records: number
  /** Records that no rule knows, from loggers whose every message should be known. Many of them: a changed plugin. */
  readonly unrecognized: number
  /** The same by logger, most first. */
  unrecognizedByLogger(): UnrecognizedLogger[]
  /** Stamp of the last record. */
  readonly lastStamp: string | null
  /** Starts of the server seen. */
  readonly restarts: number
  /** Sessions built outside any run, oldest first; only the last thousand are kept. */
  readonly otherGeneration: OtherGeneration[]
  readonly otherGenerationCounts: OtherGenerationCounts
}

export function createLogFold(options: FoldOptions = {}): LogFold {
  return new Fold(options)
}

class Fold implements LogFold {
  records = 0
  unrecognized = 0
  readonly #context: FoldContext
  readonly #threads = createInterner<Thread>(createThread, MAX_NAMES, isBusy, () =>
    this.#names.threads.clear(),
  )
  readonly #loggers = createInterner<Logger>(createLogger, MAX_NAMES, hasRules, () =>
    this.#names.loggers.clear(),
  )
  readonly #unrecognized = new Counter(MAX_UNRECOGNIZED, 'other loggers')
  readonly #names = {
    threads: new KnownNames<Thread>(this.#threads.get, threadSlot, ']'),
    loggers: new KnownNames<Logger>(this.#loggers.get, loggerSlot, ' '),
  }
  readonly #place: Place = { fileKey: '', offset: 0, end: 0, at: NO_STAMP }
  readonly #value: Value = { bytes: new Uint8Array(0), start: 0, end: 0 }
  readonly #lines = new LineSplitter((bytes, view, start, end, header, offset, length) => {
    if (header !== null) this.#record(bytes, view, start, end, header, offset, length)
    else if (this.#context.awaitsReason !== null) this.#explain(bytes, start, end)
  }, this.#names)
  #started = false
  #lastAt: PackedStamp = NO_STAMP
  // Stamps are read only when somebody can see them: after a chunk, not after every record.
  #stampBytes: Uint8Array | null = null
  #lastStart = -1
  #stamped: RunState[] = []

  constructor(options: FoldOptions) {
    this.#context = new FoldContext(options)
  }

  startFile(fileKey: string, offset = 0, gap = false) {
    const sameFile = fileKey === this.#place.fileKey
    const goesOn = !gap && (sameFile ? offset === this.#lines.offset : offset === 0)
    this.#place.fileKey = fileKey
    if (!this.#started || !goesOn) {
      if (this.#started) this.#context.skipped()
      this.#lines.jump(offset)
    } else if (!sameFile) this.#lines.nextFile()
    this.#started = true
  }

  push(chunk: Uint8Array) {
    this.#started = true
    this.#lines.push(chunk)
    this.#readStamps()
  }

  takeChanges(): LogChange[] {
    return this.#context.takeDirty().map((run) => run.change())
  }

  get openRuns(): LogRun[] {
    return Array.from(this.#context.open, (run) => run.view())
  }

  get offset(): number {
    return this.#lines.offset
  }

  get lastStamp(): string | null {
    return formatStamp(this.#lastAt)
  }

  get restarts(): number {
    return this.#context.restarts
  }

  get otherGeneration(): OtherGeneration[] {
    return this.#context.other.list()
  }

  get otherGenerationCounts(): OtherGenerationCounts {
    return { ...this.#context.other.counts }
  }

  unrecognizedByLogger(): UnrecognizedLogger[] {
    return this.#unrecognized.entries().map(([logger, count]) => ({ logger, count }))
  }

  #record(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    header: HeaderReader,
    offset: number,
    length: number,
  ) {
    this.records++
    this.#context.awaitsReason = null
    if (this.#stampBytes !== bytes) this.#readStamps()
    this.#stampBytes = bytes
    this.#lastStart = start
    const thread = this.#names.threads.last as Thread
    const logger = this.#names.loggers.last as Logger
    const { owner } = thread
    if (owner !== null) this.#touch(owner, start)
    const rule = matchRule(logger, header.level, bytes, view, header.messageStart, end)
    if (rule === null && !logger.tolerated) {
      this.unrecognized++
      this.#unrecognized.add(logger.name)
    }
    if (logger.from37) this.#context.version.saw('from-3.7')
    if ((rule === null || rule.effect === EFFECT.none) && thread.request === null) return
    const place = this.#place
    place.offset = offset
    place.end = offset + length
    place.at = packStamp(bytes, start)
    const value = this.#value
    value.bytes = bytes
    value.start = header.messageStart + (rule?.before.length ?? 0)
    value.end = end - (rule?.after.length ?? 0)
    reduce(this.#context, thread, place, rule, value)
    if (thread.owner !== null && thread.owner !== owner) this.#touch(thread.owner, start)
  }

  /** Only the first line after the header of a failure is its reason. */
  #explain(bytes: Uint8Array, start: number, end: number) {
    const reason = shorten(decodeText(bytes, start, end)).trim()
    if (reason !== '') this.#context.awaitsReason?.(reason)
    this.#context.awaitsReason = null
  }

  #touch(run: RunState, start: number) {
    if (!run.isOpen) return
    if (run.lastStart < 0) this.#stamped.push(run)
    run.lastStart = start
  }

  /** Keeps the stamps of the last records before the bytes they stand in are gone. */
  #readStamps() {
    const bytes = this.#stampBytes
    if (bytes === null) return
    this.#stampBytes = null
    this.#lastAt = packStamp(bytes, this.#lastStart)
    for (const run of this.#stamped) {
      run.lastAt = packStamp(bytes, run.lastStart)
      run.lastStart = -1
      this.#context.mark(run)
    }
    this.#stamped = []
  }
}
