import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunId, RunSession, Verdict } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { CoverageSessionsRepository } from '../../storage/coverage-sessions.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../storage/run-session-lists.ts'
import type { RunsRepository } from '../../storage/runs.ts'

/**
 * Verdicts after which nobody knows what is stored until somebody looks. A failure stores nothing and takes nothing away:
 * what was seen before still holds.
 */
const TELLING: ReadonlySet<Verdict> = new Set(['stored', 'migrated', 'unknown'])

interface Needs {
  sessions: CoverageSessionsRepository
  runs: Pick<RunsRepository, 'find'>
  sessionLists: Pick<RunSessionListsRepository, 'after'>
  /** What is known of a project (null: of several) has changed. */
  tell: (projectId: string | null) => void
  logger: FastifyBaseLogger
  now: () => number
}

/** Keeps what was seen true when runs rebuild sessions afterwards. */
export class RunEffects {
  readonly #needs: Needs
  #working: Promise<void> = Promise.resolve()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** A run has ended: takes over its outcome, and that of others that ended while no console was there. */
  wake() {
    this.#working = this.#working
      .then(() => this.#takeOverAll())
      .catch((err: unknown) =>
        this.#needs.logger.warn({ err }, 'the outcome of a run is not noted with its sessions yet'),
      )
  }

  /** XNAT was asked about a session after a run. */
  checked(row: StoredRun, { sessionId }: RunSession, checked: 'checked-present' | 'checked-missing') {
    const state = checked === 'checked-present' ? 'valid' : 'missing'
    this.#working = this.#working
      .then(() => this.#needs.sessions.look(sessionId, row.data, state, this.#needs.now()))
      .catch((err: unknown) => this.#needs.logger.warn({ err }, 'an answer about a session is not noted'))
  }

  /** Resolves when everything is noted. */
  settled(): Promise<void> {
    return this.#working
  }

  async #takeOverAll() {
    for (const runId of await this.#needs.sessions.runsToTakeOver()) await this.#takeOver(runId)
  }

  async #takeOver(runId: RunId) {
    const { runs, sessionLists, sessions, tell } = this.#needs
    const row = await runs.find(runId)
    if (row?.endedAt == null) return
    const run = { id: row.id, data: row.data, endedAt: row.endedAt }
    let page = await sessionLists.after(runId, -1)
    for (; page.length > 0; page = await sessionLists.after(runId, page.at(-1)?.position ?? 0)) {
      const effects = page.filter(({ verdict }) => TELLING.has(verdict))
      if (effects.length > 0) await sessions.takeOver(run, effects)
      await nextTurn()
    }
    await sessions.markTakenOver(runId)
    tell(row.projectId)
  }
}
