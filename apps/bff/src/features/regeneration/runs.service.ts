import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Impact, isOpen, type ProjectId, type RunId, type StartRun } from '@ohif-admin/contracts'
import type { BulkAnswer, XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import { createAudienceOf, type ProjectAccess } from '../../lib/project-access.ts'
import { StorageError } from '../../storage/errors.ts'
import type { RunExpectedRepository } from '../../storage/run-expected.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { PENDING_CALL } from './call-state.ts'
import { toCursors } from './log-binding.ts'
import { estimate } from './progress.ts'
import type { RunTracker } from './run-tracker.ts'
import { NO_COUNTS } from './verdicts.ts'

/** XNAT refuses at once when its lock is held; an answer this early is worth waiting for. */
const EARLY_ANSWER_MS = 1_500
const PAST_RUNS = 20
/** After so long without a line a run may be hung for good; before, it can still be followed. */
const SILENT_MS = 15 * 60_000

interface Needs {
  runs: RunsRepository
  runExpected: RunExpectedRepository
  tracker: RunTracker
  xnat: Pick<XnatClient, 'projectSessions' | 'viewerPlugin' | 'rebuildProject'>
  access: ProjectAccess
  audit: Audit
  log: LogWatch
  logger: FastifyBaseLogger
  bulkTimeoutMs: number
  now: () => number
}

/** What a run would do, starting one, and giving up on one. */
export class RunsService {
  readonly #needs: Needs
  readonly #closing = new AbortController()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Lets go of open calls to XNAT; the work there goes on, and so does the watching after a restart. */
  stop() {
    this.#closing.abort()
  }

  /** What a bulk run of the project would do. Throws `AppError` `not-found`, `UpstreamError`. */
  async impact(actor: Actor, projectId: ProjectId): Promise<Impact> {
    const { runs, xnat, log, access } = this.#needs
    const project = await this.#project(actor, projectId)
    const [sessions, plugin, rates, active, audienceOf] = await Promise.all([
      xnat.projectSessions(actor.xnatSession, projectId),
      xnat.viewerPlugin(actor.xnatSession),
      runs.rates(PAST_RUNS),
      runs.findActive(),
      createAudienceOf(access, actor),
    ])
    return {
      projectId,
      projectTitle: project.title,
      sessions: sessions.length,
      xnatCalls: 1,
      notOwned: sessions.filter((session) => session.projectId !== '' && session.projectId !== projectId)
        .length,
      plugin: plugin ? 'present' : 'missing',
      estimate: estimate(sessions.length, rates),
      log: log.sight(null),
      activeRunId: active && audienceOf(active) ? active.id : null,
    }
  }

  /**
   * Starts a bulk run: the intent is stored, then one call is sent, which is never repeated. Gives the run, or the one
   * an earlier request with the same key started. Throws `AppError` `forbidden`, `not-found`, `run-active`.
   */
  start(actor: Actor, input: StartRun, origin: Origin): Promise<StoredRun> {
    const { scope, projectId } = input
    const action = {
      actor: actor.username,
      action: 'run.start',
      subject: `project ${projectId}`,
      detail: { kind: input.kind, scope },
      origin,
    } as const
    return this.#needs.audit.during(action, async () => {
      // XNAT lets only site admins call the bulk endpoints; asking it would cost a log entry each time.
      if (actor.role !== 'admin') throw new AppError('forbidden', 'Only site admins can start a bulk run.')
      return this.#startProject(actor, input)
    })
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
      async () => {
        if (actor.role !== 'admin')
          throw new AppError('forbidden', 'Only site admins can stop watching a run.')
        const run = await this.#needs.runs.find(runId)
        if (!run) throw new AppError('not-found', 'There is no such run.')
        if (!isOpen(run.state)) throw new AppError('run-over', 'The run is over already.')
        const { live, log } = this.#needs.tracker.current() ?? {}
        const silentMs = this.#needs.now() - (live?.row.lastLineAt ?? live?.row.startedAt ?? 0)
        if (live?.row.id === runId && live.seen && log?.state === 'ok' && silentMs < SILENT_MS) {
          throw new AppError('run-active', 'The run can still be followed in the log.', { runId })
        }
        await this.#needs.tracker.giveUp(runId, {
          state: 'unknown',
          reason: 'stopped-watching',
          detail: null,
        })
        return (await this.#needs.runs.find(runId)) ?? run
      },
      ({ state, reason }) => ({ after: { state, reason } }),
    )
  }

  async #startProject(actor: Actor, { projectId, idempotencyKey }: StartRun): Promise<StoredRun> {
    const { xnat, runs, runExpected, tracker, log, now } = this.#needs
    const [project, listed, plugin, before] = await Promise.all([
      this.#project(actor, projectId),
      xnat.projectSessions(actor.xnatSession, projectId),
      xnat.viewerPlugin(actor.xnatSession),
      log.ends(),
    ])
    if (!plugin) throw new AppError('plugin-missing', 'XNAT does not list the viewer plugin.')
    const expected = listed.map(({ id, label, subjectLabel }) => ({ sessionId: id, label, subjectLabel }))
    const intent: StoredRun = {
      ...EMPTY_RUN,
      id: randomUUID() as RunId,
      projectId,
      projectTitle: project.title,
      startedBy: actor.username,
      startedAt: now(),
      idempotencyKey,
      expected: listed.length,
      pluginVersion: plugin.version,
      startCursors: toCursors(before),
    }
    const { created, run } = await this.#insert(intent)
    if (!created) return run
    tracker.begin(run, new Map(expected.map((session) => [session.sessionId, session])))
    try {
      await runExpected.saveExpected(run.id, expected)
    } catch (error) {
      // Nothing was sent: without this the run would look like one that XNAT never showed.
      await tracker.giveUp(run.id, { state: 'failed-to-start', reason: 'not-sent', detail: null })
      throw error
    }
    const early = await this.#call(run, actor.xnatSession)
    if (early?.outcome === 'locked') {
      // The run in the way is not ours: XNAT tells nothing about it but that it is there.
      throw new AppError('run-active', 'XNAT is busy with another rebuild.')
    }
    return (await runs.find(run.id)) ?? run
  }

  async #insert(intent: StoredRun) {
    try {
      return await this.#needs.runs.insertIntent(intent)
    } catch (error) {
      if (!(error instanceof StorageError) || error.rule !== 'active-run-exists') throw error
      const active = await this.#needs.runs.findActive()
      throw new AppError('run-active', 'Another rebuild is active.', {
        cause: error,
        ...(active ? { runId: active.id } : {}),
      })
    }
  }

  /** Sends the one call. Gives its answer when it comes at once; a later one is noted when it comes. */
  async #call({ id, projectId }: StoredRun, xnatSession: string): Promise<BulkAnswer | undefined> {
    const { xnat, tracker, logger, bulkTimeoutMs } = this.#needs
    const sentAt = performance.now()
    const noted = xnat
      .rebuildProject(xnatSession, projectId ?? '', {
        timeoutMs: bulkTimeoutMs,
        signal: this.#closing.signal,
      })
      .then(async (answer) => {
        // Our own shutdown cut the connection: that says nothing about XNAT.
        if (this.#closing.signal.aborted) return undefined
        await tracker.callAnswered(id, answer, Math.round(performance.now() - sentAt))
        return answer
      })
      .catch((error: unknown) => {
        logger.error({ err: error, runId: id }, 'the answer to a bulk call could not be noted')
        return undefined
      })
    return Promise.race([noted, sleep(EARLY_ANSWER_MS, undefined, { ref: false })])
  }

  async #project(actor: Actor, projectId: ProjectId) {
    const { access } = this.#needs
    const project =
      (await access.readable(actor)).get(projectId) ?? (await access.readableNow(actor)).get(projectId)
    // XNAT answers alike for a project that is not there and one that may not be seen, and so do we.
    if (!project) throw new AppError('not-found', 'There is no such project, or you may not see it.')
    return project
  }
}

const EMPTY_RUN = {
  kind: 'bulk',
  scope: 'project',
  state: 'starting',
  reason: null,
  detail: null,
  endedAt: null,
  xnatCall: PENDING_CALL.call,
  threads: null,
  counts: NO_COUNTS,
  logKey: null,
  logSource: null,
  endCursors: null,
  logThreads: null,
  lastLineAt: null,
  throughput: [],
} as const satisfies Partial<StoredRun>
