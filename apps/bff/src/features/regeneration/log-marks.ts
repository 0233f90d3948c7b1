import type { LogPosition } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { LogMarksRepository } from '../../storage/log-marks.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import { toCursors, toPositions } from './log-binding.ts'
import { endOf, type LogHistory, readLogHistory } from './log-history.ts'
import type { Stranger } from './strangers.ts'

const SAVE_EVERY_MS = 5_000

interface Needs {
  stored: LogMarksRepository
  log: LogWatch
}

/** How far each log was read for runs that began elsewhere: what ended before is history and nobody's business. */
export class LogMarks {
  readonly #needs: Needs
  readonly #histories = new Map<string, LogHistory>()
  #before = new Map<string, LogPosition>()
  #saved = ''
  #savedAt = Number.NEGATIVE_INFINITY

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * Where each log must be read from: the beginning of the file that was being read, or of one that holds the start of
   * an open run, so that what is folded has seen the start of the server too. A log never read before begins a file
   * earlier than the live one. Throws StorageError.
   */
  async recover(open: readonly StoredRun[]): Promise<Map<string, LogPosition>> {
    const { stored, log } = this.#needs
    this.#before = toPositions(await stored.load())
    const from = new Map<string, LogPosition>()
    for (const source of log.names()) {
      const history = await readLogHistory(log.folderOf(source))
      this.#histories.set(source, history)
      const start = this.#startOf(source, history, open)
      if (start) from.set(source, start)
    }
    return from
  }

  /** Whether the run is worth a row: it is open, or ended since the log was read last. */
  isNews({ source, run }: Stranger): boolean {
    const end = endOf(run)
    if (end === null) return run.outcome === 'running'
    const mark = this.#before.get(source)
    const history = this.#histories.get(source)
    return mark !== undefined && history !== undefined && !history.isBefore(end, mark)
  }

  /** Writes down how far the logs are read now, when that has changed and some seconds passed. Throws StorageError. */
  async save() {
    const marks = toCursors(this.#needs.log.positions())
    const text = JSON.stringify(marks)
    if (text === this.#saved || performance.now() - this.#savedAt < SAVE_EVERY_MS) return
    this.#savedAt = performance.now()
    await this.#needs.stored.save(marks)
    this.#saved = text
  }

  #startOf(source: string, history: LogHistory, open: readonly StoredRun[]): LogPosition | undefined {
    const mark = this.#before.get(source)
    const starts = open.flatMap(({ startCursors }) => toPositions(startCursors).get(source) ?? [])
    if (mark === undefined && starts.length === 0) return history.beginningOfYesterday()
    return history.beginningOf(mark ? [mark, ...starts] : starts)
  }
}
