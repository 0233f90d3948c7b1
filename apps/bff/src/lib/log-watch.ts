import type { LogSight, LogSourceState } from '@ohif-admin/contracts'
import type { LogChange, LogRecord, LogRun } from '@ohif-admin/ohif-log'
import type { FastifyBaseLogger } from 'fastify'
import type { SeenMarker } from './log-markers.ts'
import { LogFileError, type LogPosition, listLogFiles } from './log-tail/index.ts'
import { MinuteCounter } from './minute-counter.ts'
import { WatchedSource } from './watched-source.ts'

/** Called with what happens in a log source. `live` is false while the past of the file is read. */
export interface LogListener {
  changes?: (source: string, changes: readonly LogChange[], live: boolean) => void
  /** Complete records, only of lines that arrived live. */
  records?: (source: string, fileKey: string, records: readonly LogRecord[]) => void
  /** Something happened to the files; `at` is the stamp read last. Only what happens live. */
  marker?: (source: string, marker: SeenMarker, at: string | null) => void
  /** The source became readable or unreadable. */
  state?: (source: string) => void
}

interface Needs {
  sources: readonly { name: string; folder: string }[]
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

  /** Whether a source (or any, for null) can be read, and what is wrong otherwise. */
  sight(source: string | null): LogSight {
    const states = this.states().filter(({ name }) => source === null || name === source)
    if (states.length === 0) return { state: 'none', problem: null }
    if (states.some(({ state }) => state !== 'unreadable')) return { state: 'ok', problem: null }
    return { state: 'unreadable', problem: states[0]?.problem ?? null }
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
   * after was written later.
   */
  async ends(): Promise<Map<string, LogPosition>> {
    const ends = new Map<string, LogPosition>()
    for (const [name, { folder }] of this.#sources) {
      const live = await listLogFiles(folder).then((files) => files.at(-1), nothingWhenUnreadable)
      if (live) ends.set(name, { fileKey: live.fileKey, offset: live.size })
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
}

function nothingWhenUnreadable(error: unknown): undefined {
  if (!(error instanceof LogFileError)) throw error
}
