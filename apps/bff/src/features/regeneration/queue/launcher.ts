import type { RunId, RunReason, RunTarget } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../../../lib/actor.ts'
import { AppError } from '../../../lib/app-error.ts'
import type { GuidedRunsRepository } from '../../../storage/guided-runs.ts'
import type { ExpectedSession } from '../../../storage/run-expected.ts'
import type { RunQueueRepository } from '../../../storage/run-queue.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunSessionsRepository } from '../../../storage/run-sessions.ts'
import type { BulkRuns } from '../bulk-runs.ts'
import type { Acting } from '../guided/acting.ts'
import type { GuidedRuns } from '../guided/guided-runs.ts'
import { type CoverageSelection, makePlan, type Plan, type PlanNeeds } from './plan.ts'
import type { Repeats } from './repeats.ts'
import { allSessions, waiting } from './stored-sessions.ts'

/** A plan made for a start is good for the launch right after it. */
const FRESH_MS = 60_000

interface Needs extends PlanNeeds {
  queue: RunQueueRepository
  runSessions: RunSessionsRepository
  guidedRuns: GuidedRunsRepository
  bulk: Pick<BulkRuns, 'send'>
  guided: Pick<GuidedRuns, 'begin'>
  repeats: Repeats
  /** What the session's user may do, asked of XNAT now. */
  rights: (username: string, xnatSession: string) => Promise<Pick<Actor, 'role' | 'ownerOf' | 'mayEdit'>>
  logger: FastifyBaseLogger
  now: () => number
}

/** What is asked for again cannot be had any more: the run will never start. */
export class RunCannotStart extends Error {
  readonly reason: RunReason

  constructor(reason: RunReason) {
    super(`the run cannot start: ${reason}`)
    this.reason = reason
  }
}

/** Starts one run of the queue: asks XNAT again for rights and sessions, writes them down, takes the slot, begins. */
export class Launcher {
  readonly #needs: Needs
  readonly #fresh = new Map<RunId, { plan: Plan; at: number }>()
  readonly #failures = new Map<RunId, AppError>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** What was just looked up for this run, and stored, need not be looked up again. */
  remember(runId: RunId, plan: Plan) {
    for (const [id, { at }] of this.#fresh) if (this.#needs.now() - at > FRESH_MS) this.#fresh.delete(id)
    this.#fresh.set(runId, { plan, at: this.#needs.now() })
  }

  /** What the one call of a run came to at once, for whoever asked for the run; once. */
  takeFailure(runId: RunId): AppError | undefined {
    const failure = this.#failures.get(runId)
    this.#failures.delete(runId)
    return failure
  }

  /** False when another run has the slot. Throws `RunCannotStart`, `UpstreamError`, `StorageError`. */
  async launch(run: StoredRun, { xnatSession, as }: Acting): Promise<boolean> {
    const { queue, runs, now } = this.#needs
    const remembered = this.#fresh.get(run.id)
    this.#fresh.delete(run.id)
    const fresh = remembered && now() - remembered.at <= FRESH_MS ? remembered.plan : undefined
    const sessions = fresh?.sessions ?? (await this.#prepare(run, xnatSession))
    if (!(await queue.take(run.id, now()))) return false
    const taken = (await runs.find(run.id)) ?? run
    if (run.kind === 'guided') await this.#needs.guided.begin(taken)
    else await this.#send(taken, sessions, xnatSession)
    this.#needs.logger.info({ runId: run.id, kind: run.kind, as }, 'a run was started')
    await this.#needs.repeats.queueNext(run, xnatSession)
    return true
  }

  async #prepare(run: StoredRun, xnatSession: string): Promise<ExpectedSession[]> {
    const { runs, runSessions, guidedRuns } = this.#needs
    const actor = await this.#actor(run, xnatSession)
    const source = run.kind === 'guided' ? (await guidedRuns.find(run.id))?.source : undefined
    if (source?.of === 'run' || source?.of === 'sessions') return this.#chosenBefore(run, actor)
    const plan = await this.#plan(run, actor, source?.of === 'coverage' ? source : undefined)
    const { expected, pluginVersion } = {
      expected: plan.sessions.length,
      pluginVersion: plan.plugin?.version ?? null,
    }
    await runs.update(run.id, { expected, pluginVersion, projectTitle: plan.projectTitle })
    if (run.kind === 'guided') await runSessions.replaceAll(run.id, plan.sessions.map(waiting))
    return plan.sessions
  }

  /** A list that was chosen once stays, as long as the person may still edit any of it. */
  async #chosenBefore(run: StoredRun, actor: Actor): Promise<ExpectedSession[]> {
    const sessions = await allSessions(this.#needs.sessionLists, run.id)
    const may = sessions.some(
      ({ projectId }) => actor.role === 'admin' || actor.mayEdit.some((id) => id === projectId),
    )
    if (!may) throw new RunCannotStart('rights-gone')
    return sessions
  }

  async #plan(run: StoredRun, actor: Actor, coverage: CoverageSelection | undefined): Promise<Plan> {
    try {
      const { data } = run
      const target = targetOf(run)
      const select = coverage ?? ({ of: 'target', target } as const)
      const plan = await makePlan(
        this.#needs,
        actor,
        run.kind === 'guided' ? { kind: 'guided', data, select } : { kind: 'bulk', data, target },
      )
      if (plan.refusal === 'no-sessions') return plan
      if (plan.refusal === 'plugin-missing' || plan.refusal === 'dicomweb-not-offered')
        throw new RunCannotStart('plugin-missing')
      if (plan.refusal) throw new RunCannotStart('rights-gone')
      return plan
    } catch (error) {
      if (error instanceof AppError && (error.code === 'not-found' || error.code === 'label-not-id'))
        throw new RunCannotStart('target-gone')
      throw error
    }
  }

  async #actor({ id, startedBy }: StoredRun, xnatSession: string): Promise<Actor> {
    const rights = await this.#needs.rights(startedBy, xnatSession)
    // A name of its own: what is known of the person's sign-in is not what XNAT says now.
    return {
      ...rights,
      signInId: `run ${id}`,
      username: startedBy,
      xnatSession,
      provedAt: 0,
      idleExpiresAt: 0,
      expiresAt: 0,
    }
  }

  async #send(run: StoredRun, sessions: readonly ExpectedSession[], xnatSession: string) {
    const expected = new Map(sessions.map((session) => [session.sessionId, session]))
    const answer = await this.#needs.bulk.send(run, expected, xnatSession)
    // The run in the way is not ours: XNAT tells nothing about it but that it is there.
    if (answer?.outcome === 'locked')
      this.#failures.set(run.id, new AppError('xnat-locked', 'XNAT is busy with another rebuild.'))
  }
}

function targetOf({ scope, projectId, targetId }: StoredRun): RunTarget {
  if (scope === 'site') return { scope }
  if (projectId !== null && scope === 'project') return { scope, projectId }
  if (projectId !== null && targetId !== null && scope === 'subject')
    return { scope, projectId, subjectId: targetId as never }
  if (projectId !== null && targetId !== null && scope === 'session')
    return { scope, projectId, sessionId: targetId as never }
  throw new RunCannotStart('target-gone')
}
