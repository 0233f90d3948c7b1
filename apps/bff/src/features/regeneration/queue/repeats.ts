import { createHash, randomUUID } from 'node:crypto'
import { IdempotencyKey, type RunId, type RunSession } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { GuidedRunsRepository } from '../../../storage/guided-runs.ts'
import { newRun } from '../../../storage/new-run.ts'
import type { RunQueueRepository } from '../../../storage/run-queue.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../../storage/run-session-lists.ts'
import type { RunSessionsRepository } from '../../../storage/run-sessions.ts'
import type { RunsRepository } from '../../../storage/runs.ts'
import type { ActingFor } from '../guided/acting.ts'
import { sameTimeNextDay } from '../guided/quiet-hours.ts'
import type { TokenVault } from '../guided/token-vault.ts'
import { allSessions, waiting } from './stored-sessions.ts'

interface Needs {
  runs: RunsRepository
  queue: RunQueueRepository
  guidedRuns: GuidedRunsRepository
  runSessions: RunSessionsRepository
  sessionLists: RunSessionListsRepository
  acting: Pick<ActingFor, 'of' | 'release'>
  vault: Pick<TokenVault, 'issue' | 'has'>
  logger: FastifyBaseLogger
  now: () => number
}

/**
 * The next night's runs of those that repeat. Each is written down in steps that can be taken again: whoever finds a run
 * without its next one goes on where a console that died has stopped, and two of them make one.
 */
export class Repeats {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Queues the next night's run, with a token of its own when there is a session to ask for it. Throws `StorageError`. */
  async queueNext(run: StoredRun, xnatSession?: string): Promise<void> {
    if (run.repeat !== 'nightly') return
    const { runs, queue } = this.#needs
    const { run: next } = await runs.insertIntent(this.#nextOf(run))
    // With a rank it is whole, and may even be over.
    if (next.state === 'queued' && next.queueRank === null) {
      await this.#fill(run, next.id)
      if (run.afterSignOut && xnatSession !== undefined) await this.#issue(run, next.id, xnatSession)
      await queue.append(next.id)
    }
    await queue.markRepeated(run.id)
  }

  /** Queues what a console that died has not; gives whether there was anything. Throws `StorageError`. */
  async catchUp(): Promise<boolean> {
    const { queue, acting, logger } = this.#needs
    const left = await queue.unrepeated()
    for (const run of left) {
      const who = await acting.of(run).catch(() => undefined)
      await this.queueNext(run, who?.xnatSession)
      if (run.endedAt !== null) await acting.release(run)
      logger.info({ runId: run.id }, 'the next night of a run was put into the queue after all')
    }
    return left.length > 0
  }

  #nextOf(run: StoredRun): StoredRun {
    const at = this.#needs.now()
    let notBefore = run.notBefore ?? run.startedAt
    while (notBefore <= at) notBefore = sameTimeNextDay(notBefore)
    const { guided } = run
    return newRun({
      ...ordersOf(run),
      state: 'queued',
      id: randomUUID() as RunId,
      idempotencyKey: keyOfNext(run.id),
      startedAt: at,
      notBefore,
      guided: guided && {
        ...guided,
        waitingFor: null,
        waitingUntil: null,
        actingAs: 'nobody',
        stopping: false,
      },
    })
  }

  async #fill(run: StoredRun, nextId: RunId) {
    const { guidedRuns, runSessions, sessionLists } = this.#needs
    const orders = await guidedRuns.find(run.id)
    if (!orders) return
    await guidedRuns.insert(nextId, orders)
    if (orders.source.of === 'target' || orders.source.of === 'coverage') return
    const sessions: RunSession[] = await allSessions(sessionLists, run.id)
    await runSessions.replaceAll(nextId, sessions.map(waiting))
  }

  async #issue({ startedBy }: StoredRun, nextId: RunId, xnatSession: string) {
    const { vault, logger } = this.#needs
    try {
      if (!(await vault.has(nextId))) await vault.issue(nextId, startedBy, xnatSession)
    } catch (err) {
      logger.warn(
        { err, runId: nextId },
        'XNAT gave no token for the next run; it needs its person signed in',
      )
    }
  }
}

/** What was asked for, without what came of it: a run that is caught up with may be over. */
function ordersOf(run: StoredRun) {
  const { kind, scope, projectId, projectTitle, data, targetId, targetLabel, overwrite } = run
  const { afterSignOut, repeat, parentId, parentTake, startedBy, expected, pluginVersion } = run
  return {
    kind,
    scope,
    projectId,
    projectTitle,
    data,
    targetId,
    targetLabel,
    overwrite,
    afterSignOut,
    repeat,
    parentId,
    parentTake,
    startedBy,
    expected,
    pluginVersion,
  }
}

/** The same for everybody who writes the next run down, so that the database takes it once. */
function keyOfNext(id: RunId): IdempotencyKey {
  const hex = createHash('sha256').update(`the night after ${id}`).digest('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return IdempotencyKey.parse([...parts, hex.slice(20, 32)].join('-'))
}
