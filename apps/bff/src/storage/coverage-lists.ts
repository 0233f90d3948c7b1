import type {
  CoverageCounts,
  CoverageSession,
  CoverageSessionSort,
  CoverageState,
  RunData,
} from '@ohif-admin/contracts'
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { Schema } from './schema.ts'
import { containing } from './text.ts'

/** What is known of the sessions of one project; times in epoch ms. */
export interface ProjectCounts {
  projectId: string
  counts: CoverageCounts
  oldestLookAt: number | null
  newestLookAt: number | null
  listedAt: number
}

export interface CoverageFilter {
  data: RunData
  /** Ids of projects; null takes all. */
  projects: readonly string[] | null
  states?: readonly CoverageState[]
  /** Part of a session id, label or subject; case does not matter. */
  search?: string
}

export type CoverageListsRepository = ReturnType<typeof createCoverageListsRepository>

/** What is known of sessions, as lists and counts. Every method throws StorageError. */
export function createCoverageListsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** One entry for each project of which a session was ever listed. */
    counts: (data: RunData) => countByProject(db, data),

    /** When projects that had no session were listed (epoch ms), by id. */
    async emptyProjects(): Promise<ReadonlyMap<string, number>> {
      const rows = await db.selectFrom('coverage_empty_projects').selectAll().execute()
      return new Map(rows.map(({ project_id, listed_at }) => [project_id, listed_at]))
    },

    /** Whether a session of such data was ever listed, in these projects or (null) in any. */
    async has(data: RunData, projects: readonly string[] | null): Promise<boolean> {
      const row = await found(db, { data, projects }).select('session_id').limit(1).executeTakeFirst()
      return row !== undefined
    },

    async page(
      filter: CoverageFilter,
      { sort, offset, limit }: { sort: CoverageSessionSort; offset: number; limit: number },
    ): Promise<{ rows: CoverageSession[]; total: number }> {
      const { total } = await found(db, filter)
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await sorted(selected(found(db, filter)), sort)
        .offset(offset)
        .limit(limit)
        .execute()
      return { rows: rows.map(toSession), total: Number(total) }
    },

    /** The next sessions after this id, by id: for reading all of them without a page being read twice. */
    async after(filter: CoverageFilter, sessionId: string, limit: number): Promise<CoverageSession[]> {
      const rows = await selected(found(db, filter))
        .where('session_id', '>', sessionId)
        .orderBy('session_id')
        .limit(limit)
        .execute()
      return rows.map(toSession)
    },
  })
}

type Found = SelectQueryBuilder<Schema, 'coverage_sessions', object>

function found(db: Kysely<Schema>, { data, projects, states, search = '' }: CoverageFilter): Found {
  let query: Found = db.selectFrom('coverage_sessions').where('data', '=', data)
  if (projects !== null)
    query = projects.length > 0 ? query.where('project_id', 'in', projects) : query.where(sql<boolean>`1 = 0`)
  if (states) query = query.where('state', 'in', states)
  if (search === '') return query
  return query.where(sql<boolean>`search_text like ${containing(search.toLowerCase())} escape '!'`)
}

function selected(query: Found) {
  return query.select([
    'session_id',
    'data',
    'project_id',
    'label',
    'subject_label',
    'state',
    'reason',
    'looked_at',
    'changed_at',
    'changed_run',
    'changed_verdict',
  ])
}

function sorted(query: ReturnType<typeof selected>, sort: CoverageSessionSort) {
  switch (sort) {
    case 'project':
      return query.orderBy('project_id').orderBy('session_id')
    case 'label':
      return query.orderBy('label').orderBy('session_id')
    case 'state':
      return query.orderBy('state').orderBy('project_id').orderBy('session_id')
    case 'looked':
      // Never looked at is the oldest there is; the engines do not agree on where it stands by itself.
      return query.orderBy(sql`looked_at is not null`).orderBy('looked_at').orderBy('session_id')
    case '-looked':
      return query.orderBy(sql`looked_at is null`).orderBy('looked_at', 'desc').orderBy('session_id', 'desc')
  }
}

type Row = Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number]

function toSession(row: Row): CoverageSession {
  const { changed_at: at, changed_run: runId, changed_verdict: verdict } = row
  return {
    sessionId: row.session_id,
    projectId: row.project_id,
    label: row.label || null,
    subjectLabel: row.subject_label || null,
    data: row.data,
    state: row.state,
    reason: row.reason,
    lookedAt: row.looked_at === null ? null : new Date(row.looked_at).toISOString(),
    change:
      at === null || runId === null || verdict === null
        ? null
        : { at: new Date(at).toISOString(), runId, verdict },
  }
}

async function countByProject(db: Kysely<Schema>, data: RunData): Promise<ProjectCounts[]> {
  const rows = await db
    .selectFrom('coverage_sessions')
    .select(({ fn }) => [
      'project_id',
      'state',
      fn.countAll<number | string>().as('rows'),
      fn.min('looked_at').as('oldest'),
      fn.max('looked_at').as('newest'),
      fn.max('listed_at').as('listed'),
    ])
    .where('data', '=', data)
    .groupBy(['project_id', 'state'])
    .execute()
  const byProject = new Map<string, ProjectCounts>()
  for (const { project_id: projectId, state, rows: count, oldest, newest, listed } of rows) {
    const known = byProject.get(projectId) ?? {
      projectId,
      counts: { total: 0, valid: 0, missing: 0, changed: 0, unknown: 0, never: 0 },
      oldestLookAt: null,
      newestLookAt: null,
      listedAt: 0,
    }
    const { counts } = known
    byProject.set(projectId, {
      projectId,
      counts: { ...counts, [state]: Number(count), total: counts.total + Number(count) },
      oldestLookAt: least(known.oldestLookAt, oldest),
      newestLookAt: most(known.newestLookAt, newest),
      listedAt: Math.max(known.listedAt, listed),
    })
  }
  return [...byProject.values()]
}

const least = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b))
const most = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b))
