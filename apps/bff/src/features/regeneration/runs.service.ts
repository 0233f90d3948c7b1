import { randomUUID } from 'node:crypto'
import { type Impact, type ImpactRequest, isOpen, type RunId, type StartRun } from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import { createAudienceOf } from '../../lib/project-access.ts'
import type { StepUp } from '../../lib/step-up.ts'
import { StorageError } from '../../storage/errors.ts'
import type { GuidedRunsRepository } from '../../storage/guided-runs.ts'
import { newRun } from '../../storage/new-run.ts'
import type { RunQueueRepository } from '../../storage/run-queue.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionsRepository } from '../../storage/run-sessions.ts'
import type { TokenVault } from './guided/token-vault.ts'
import type { Dispatcher } from './queue/dispatcher.ts'
import { confirmationFor, impactOf } from './queue/impact.ts'
import type { Launcher } from './queue/launcher.ts'
import { makePlan, type Plan, type PlanNeeds } from './queue/plan.ts'
import type { QueueView } from './queue/queue-view.ts'
import { subjectOf } from './queue/start-subject.ts'
import { waiting } from './queue/stored-sessions.ts'
import type { RunTracker } from './run-tracker.ts'

/** After so long without a line a run may be hung for good; before, it can still be followed. */
const SILENT_MS = 15 * 60_000

interface Needs extends PlanNeeds {
  queue: RunQueueRepository
  runSessions: RunSessionsRepository
  guidedRuns: GuidedRunsRepository
  tracker: RunTracker
  vault: TokenVault
  launcher: Launcher
  dispatcher: Dispatcher
  queueView: QueueView
  audit: Audit
  stepUp: StepUp
  log: LogWatch
  siteName: string
  now: () => number
}

/** What a run would do, asking for one, and giving up on one. */
export class RunsService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** What a run would do; starts nothing. Throws `AppError` `not-found`, `label-not-id`, `UpstreamError`. */
  impact(actor: Actor, request: ImpactRequest): Promise<Impact> {
    return impactOf(this.#needs, actor, request)
  }

  /**
   * Asks for a run: it is written down, and started when nothing is in its way. Gives the run, or the one an earlier
   * request with the same key asked for. Throws `AppError` for what may not or need not be done, `UpstreamError`.
   */
  start(actor: Actor, input: StartRun, origin: Origin): Promise<StoredRun> {
    const { kind, data, afterSignOut, notBefore, repeat } = input
    const when = { ...(notBefore ? { notBefore } : {}), ...(repeat ? { repeat } : {}) }
    const action = {
      actor: actor.username,
      action: 'run.start',
      subject: subjectOf(input),
      detail: { kind, data, ...when, ...(afterSignOut ? { aliasToken: true } : {}) },
      origin,
    } as const
    return this.#needs.audit.during(
      action,
      () => this.#start(actor, input),
      ({ id }) => ({ runId: id }),
    )
  }

  /** Ends a run that nobody can follow any more. XNAT is not stopped: it has no way to be. */
  giveUp(actor: Actor, runId: RunId, origin: Origin): Promise<StoredRun> {
    const action = {
      actor: actor.username,
      action: 'run.stop-watching',
      subject: `run ${runId}`,
      origin,
    } as const
    return this.#needs.audit.during(
      action,
      () => this.#giveUp(actor, runId),
      ({ state, reason }) => ({ after: { state, reason } }),
    )
  }

  async #giveUp(actor: Actor, runId: RunId): Promise<StoredRun> {
    const { runs, tracker, now } = this.#needs
    if (actor.role !== 'admin') throw new AppError('forbidden', 'Only site admins can stop watching a run.')
    const run = await runs.find(runId)
    if (!run) throw new AppError('not-found', 'There is no such run.')
    if (!isOpen(run.state)) throw new AppError('run-over', 'The run is over already.')
    if (run.kind === 'guided' || run.state === 'queued')
      throw new AppError('bad-request', 'This run can be stopped or cancelled.')
    const live = tracker.find(runId)
    const silentMs = now() - (live?.row.lastLineAt ?? live?.row.startedAt ?? 0)
    if (live?.row.logKey && live.log.state === 'ok' && silentMs < SILENT_MS) {
      throw new AppError('run-active', 'The run can still be followed in the log.', { runId })
    }
    await tracker.giveUp(runId, { state: 'unknown', reason: 'stopped-watching', detail: null })
    return (await runs.find(runId)) ?? run
  }

  async #start(actor: Actor, input: StartRun): Promise<StoredRun> {
    const { runs, queue, launcher, dispatcher, queueView } = this.#needs
    // XNAT lets only site admins call the bulk endpoints; asking it would cost a log entry each time.
    if (input.kind === 'bulk' && actor.role !== 'admin') throw refusalError('not-admin')
    if (input.kind === 'bulk' && input.target.scope === 'session')
      throw new AppError('bad-request', 'A single session is rebuilt by a guided run.')
    const plan = await makePlan(this.#needs, actor, input)
    if (plan.refusal) throw refusalError(plan.refusal)
    const confirm = confirmationFor(plan, this.#needs.siteName)
    if (confirm !== null && input.confirm?.trim() !== confirm)
      throw new AppError('confirm-needed', 'The name of the site has to be typed to start this.')
    // What has to be confirmed concerns the whole site.
    if (confirm !== null) this.#needs.stepUp.require(actor)
    const { created, run } = await this.#insert(actor, this.#rowOf(actor, input, plan), plan)
    if (!created) return run
    await this.#writeDown(actor, input, plan, run)
    launcher.remember(run.id, plan)
    await queue.append(run.id)
    await dispatcher.startNow(run.id)
    const now = (await runs.find(run.id)) ?? run
    if (now.state === 'queued') await queueView.tell()
    return now
  }

  #rowOf(actor: Actor, input: StartRun, plan: Plan): StoredRun {
    const at = this.#needs.now()
    const asked = input.notBefore === undefined ? null : Date.parse(input.notBefore)
    const notBefore = asked !== null && asked > at ? asked : null
    const { scope, projectId, projectTitle, targetId, targetLabel, parent } = plan
    return newRun({
      id: randomUUID() as RunId,
      kind: input.kind,
      data: input.data,
      scope,
      projectId,
      projectTitle,
      targetId,
      targetLabel,
      overwrite: input.kind === 'bulk' && input.overwrite,
      state: 'queued',
      startedBy: actor.username,
      startedAt: at,
      idempotencyKey: input.idempotencyKey,
      expected: plan.sessions.length,
      pluginVersion: plan.plugin?.version ?? null,
      notBefore,
      repeat: input.repeat ?? null,
      afterSignOut: input.afterSignOut,
      parentId: parent?.runId ?? null,
      parentTake: parent?.take ?? null,
      // What is planned for later is in the way of nobody who wants the same now.
      targetKey: notBefore === null && input.repeat === undefined ? plan.targetKey : null,
      ...(input.kind === 'guided' ? { guided: guidedFacts(input) } : {}),
    })
  }

  async #insert(actor: Actor, row: StoredRun, { targetKey }: Plan) {
    const { runs, queue, access } = this.#needs
    try {
      return await runs.insertIntent(row)
    } catch (error) {
      if (!(error instanceof StorageError) || error.rule !== 'same-target') throw error
      const open = [...(await runs.active()), ...(await queue.queued())]
      const same = open.find((run) => run.targetKey === targetKey)
      const seen = same && (await createAudienceOf(access, actor))(same) !== undefined
      throw new AppError('run-active', 'The same is being rebuilt already, or waits for its turn.', {
        cause: error,
        ...(seen ? { runId: same.id } : {}),
      })
    }
  }

  /** Everything the run needs to start without this request; nothing is sent before it is there. */
  async #writeDown(actor: Actor, input: StartRun, plan: Plan, { id }: StoredRun) {
    const { runs, guidedRuns, runSessions, vault, now } = this.#needs
    try {
      if (input.kind === 'guided') {
        const { settings, select } = input
        const source = select.of === 'coverage' ? select : { of: select.of }
        await guidedRuns.insert(id, { settings, source })
        await runSessions.replaceAll(id, plan.sessions.map(waiting))
      }
      if (input.afterSignOut) await vault.issue(id, actor.username, actor.xnatSession)
    } catch (error) {
      await runs.finish(id, { state: 'failed-to-start', reason: 'not-sent', repeat: null, endedAt: now() })
      throw error
    }
  }
}

const guidedFacts = ({ settings }: Extract<StartRun, { kind: 'guided' }>) => ({
  ...settings,
  waitingFor: null,
  waitingUntil: null,
  actingAs: 'nobody' as const,
  stopping: false,
})

function refusalError(refusal: NonNullable<Plan['refusal']>): AppError {
  switch (refusal) {
    case 'not-admin':
      return new AppError('forbidden', 'Only site admins can start this.')
    case 'may-not-edit':
      return new AppError('forbidden', 'You may not edit any of these sessions.')
    case 'plugin-missing':
      return new AppError('plugin-missing', 'XNAT does not list the viewer plugin.')
    case 'dicomweb-not-offered':
      return new AppError('plugin-missing', 'This version of the viewer plugin has no DICOMweb data.')
    case 'no-sessions':
      return new AppError('no-sessions', 'There is no session to rebuild.')
  }
}
