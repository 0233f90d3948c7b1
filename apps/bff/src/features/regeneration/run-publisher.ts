import type { RunId, RunSession } from '@ohif-admin/contracts'
import type { LogRecord } from '@ohif-admin/ohif-log'
import { belongsToRun, type RunLines, toLogLine } from '../../lib/log-lines.ts'
import type { StreamHub } from '../../lib/stream-hub.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import { type RunFacts, viewRun, viewSession } from './run-view.ts'

/** Lines in one message: a flood is shown as its newest lines and the number of the others. */
const LINES_PER_MESSAGE = 500
/** Sessions in one message; a run changes far fewer in a fifth of a second. */
const SESSIONS_PER_MESSAGE = 1_000

interface Waiting {
  records: { source: string; fileKey: string; record: LogRecord }[]
  skipped: number
}

/** Tells listeners what changed in a run. Collects log lines in between, in bounded memory. */
export class RunPublisher {
  readonly #hub: StreamHub
  readonly #waiting = new Map<RunId, Waiting>()

  constructor(hub: StreamHub) {
    this.#hub = hub
  }

  /** Keeps the records of the run until the next telling, when anybody listens. */
  addRecords(
    { row, seen }: { row: StoredRun; seen: RunLines | null },
    source: string,
    fileKey: string,
    records: readonly LogRecord[],
  ) {
    if (!seen) return
    const own = () => records.filter((record) => belongsToRun(record, fileKey, seen))
    this.addLines(row, source, fileKey, own)
  }

  /** The same for records that are known to be the run's; they are asked for only when anybody listens. */
  addLines({ id }: StoredRun, source: string, fileKey: string, own: () => readonly LogRecord[]) {
    if (!this.#hub.hasListeners(`run-log:${id}`)) return
    const waiting = this.#waiting.get(id) ?? { records: [], skipped: 0 }
    this.#waiting.set(id, waiting)
    waiting.records.push(...own().map((record) => ({ source, fileKey, record })))
    const tooMany = waiting.records.length - LINES_PER_MESSAGE
    if (tooMany > 0) {
      waiting.records.splice(0, tooMany)
      waiting.skipped += tooMany
    }
  }

  /** Sends the run, the sessions that changed and the lines that came. */
  tell(facts: RunFacts, changed: readonly RunSession[]) {
    const { row } = facts
    for (const topic of ['runs', `run:${row.id}`]) {
      this.#hub.publish(topic, row, (audience) => ({ type: 'run', run: viewRun(facts, audience) }))
    }
    this.#tellSessions(row, changed)
    this.tellLines(row)
  }

  #tellSessions(row: StoredRun, changed: readonly RunSession[]) {
    for (let from = 0; from < changed.length; from += SESSIONS_PER_MESSAGE) {
      const part = changed.slice(from, from + SESSIONS_PER_MESSAGE)
      this.#hub.publish(`run:${row.id}`, row, (audience) => ({
        type: 'run-sessions',
        runId: row.id,
        sessions: part.map((session) => viewSession(session, audience)),
      }))
    }
  }

  /** Sends the lines that came since the last time. */
  tellLines(row: StoredRun) {
    const waiting = this.#waiting.get(row.id)
    this.#waiting.delete(row.id)
    if (!waiting || (waiting.records.length === 0 && waiting.skipped === 0)) return
    this.#hub.publish(`run-log:${row.id}`, row, (audience) => ({
      type: 'run-log',
      runId: row.id,
      reset: false,
      lines: waiting.records.flatMap(
        ({ record, source, fileKey }) => toLogLine(record, { source, fileKey }, audience) ?? [],
      ),
      skipped: waiting.skipped,
    }))
  }
}
