import {
  FAILURE_VERDICTS,
  type LogLine,
  ProjectId,
  type Run,
  type RunId,
  type RunLog,
  type RunSession,
  type RunSessionPage,
  type RunSessionsQuery,
  type StreamMessage,
  type Topic,
  type Verdict,
} from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import { createAudienceOf, type ProjectAccess } from '../../lib/project-access.ts'
import type { About, Audience } from '../../lib/stream-hub.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionsRepository } from '../../storage/run-sessions.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { progressOfEnded } from './progress.ts'
import { readRunLog } from './run-log.ts'
import type { RunTracker } from './run-tracker.ts'
import { viewRun, viewSession } from './run-view.ts'

interface Needs {
  runs: RunsRepository
  runSessions: RunSessionsRepository
  tracker: RunTracker
  access: ProjectAccess
  log: LogWatch
}
type AudienceOf = (about: About) => Audience | undefined

/** Runs as each person may see them: the open one from the log, the others from storage. */
export class RunReader {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async list(actor: Actor, limit: number): Promise<Run[]> {
    const audienceOf = await createAudienceOf(this.#needs.access, actor)
    const all = actor.role !== 'user'
    const projectIds = all
      ? ('all' as const)
      : [...(await this.#needs.access.readable(actor)).keys()].flatMap(
          (id) => ProjectId.safeParse(id).data ?? [],
        )
    const rows = await this.#needs.runs.list({ limit, projectIds })
    return rows.flatMap((row) => this.#view(row, audienceOf) ?? [])
  }

  /** The open run, when this person may see it. */
  async active(actor: Actor): Promise<Run | null> {
    const row = await this.#needs.runs.findActive()
    return (row && this.#view(row, await createAudienceOf(this.#needs.access, actor))) ?? null
  }

  /** Throws `AppError` `not-found` also for runs this person may not see. */
  async find(actor: Actor, runId: RunId): Promise<Run> {
    const { row, audienceOf } = await this.#visible(actor, runId)
    const run = this.#view(row, audienceOf)
    if (!run) throw noSuchRun()
    return run
  }

  async sessions(actor: Actor, runId: RunId, query: RunSessionsQuery): Promise<RunSessionPage> {
    const { row, audience } = await this.#visible(actor, runId)
    const { rows, total } = await this.#sessionPage(row, query, audience)
    return { sessions: rows.map((session) => viewSession(session, audience)), total }
  }

  /** The run's newest log lines, as this person may see them. */
  async log(actor: Actor, runId: RunId): Promise<RunLog> {
    const { row, audience } = await this.#visible(actor, runId)
    return this.#runLog(row, audience)
  }

  /** What a new listener of a topic must know first; undefined when it may not listen. */
  async snapshot(topic: Topic, audienceOf: AudienceOf): Promise<StreamMessage[] | undefined> {
    if (topic === 'runs') {
      const row = await this.#needs.runs.findActive()
      const run = row && this.#view(row, audienceOf)
      return run ? [{ type: 'run', run }] : []
    }
    if (topic === 'log-sources') return [{ type: 'log-sources', sources: this.#needs.log.states() }]
    const runId = topic.slice(topic.indexOf(':') + 1) as RunId
    const row = await this.#needs.runs.find(runId)
    const run = row && this.#view(row, audienceOf)
    const audience = row && audienceOf(row)
    if (!run || !audience) return undefined
    if (topic.startsWith('run:')) return [{ type: 'run', run }]
    const lines = await this.#runLog(row, audience).then(
      ({ lines: found }) => found,
      (): LogLine[] => [],
    )
    return [{ type: 'run-log', runId, reset: true, lines, skipped: 0 }]
  }

  async #visible(actor: Actor, runId: RunId) {
    const row = await this.#needs.runs.find(runId)
    const audienceOf = await createAudienceOf(this.#needs.access, actor)
    const audience = row && audienceOf(row)
    if (!row || !audience) throw noSuchRun()
    return { row, audience, audienceOf }
  }

  #view(row: StoredRun, audienceOf: AudienceOf): Run | undefined {
    const audience = audienceOf(row)
    if (!audience) return undefined
    const current = this.#needs.tracker.current()
    if (current?.live.row.id === row.id)
      return viewRun(current.live.row, current.progress, current.log, audience)
    return viewRun(row, progressOfEnded(row), this.#needs.log.sight(row.logSource), audience)
  }

  async #sessionPage(row: StoredRun, query: RunSessionsQuery, audience: Audience) {
    const { show, search, offset, limit } = query
    const verdicts = show === 'all' ? undefined : show === 'failures' ? FAILURE_VERDICTS : [show]
    const current = this.#needs.tracker.current()
    // Labels that may not be seen may not be searched either: a hit would tell them.
    const searchable = audience === 'support' ? { ids: true } : { ids: false }
    if (current?.live.row.id === row.id) {
      const matching = current.live.sessions.filter((session) =>
        matches(session, verdicts, search, searchable.ids),
      )
      return { rows: matching.slice(offset, offset + limit), total: matching.length }
    }
    const page = {
      runId: row.id,
      search,
      offset,
      limit,
      idsOnly: searchable.ids,
      ...(verdicts ? { verdicts } : {}),
    }
    return this.#needs.runSessions.page(page)
  }

  #runLog(row: StoredRun, audience: Audience): Promise<RunLog> {
    const current = this.#needs.tracker.current()
    const live = current?.live.row.id === row.id ? current.live : undefined
    return readRunLog({ row: live?.row ?? row, log: this.#needs.log, audience })
  }
}

const noSuchRun = () => new AppError('not-found', 'There is no such run, or you may not see it.')

function matches(
  session: RunSession,
  verdicts: readonly Verdict[] | undefined,
  search: string,
  idsOnly: boolean,
): boolean {
  if (verdicts && !verdicts.includes(session.verdict)) return false
  const wanted = search.toLowerCase()
  const texts = idsOnly ? [session.sessionId] : [session.sessionId, session.label, session.subjectLabel]
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted))
}
