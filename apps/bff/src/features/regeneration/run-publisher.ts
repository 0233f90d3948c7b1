import type { LogSight, RunSession } from '@ohif-admin/contracts'
import type { LogRecord } from '@ohif-admin/ohif-log'
import { belongsToRun, toLogLine } from '../../lib/log-lines.ts'
import type { StreamHub } from '../../lib/stream-hub.ts'
import type { LiveRun } from './live-run.ts'
import type { Progress } from './progress.ts'
import { viewRun, viewSession } from './run-view.ts'

/** Lines in one message: a flood is shown as its newest lines and the number of the others. */
const LINES_PER_MESSAGE = 500
/** Sessions in one message; a run changes far fewer in a fifth of a second. */
const SESSIONS_PER_MESSAGE = 1_000

/** Tells listeners what changed in a run. Collects log lines in between, in bounded memory. */
export class RunPublisher {
  readonly #hub: StreamHub
  #records: { source: string; fileKey: string; record: LogRecord }[] = []
  #skipped = 0

  constructor(hub: StreamHub) {
    this.#hub = hub
  }

  /** Keeps the records of the run until the next telling, when anybody listens. */
  addRecords({ row, seen }: LiveRun, source: string, fileKey: string, records: readonly LogRecord[]) {
    if (!seen || !this.#hub.hasListeners(`run-log:${row.id}`)) return
    for (const record of records) {
      if (belongsToRun(record, fileKey, seen)) this.#records.push({ source, fileKey, record })
    }
    const tooMany = this.#records.length - LINES_PER_MESSAGE
    if (tooMany > 0) {
      this.#records.splice(0, tooMany)
      this.#skipped += tooMany
    }
  }

  /** Sends the run, the sessions that changed and the lines that came. */
  tell(live: LiveRun, progress: Progress, log: LogSight) {
    const { row } = live
    for (const topic of ['runs', `run:${row.id}`]) {
      this.#hub.publish(topic, row, (audience) => ({
        type: 'run',
        run: viewRun(row, progress, log, audience),
      }))
    }
    this.#tellSessions(live)
    this.tellLines(live)
  }

  #tellSessions(live: LiveRun) {
    const changed = [...live.changed].flatMap((position) => live.sessions[position] ?? [])
    live.changed.clear()
    for (let from = 0; from < changed.length; from += SESSIONS_PER_MESSAGE) {
      const part: RunSession[] = changed.slice(from, from + SESSIONS_PER_MESSAGE)
      this.#hub.publish(`run:${live.row.id}`, live.row, (audience) => ({
        type: 'run-sessions',
        runId: live.row.id,
        sessions: part.map((session) => viewSession(session, audience)),
      }))
    }
  }

  /** Sends the lines that came since the last time. */
  tellLines({ row }: LiveRun) {
    const records = this.#records.splice(0)
    const skipped = this.#skipped
    this.#skipped = 0
    if (records.length === 0 && skipped === 0) return
    this.#hub.publish(`run-log:${row.id}`, row, (audience) => ({
      type: 'run-log',
      runId: row.id,
      reset: false,
      lines: records.flatMap(
        ({ record, source, fileKey }) => toLogLine(record, { source, fileKey }, audience) ?? [],
      ),
      skipped,
    }))
  }
}
