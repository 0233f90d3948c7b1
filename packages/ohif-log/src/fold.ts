import { EFFECT } from './meaning/rule.ts'
import { type Channel, createChannel, hasRules, matchRule } from './meaning/vocabulary.ts'
import { FoldContext, type FoldOptions, type Value } from './runs/context.ts'
import type { LogChange, LogRun, OtherGeneration } from './runs/log-run.ts'
import type { OtherGenerationCounts } from './runs/other-log.ts'
import { reduce } from './runs/reducer.ts'
import type { Place, RunState } from './runs/run-state.ts'
import { createThread, isBusy, type Thread } from './runs/thread.ts'
import { Counter } from './text/counter.ts'
import { decodeText, shorten } from './text/decode.ts'
import { HeaderReader } from './text/header.ts'
import { createInterner } from './text/intern.ts'
import type { LineBatch } from './text/line-batch.ts'
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
  readonly #threads = createInterner<Thread>(createThread, MAX_NAMES, isBusy, () => this.#header.forget())
  readonly #channels = createInterner<Channel>(createChannel, MAX_NAMES, hasRules, () =>
    this.#header.forget(),
  )
  readonly #header: HeaderReader<Thread, Channel> = new HeaderReader(this.#threads.get, this.#channels.get)
  readonly #unrecognized = new Counter(MAX_UNRECOGNIZED, 'other loggers')
  readonly #place: Place = { fileKey: '', offset: 0, end: 0, at: NO_STAMP }
  readonly #value: Value = { bytes: new Uint8Array(0), start: 0, end: 0 }
  readonly #lines = new LineSplitter<Thread, Channel>(this.#header, (batch) => this.#read(batch), 'first')
  #started = false
  #lastAt: PackedStamp = NO_STAMP
  #touched: RunState[] = [] // runs with records in the batch that is being read

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

  #read(batch: LineBatch<Thread, Channel>) {
    const last = this.#readLines(batch)
    if (last >= 0) this.#lastAt = packStamp(batch.bytes, last)
    this.#readStamps(batch.bytes)
  }

  /** Gives the start of the last record, or -1 when none begins in the batch. */
  #readLines(batch: LineBatch<Thread, Channel>): number {
    let last = -1
    for (let index = 0; index < batch.count; index++) {
      const thread = batch.threads[index]
      const channel = batch.channels[index]
      if (thread && channel) {
        this.records++
        this.#context.awaitsReason = null
        last = batch.starts[index] as number
        this.#record(batch, index, thread, channel)
      } else if (this.#context.awaitsReason !== null) {
        this.#explain(batch.bytes, batch.starts[index] as number, batch.ends[index] as number)
      }
    }
    return last
  }

  #record(batch: LineBatch<Thread, Channel>, index: number, thread: Thread, channel: Channel) {
    const { bytes, view } = batch
    const start = batch.starts[index] as number
    const message = batch.messages[index] as number
    const end = batch.ends[index] as number
    const { owner } = thread
    if (owner !== null) this.#touch(owner, start)
    const rule = matchRule(channel, bytes, view, message, end)
    if (rule === null && !channel.tolerated) {
      this.unrecognized++
      this.#unrecognized.add(channel.logger)
    }
    if (channel.from37) this.#context.version.saw('from-3.7')
    if ((rule === null || rule.effect === EFFECT.none) && thread.request === null) return
    const place = this.#place
    place.offset = batch.offsetOf(index)
    place.end = batch.nextOffsetOf(index)
    place.at = packStamp(bytes, start)
    const value = this.#value
    value.bytes = bytes
    value.start = message + (rule?.before.length ?? 0)
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
    if (run.lastStart < 0) this.#touched.push(run)
    run.lastStart = start
  }

  /** The stamp of a run's last record is read when somebody can see it: after a batch, not after every record. */
  #readStamps(bytes: Uint8Array) {
    for (const run of this.#touched) {
      run.lastAt = packStamp(bytes, run.lastStart)
      run.lastStart = -1
      this.#context.mark(run)
    }
    this.#touched = []
  }
}
