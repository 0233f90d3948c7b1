import { type GuidedSettings, isActive, isOpen, type RunControl, type RunId } from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../../lib/actor.ts'
import { AppError } from '../../../lib/app-error.ts'
import type { Audit } from '../../../lib/audit.ts'
import type { GuidedRunsRepository } from '../../../storage/guided-runs.ts'
import type { RunQueueRepository } from '../../../storage/run-queue.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunsRepository } from '../../../storage/runs.ts'
import type { ActingFor } from '../guided/acting.ts'
import type { GuidedRuns } from '../guided/guided-runs.ts'
import type { RunReader } from '../run-reader.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { QueueView } from './queue-view.ts'

interface Needs {
  runs: RunsRepository
  queue: RunQueueRepository
  guidedRuns: GuidedRunsRepository
  guided: GuidedRuns
  acting: ActingFor
  dispatcher: Dispatcher
  queueView: QueueView
  reader: Pick<RunReader, 'visible'>
  audit: Audit
  now: () => number
}

/** What people do to runs that wait or go on: their own, or, as site admins, anybody's. */
export class RunControls {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError` `not-found`, `forbidden`, `run-over`, `bad-request` for what this run cannot do. */
  control(actor: Actor, runId: RunId, { action }: RunControl, origin: Origin): Promise<void> {
    return this.#audited(actor, runId, `run.${action}`, origin, async (row) => {
      if (action === 'cancel') return this.#cancel(row)
      if (action === 'start-now') return this.#startNow(row, actor)
      this.#mustBeGuided(row)
      if (!isActive(row.state))
        throw new AppError('bad-request', 'The run waits in the queue: it can be cancelled.')
      if (action === 'stop') await this.#needs.guidedRuns.setStopping(row.id)
      else await this.#needs.guidedRuns.setPaused(row.id, action === 'pause')
      await this.#needs.guided.obey(row.id)
    })
  }

  /** Changes how a guided run works, from its next session on. Throws as `control`. */
  settings(actor: Actor, runId: RunId, settings: GuidedSettings, origin: Origin): Promise<void> {
    return this.#audited(actor, runId, 'run.settings', origin, async (row) => {
      this.#mustBeGuided(row)
      await this.#needs.guidedRuns.setSettings(row.id, settings)
      if (row.state === 'queued' && row.guided)
        await this.#needs.runs.update(row.id, { guided: { ...row.guided, ...settings } })
      await this.#needs.guided.obey(row.id)
    })
  }

  /**
   * Puts the queue in another order: site admins all of it, others their own runs among the places these have. Throws
   * `AppError` `queue-changed` when the queue is not the one that was ordered, `forbidden` for runs of others.
   */
  async order(actor: Actor, ids: readonly RunId[], origin: Origin): Promise<void> {
    const action = {
      actor: actor.username,
      action: 'queue.order',
      subject: 'queue',
      detail: { order: ids },
      origin,
    } as const
    await this.#needs.audit.during(action, async () => {
      const queued = await this.#needs.queue.queued()
      const mine = queued.filter(({ startedBy }) => actor.role === 'admin' || startedBy === actor.username)
      const others = new Set(queued.filter((run) => !mine.includes(run)).map(({ id }) => id))
      if (ids.some((id) => others.has(id)))
        throw new AppError('forbidden', 'Only the person who asked for a run, or a site admin, can move it.')
      const changed = () => new AppError('queue-changed', 'The queue is another one by now.')
      const wanted = [...ids]
      if (wanted.length !== mine.length || !mine.every(({ id }) => wanted.includes(id))) throw changed()
      const order = queued.map((run) => (mine.includes(run) ? (wanted.shift() ?? run.id) : run.id))
      if (!(await this.#needs.queue.reorder(order))) throw changed()
    })
    await this.#needs.queueView.tell()
    await this.#needs.dispatcher.poke()
  }

  async #cancel(row: StoredRun) {
    const { queue, runs, queueView, acting, now } = this.#needs
    if (!(await queue.cancel(row.id, now()))) throw this.#notQueued(row)
    await acting.release(row)
    await queueView.tell(await runs.find(row.id))
  }

  async #startNow(row: StoredRun, actor: Actor) {
    const { queue, runs, queueView, dispatcher } = this.#needs
    if (row.state !== 'queued') throw this.#notQueued(row)
    const queued = await queue.queued()
    const first = Math.min(...queued.map(({ queueRank }) => queueRank ?? 1)) - 1
    // Going ahead of others is not the starter's to decide.
    await runs.update(row.id, { notBefore: null, ...(actor.role === 'admin' ? { queueRank: first } : {}) })
    await dispatcher.startNow(row.id)
    await queueView.tell()
  }

  #notQueued({ state, id }: StoredRun): AppError {
    return isActive(state)
      ? new AppError('run-active', 'The run has begun.', { runId: id })
      : new AppError('run-over', 'The run is over already.')
  }

  #mustBeGuided({ kind, state }: StoredRun) {
    if (kind !== 'guided') throw new AppError('bad-request', 'XNAT has no way to do this to a bulk run.')
    if (!isOpen(state)) throw new AppError('run-over', 'The run is over already.')
  }

  async #audited(
    actor: Actor,
    runId: RunId,
    name: `run.${RunControl['action'] | 'settings'}`,
    origin: Origin,
    work: (row: StoredRun) => Promise<void>,
  ) {
    const action = { actor: actor.username, action: name, subject: `run ${runId}`, origin } as const
    await this.#needs.audit.during(action, async () => {
      const { row } = await this.#needs.reader.visible(actor, runId)
      if (actor.role !== 'admin' && row.startedBy !== actor.username)
        throw new AppError(
          'forbidden',
          'Only the person who started a run, or a site admin, can do this to it.',
        )
      await work(row)
    })
  }
}
