import type {
  CoverageProject,
  CoverageProjectPage,
  CoverageProjectsQuery,
  CoverageScan,
  CoverageScanId,
  CoverageScanList,
  CoverageSessionPage,
  CoverageSessionsQuery,
} from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import { QUESTIONS_AT_ONCE, type SessionQuestions } from '../../lib/session-questions.ts'
import type { CoverageFilter, CoverageListsRepository } from '../../storage/coverage-lists.ts'
import type { CoverageScansRepository, StoredScan } from '../../storage/coverage-scans.ts'
import { maySeeScan, visibleProjects } from './coverage-rights.ts'
import { describeProjects, pageOf, sumOf } from './describe-projects.ts'
import { describeScan } from './describe-scan.ts'
import type { DrivenScans } from './driven-scans.ts'

const ENDED_SHOWN = 20

interface Needs {
  lists: CoverageListsRepository
  scans: CoverageScansRepository
  driven: Pick<DrivenScans, 'find'>
  access: ProjectAccess
  maxPerSecond: number
  questions: Pick<SessionQuestions, 'answerMs'>
}

/** What is known of sessions, and the scans, as each person may see them. */
export class CoverageReader {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `UpstreamError`, StorageError. */
  async projects(actor: Actor, query: CoverageProjectsQuery): Promise<CoverageProjectPage> {
    const { access, lists } = this.#needs
    const { only, titles } = await visibleProjects(access, actor)
    const other = query.data === 'viewer' ? 'dicomweb' : 'viewer'
    const [counts, empty, otherData] = await Promise.all([
      lists.counts(query.data),
      lists.emptyProjects(),
      lists.has(other, only && [...only]),
    ])
    const all: CoverageProject[] = describeProjects(actor, { only, titles, counts, empty })
    return {
      ...pageOf(all, query),
      sums: sumOf(all),
      neverListed: all.filter(({ listedAt }) => listedAt === null).length,
      otherData,
    }
  }

  /** Throws `UpstreamError`, StorageError. */
  async sessions(actor: Actor, query: CoverageSessionsQuery): Promise<CoverageSessionPage> {
    const { rows, total } = await this.#needs.lists.page(await this.filterOf(actor, query), query)
    return { sessions: rows, total }
  }

  /** What of all sessions this person sees of what was asked for. */
  async filterOf(
    actor: Actor,
    {
      data,
      projectId,
      state,
      search,
    }: Pick<CoverageSessionsQuery, 'data' | 'projectId' | 'state' | 'search'>,
  ): Promise<CoverageFilter> {
    const { only } = await visibleProjects(this.#needs.access, actor)
    const asked = projectId === undefined ? null : [projectId]
    const projects = only === null ? asked : (asked ?? [...only]).filter((id) => only.has(id))
    return { data, projects, search, ...(state ? { states: [state] } : {}) }
  }

  /** Scans this person may know of: the open ones, then the newest of the others. */
  async scans(actor: Actor): Promise<CoverageScanList> {
    const { scans, questions, maxPerSecond } = this.#needs
    const all = [...(await scans.open()), ...(await scans.ended(ENDED_SHOWN))]
    const seen = all.filter((scan) => maySeeScan(actor, scan))
    return {
      scans: seen.map((scan) => this.#describe(actor, scan)),
      maxPerSecond,
      atOnce: QUESTIONS_AT_ONCE,
      answerMs: questions.answerMs,
      mayScan: actor.role === 'admin' ? 'all' : actor.mayEdit.length > 0 ? 'own' : 'none',
    }
  }

  /** Throws `AppError` `not-found`, also for what the person may not see. */
  async scan(actor: Actor, id: CoverageScanId): Promise<CoverageScan> {
    const scan = await this.#needs.scans.find(id)
    if (!scan || !maySeeScan(actor, scan)) throw new AppError('not-found', 'There is no such scan.')
    return this.#describe(actor, scan)
  }

  #describe(actor: Actor, scan: StoredScan): CoverageScan {
    return describeScan(actor, scan, this.#needs.driven.find(scan.id)?.writer.perSecond)
  }
}
