import type { LogFold } from '../fold.ts'
import type { LogRun } from '../runs/log-run.ts'

/** Keeps what the fold forgets once it was taken. */
export class RunCollector {
  readonly #fold: LogFold
  readonly #runs = new Map<string, LogRun>()

  constructor(fold: LogFold) {
    this.#fold = fold
  }

  /** Takes the fold's changes and gives the runs that changed. */
  take(): LogRun[] {
    const changed = this.#fold.takeChanges().map(({ run }) => run)
    for (const run of changed) this.#runs.set(run.key, run)
    return changed
  }

  /** All runs, in the order in which they began. */
  get runs(): LogRun[] {
    return [...this.#runs.values()]
  }
}
