import type { LogSourceState } from '@ohif-admin/contracts'
import type { LogChange, LogRecord, LogRun } from '@ohif-admin/ohif-log'
import type { FastifyBaseLogger } from 'fastify'
import type { SeenMarker } from './log-markers.ts'
import { type NamedSource, nothingWhenUnreadable, type Sight } from './log-source.ts'
import type { LogPosition } from './log-tail/index.ts'
import { MinuteCounter } from './minute-counter.ts'
import { WatchedSource } from './watched-source.ts'
import type { CopiedLog } from './xnat-log/copied-log.ts'

/** Called with what happens in a log source. `live` is false while the past of the file is read. */
export interface LogListener {
  changes?: (source: string, changes: readonly LogChange[], live: boolean) => void
  /** Complete records, only of lines that arrived live. */
  records?: (source: string, fileKey: string, records: readonly LogRecord[]) => void
  /** A record that was given has got more lines since. */
  grown?: (source: string, fileKey: string, record: LogRecord) => void
  /** Something happened to the files; `at` is the stamp read last. Only what happens live. */
  marker?: (source: string, marker: SeenMarker, at: string | null) => void
  /** All of the past is there now, which was not when others may have asked for it. */
  pastCame?: (source: string) => void
  /** The source became readable or unreadable. */
  state?: (source: string) => void
}

interface Needs {
  sources: readonly NamedSource[]
  pollMs: number
  logger: FastifyBaseLogger
  now: () => number
}

/** Follows every configured log: one tail per source for the whole process, folded into runs. */
export class LogWatch {
  readonly #listeners = new Set<LogListener>()
  readonly #sources: ReadonlyMap<string, WatchedSource>
  readonly #otherBuilds: MinuteCounter
  readonly #now: () => number

  constructor({ sources, ...shared }: Needs) {
    const tell = (call: (listener: LogListener) => void) => {
      for (const listener of this.#listeners) call(listener)
    }
    const { now } = shared
    this.#now = now
    this.#otherBuilds = new MinuteCounter(now())
    const rebuilt = (count: number) => this.#otherBuilds.add(count, now())
    this.#sources = new Map(
      sources.map((source) => [source.name, new WatchedSource({ ...source, ...shared, tell, rebuilt })]),
    )
  }

  /** Starts every source, from the given position or the start of its live file; resolves when all caught up. */
  async start(from: ReadonlyMap<string, LogPosition>) {
    await Promise.all([...this.#sources].map(([name, source]) => source.start(from.get(name))))
  }

  async stop() {
    await Promise.all(this.#sources.values().map((source) => source.stop()))
  }

  names(): string[] {
    return [...this.#sources.keys()]
  }

  folderOf(source: string): string | undefined {
    return this.#sources.get(source)?.folder
  }

  /** What happened to the files of a source since the start, oldest first. */
  markersOf(source: string): readonly SeenMarker[] {
    return this.#sources.get(source)?.markers() ?? []
  }

  states(): LogSourceState[] {
    return [...this.#sources.values()].map((source) => source.state())
  }

  stateOf(source: string): LogSourceState | undefined {
    return this.#sources.get(source)?.state()
  }

  /**
   * Whether a source (or any, for null) can be read, what is wrong otherwise, and how old what is read may be: `delayMs`
   * is null for a folder that is read itself and before the first copy of a log that comes through XNAT.
   */
  sight(source: string | null): Sight {
    const sights = [...this.#sources].flatMap(([name, one]) =>
      source === null || name === source ? [one.sight()] : [],
    )
    const [first] = sights
    return sights.find(({ state }) => state === 'ok') ?? first ?? NO_SIGHT
  }

  /** How old what is read may be (ms); null where folders are read themselves. */
  delayMs(): number | null {
    const delays = [...this.#sources.values()].flatMap((source) => source.sight().delayMs ?? [])
    return delays.length === 0 ? null : Math.max(...delays)
  }

  /** Whether copies are of any use now. */
  wantsCopies(): boolean {
    return this.#sources.values().some((source) => source.wantsCopies())
  }

  /** Copies are put into this folder, by whom they are fetched. To be said before the start. */
  copiedBy(folder: string, copies: CopiedLog) {
    this.#inFolder(folder)?.copiedBy(copies)
  }

  /** Whether the copies in a folder are read in place of a log folder. */
  standsIn(folder: string): boolean {
    return this.#inFolder(folder)?.state().standIn?.state === 'reading'
  }

  /** A copy was taken into a folder, or could not be: resolves when all of it has been read. */
  async copyTaken(folder: string) {
    await this.#inFolder(folder)?.copyTaken()
  }

  /** Where each readable source stands. */
  positions(): Map<string, LogPosition> {
    const positions = new Map<string, LogPosition>()
    for (const [name, source] of this.#sources) {
      const position = source.position()
      if (position) positions.set(name, position)
    }
    return positions
  }

  /** Where each source stood when its lines began to be live; what came since was given to the listeners. */
  livePositions(): Map<string, LogPosition> {
    const positions = new Map<string, LogPosition>()
    for (const [name, source] of this.#sources) {
      const position = source.liveFrom()
      if (position) positions.set(name, position)
    }
    return positions
  }

  /**
   * Where the live file of each readable source ends on disk at this moment, however far it has been read: what comes
   * after was written later. A log that comes through XNAT is fetched for this.
   */
  async ends(): Promise<Map<string, LogPosition>> {
    const ends = new Map<string, LogPosition>()
    for (const [name, source] of this.#sources) {
      const end = await source.end().catch(nothingWhenUnreadable)
      if (end) ends.set(name, end)
    }
    return ends
  }

  /** Runs that are open in the log of a source. */
  openRuns(source: string): readonly LogRun[] {
    return this.#sources.get(source)?.openRuns() ?? []
  }

  /**
   * Sessions that began to be built outside of any run, by archiving and by viewer visits: minute by minute since the
   * start, at most an hour, the present minute last. Null when no log can be read.
   */
  buildsOutsideRuns(): number[] | null {
    return this.sight(null).state === 'ok' ? this.#otherBuilds.series(this.#now()) : null
  }

  /** Calls back from now on. */
  listen(listener: LogListener) {
    this.#listeners.add(listener)
  }

  #inFolder(folder: string): WatchedSource | undefined {
    return this.#sources.values().find((source) => source.takesCopiesIn(folder))
  }
}

const NO_SIGHT: Sight = { state: 'none', problem: null, delayMs: null }
