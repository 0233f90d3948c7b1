import type { RunId } from '@ohif-admin/contracts'
import type { LogRecord } from '@ohif-admin/ohif-log'
import type { RunLines } from '../../lib/log-lines.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { LiveRun } from './live-run.ts'
import { progressOfEnded } from './progress.ts'
import type { RunPublisher } from './run-publisher.ts'

const KEPT = 8

interface Needs {
  publisher: RunPublisher
  log: LogWatch
}

/** Runs that are over and whose last line, and whose call's answer, may still come. Without their sessions. */
export class LateRuns {
  readonly #needs: Needs
  readonly #runs = new Map<RunId, { row: StoredRun; seen: RunLines | null }>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  add({ row, seen }: Pick<LiveRun, 'row' | 'seen'>) {
    this.#runs.set(row.id, { row, seen: seen && linesOf(seen) })
    for (const id of [...this.#runs.keys()].slice(0, -KEPT)) this.#runs.delete(id)
  }

  /** The end line is told after the run: it waits for a line after it, or for quiet. */
  addRecords(source: string, fileKey: string, records: readonly LogRecord[]) {
    const { publisher } = this.#needs
    for (const run of this.#runs.values()) {
      if (run.row.logSource !== source) continue
      publisher.addRecords(run, source, fileKey, records)
      publisher.tellLines(run.row)
    }
  }

  /** The answer came after the end of the run. */
  answered(runId: RunId, xnatCall: StoredRun['xnatCall']) {
    const run = this.#runs.get(runId)
    if (!run) return
    const { publisher, log } = this.#needs
    run.row = { ...run.row, xnatCall }
    const facts = { row: run.row, progress: progressOfEnded(run.row), log: log.sight(run.row.logSource) }
    publisher.tell({ ...facts, stalled: null }, [])
  }
}

const linesOf = ({ requestThread, pool, endFileKey, endOffset }: RunLines): RunLines => ({
  requestThread,
  pool,
  endFileKey,
  endOffset,
})
