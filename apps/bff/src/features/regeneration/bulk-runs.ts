import { setTimeout as sleep } from 'node:timers/promises'
import type { RunId } from '@ohif-admin/contracts'
import type { BulkAnswer, BulkTarget, XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { LogWatch } from '../../lib/log-watch.ts'
import { StorageError } from '../../storage/errors.ts'
import type { ExpectedSession, RunExpectedRepository } from '../../storage/run-expected.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { toCursors } from './log-binding.ts'
import type { RunTracker } from './run-tracker.ts'

/** XNAT refuses at once when its lock is held; an answer this early is worth waiting for. */
const EARLY_ANSWER_MS = 1_500

interface Needs {
  runs: RunsRepository
  runExpected: RunExpectedRepository
  tracker: RunTracker
  xnat: Pick<XnatClient, 'rebuildAll'>
  log: LogWatch
  logger: FastifyBaseLogger
  bulkTimeoutMs: number
}

/** The one call of a bulk run, and what must be written down around it. */
export class BulkRuns {
  readonly #needs: Needs
  readonly #closing = new AbortController()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Lets go of open calls to XNAT; the work there goes on, and so does the watching after a restart. */
  stop() {
    this.#closing.abort()
  }

  /**
   * Sends a run that holds the dispatch slot: where the logs stand and which sessions are expected is stored first, then
   * one call goes out, which is never repeated. Gives its answer when it comes at once; a later one is noted when it
   * comes. A run whose call could not be prepared ends as not sent, and the error is thrown.
   */
  async send(
    run: StoredRun,
    expected: ReadonlyMap<string, ExpectedSession>,
    xnatSession: string,
  ): Promise<BulkAnswer | undefined> {
    const { runs, runExpected, tracker, log } = this.#needs
    const startCursors = toCursors(await log.ends())
    tracker.begin({ ...run, startCursors, expected: expected.size }, expected)
    try {
      await runExpected.saveExpected(run.id, expected.values())
      // From here on it counts as sent, whatever happens to this process; unless somebody has ended it meanwhile.
      const prepared = { state: 'starting', startCursors, expected: expected.size } as const
      if (!(await runs.update(run.id, prepared)))
        throw new StorageError('conflict', 'The run is over already.')
    } catch (error) {
      // Nothing was sent: without this the run would look like one that XNAT never showed.
      await tracker.giveUp(run.id, { state: 'failed-to-start', reason: 'not-sent', detail: null })
      throw error
    }
    return Promise.race([
      this.#call(run, xnatSession),
      sleep(EARLY_ANSWER_MS, undefined, { ref: false, signal: this.#closing.signal }).catch(() => undefined),
    ])
  }

  async #call(run: StoredRun, xnatSession: string): Promise<BulkAnswer | undefined> {
    const { xnat, bulkTimeoutMs } = this.#needs
    const { data, overwrite } = run
    const sentAt = performance.now()
    const answer = await xnat.rebuildAll(
      xnatSession,
      { target: targetOf(run), data, overwrite },
      { timeoutMs: bulkTimeoutMs, signal: this.#closing.signal },
    )
    // Our own shutdown cut the connection: that says nothing about XNAT.
    if (this.#closing.signal.aborted) return undefined
    await this.#note(run.id, answer, Math.round(performance.now() - sentAt))
    return answer
  }

  async #note(runId: RunId, answer: BulkAnswer, afterMs: number) {
    try {
      await this.#needs.tracker.callAnswered(runId, answer, afterMs)
    } catch (error) {
      this.#needs.logger.error({ err: error, runId }, 'the answer to a bulk call could not be noted')
    }
  }
}

/** Throws for a run that no bulk call can do: a programming error. */
function targetOf({ scope, projectId, targetId }: StoredRun): BulkTarget {
  if (scope === 'site') return { scope }
  if (scope === 'project' && projectId !== null) return { scope, projectId }
  if (scope === 'subject' && projectId !== null && targetId !== null)
    return { scope, projectId, subjectId: targetId }
  throw new RangeError(`There is no bulk call for the scope ${scope}.`)
}
