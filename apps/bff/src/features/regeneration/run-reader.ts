import type {
  LogLine,
  ProjectId,
  QueueFacts,
  Run,
  RunFilter,
  RunId,
  RunListQuery,
  RunLog,
  RunPage,
  RunSessionPage,
  RunSessionsQuery,
  StreamMessage,
  Topic,
} from '@ohif-admin/contracts'
import { FAILURE_VERDICTS, ProjectId as ProjectIdSchema } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import { createAudienceOf, type ProjectAccess } from '../../lib/project-access.ts'
import type { About, Audience } from '../../lib/stream-hub.ts'
import type { RunHistoryRepository } from '../../storage/run-history.ts'
import { placeFromText, placeToText, type RunPlace, type RunSearch } from '../../storage/run-list.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionsRepository } from '../../storage/run-sessions.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import type { LiveRuns } from './live-runs.ts'
import { progressOfEnded } from './progress.ts'
import { readRunLog } from './run-log.ts'
import { type RunFacts, viewRun, viewSession } from './run-view.ts'
import { matchingSessions } from './session-filter.ts'

/** More sessions than any site has. */
const ALL = 10_000_000

interface Needs {
  runs: RunsRepository
  runSessions: RunSessionsRepository
  history: RunHistoryRepository
  live: LiveRuns
  /** Place and time of every waiting run. */
  queueFacts: () => Promise<ReadonlyMap<RunId, QueueFacts>>
  access: ProjectAccess
  log: LogWatch
}
/** Runs of an export that are read at once. */
const PART = 500

type AudienceOf = (about: About) => Audience | undefined

/** Runs as each person may see them: the open ones as they are at the moment, the others from storage. */
export class RunReader {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws StorageError, `UpstreamError`, and `AppError` `bad-request` for an `after` of another list. */
  async page(actor: Actor, { limit, after, sort, ...filter }: RunListQuery): Promise<RunPage> {
    const from = after === undefined ? undefined : placeFromText(after, sort)
    if (after !== undefined && !from) throw new AppError('bad-request', 'This is not a place in the list.')
    const search = await this.#searchOf(actor, filter)
    const [{ runs, next }, total, audienceOf] = await Promise.all([
      this.#needs.runs.page(search, { sort, after: from, limit }),
      this.#needs.runs.count(search),
      createAudienceOf(this.#needs.access, actor),
    ])
    return {
      runs: await this.#viewAll(runs, audienceOf),
      total,
      next: next ? placeToText(next) : null,
    }
  }

  /** The first of these runs, newest first. Throws StorageError, `UpstreamError`. */
  async list(actor: Actor, query: Pick<RunListQuery, 'limit' | 'state'>): Promise<Run[]> {
    return (await this.page(actor, { sort: '-started', ...query })).runs
  }

  /** Every run that matches, in parts. Throws StorageError, `UpstreamError`. */
  async *all(actor: Actor, { sort, ...filter }: RunFilter): AsyncGenerator<Run[], void, void> {
    const search = await this.#searchOf(actor, filter)
    const audienceOf = await createAudienceOf(this.#needs.access, actor)
    for (let after: RunPlace | undefined; ; ) {
      const { runs, next } = await this.#needs.runs.page(search, { sort, after, limit: PART })
      yield await this.#viewAll(runs, audienceOf)
      if (!next) return
      after = next
    }
  }

  /** Runs that go on and that this person may see, the console's own first. */
  async active(actor: Actor): Promise<Run[]> {
    return this.#viewAll(await this.#needs.runs.active(), await createAudienceOf(this.#needs.access, actor))
  }

  /** Throws `AppError` `not-found` also for runs this person may not see. */
  async find(actor: Actor, runId: RunId): Promise<Run> {
    const { row, audienceOf } = await this.visible(actor, runId)
    const [run] = await this.#viewAll([row], audienceOf)
    if (!run) throw noSuchRun()
    return run
  }

  async sessions(actor: Actor, runId: RunId, query: RunSessionsQuery): Promise<RunSessionPage> {
    const { row, audience } = await this.visible(actor, runId)
    const { rows, total } = await this.#sessionPage(row, query, audience)
    return { sessions: rows.map((session) => viewSession(session, audience)), total }
  }

  /** The run's newest log lines, as this person may see them. */
  async log(actor: Actor, runId: RunId): Promise<RunLog> {
    const { row, audience } = await this.visible(actor, runId)
    return this.#runLog(row, audience)
  }

  /** What a new listener of a topic must know first; undefined when it may not listen. */
  async snapshot(topic: Topic, audienceOf: AudienceOf): Promise<StreamMessage[] | undefined> {
    if (topic === 'runs') {
      const runs = await this.#viewAll(await this.#needs.runs.active(), audienceOf)
      return runs.map((run) => ({ type: 'run', run }))
    }
    if (topic === 'log-sources') return [{ type: 'log-sources', sources: this.#needs.log.states() }]
    const runId = topic.slice(topic.indexOf(':') + 1) as RunId
    const row = await this.#needs.runs.find(runId)
    const audience = row && audienceOf(row)
    const [run] = row ? await this.#viewAll([row], audienceOf) : []
    if (!row || !run || !audience) return undefined
    if (topic.startsWith('run:')) return [{ type: 'run', run }]
    const lines = await this.#runLog(row, audience).then(
      ({ lines: found }) => found,
      (): LogLine[] => [],
    )
    return [{ type: 'run-log', runId, reset: true, lines, skipped: 0 }]
  }

  /** The run and what this person may see of it. Throws `AppError` `not-found`. */
  async visible(actor: Actor, runId: RunId) {
    const row = await this.#needs.runs.find(runId)
    const audienceOf = await createAudienceOf(this.#needs.access, actor)
    const audience = row && audienceOf(row)
    if (!row || !audience) throw noSuchRun()
    return { row, audience, audienceOf }
  }

  async #searchOf(actor: Actor, { projectId, ...rest }: Omit<RunFilter, 'sort'>): Promise<RunSearch> {
    const readable = actor.role === 'admin' ? undefined : await this.#readable(actor)
    const search = { ...rest, projectId }
    if (!readable) return { ...search, projectIds: 'all' }
    // Support staff see every run, and names only of what XNAT shows them.
    if (actor.role === 'support') return { ...search, projectIds: 'all', namedProjects: readable }
    return { ...search, projectIds: readable, orStartedBy: actor.username }
  }

  async #readable(actor: Actor): Promise<ProjectId[]> {
    const readable = await this.#needs.access.readable(actor)
    return [...readable.keys()].flatMap((id) => ProjectIdSchema.safeParse(id).data ?? [])
  }

  async #viewAll(rows: readonly StoredRun[], audienceOf: AudienceOf): Promise<Run[]> {
    const seen = rows.filter((row) => audienceOf(row) !== undefined)
    const queue = seen.some(({ state }) => state === 'queued') ? await this.#needs.queueFacts() : new Map()
    const children = await this.#needs.history.followUpsOf(seen.map(({ id }) => id))
    return seen.map((row) => {
      const followUps = children
        .filter(({ parentId, run }) => parentId === row.id && audienceOf(run) !== undefined)
        .map(({ take, run }) => ({ runId: run.id, take, state: run.state, counts: run.counts }))
      const facts = { ...this.#factsOf(row), queue: queue.get(row.id) ?? null, followUps }
      return viewRun(facts, audienceOf(row) ?? 'user')
    })
  }

  #factsOf(row: StoredRun): RunFacts {
    const log = this.#needs.log.sight(row.logSource)
    return this.#needs.live.find(row.id) ?? { row, progress: progressOfEnded(row), log, stalled: null }
  }

  async #sessionPage(row: StoredRun, query: RunSessionsQuery, audience: Audience) {
    const { show, search, offset, limit } = query
    const verdicts = show === 'all' ? undefined : show === 'failures' ? FAILURE_VERDICTS : [show]
    // Labels that may not be seen may not be searched either: a hit would tell them.
    const idsOnly = audience === 'support'
    const live = this.#needs.live.find(row.id)
    if (live) return matchingSessions(live.sessions, { verdicts, search, idsOnly, offset, limit })
    const page = { runId: row.id, search, offset, limit, idsOnly }
    return this.#needs.runSessions.page({ ...page, ...(verdicts ? { verdicts } : {}) })
  }

  #runLog(row: StoredRun, audience: Audience): Promise<RunLog> {
    const live = this.#needs.live.find(row.id)
    const { log, runSessions } = this.#needs
    const sessionIds = async () => {
      const sessions =
        live?.sessions ?? (await runSessions.page({ runId: row.id, offset: 0, limit: ALL })).rows
      return new Set(sessions.map(({ sessionId }) => sessionId))
    }
    return readRunLog({ row: live?.row ?? row, log, audience, sessionIds })
  }
}

const noSuchRun = () => new AppError('not-found', 'There is no such run, or you may not see it.')
