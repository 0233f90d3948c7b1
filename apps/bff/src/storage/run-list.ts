import {
  foldText,
  type ProjectId,
  type RunListQuery,
  type RunSort,
  type RunSortKey,
} from '@ohif-admin/contracts'
import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { z } from 'zod'
import { fromRow, type StoredRun } from './run-row.ts'
import type { RunsTable, Schema } from './schema.ts'
import { containing, storable } from './text.ts'

export interface RunSearch extends Partial<Pick<RunListQuery, 'kind' | 'state' | 'startedBy' | 'search'>> {
  /** A list of projects leaves out the runs over the whole site. */
  projectIds: readonly ProjectId[] | 'all'
  /** Runs that this person started are in the list too, whatever their project. */
  orStartedBy?: string
  /** Projects whose titles and labels may be looked in; all when absent. */
  namedProjects?: readonly ProjectId[]
  /** Of this project only, as far as `projectIds` lets it be seen. */
  projectId?: ProjectId | undefined
}

/** A place in a list: what the run was ordered by when it was listed. It may have moved since; the place has not. */
const RunPlace = z.object({ value: z.union([z.string(), z.int()]), startedAt: z.int(), id: z.string() })
export type RunPlace = z.infer<typeof RunPlace>

export interface RunWalk {
  sort?: RunSort
  /** The place of the last run of the page before. */
  after?: RunPlace | undefined
  limit: number
}

type Runs = SelectQueryBuilder<Schema, 'runs', object>

type Order = { by: RawBuilder<string | number>; type: 'string' | 'number' }

const IDS = sql`coalesce(lower(project_id), '') || ' ' || coalesce(lower(target_id), '')`
const NAMES = sql`coalesce(title_text, lower(project_id), '') || ' ' || coalesce(label_text, lower(target_id), '')`

/** Among equals the newest comes first. Runs that go on took less than any other. */
const ORDERS: Record<RunSortKey, (search: RunSearch) => Order> = {
  started: () => ({ by: sql`started_at`, type: 'number' }),
  took: () => ({ by: sql`coalesce(ended_at - started_at, -1)`, type: 'number' }),
  stored: () => ({ by: sql`coalesce(stored_count, 0)`, type: 'number' }),
  failures: () => ({ by: sql`coalesce(troubled_count, 0)`, type: 'number' }),
  state: () => ({ by: sql`state`, type: 'string' }),
  kind: () => ({ by: sql`kind`, type: 'string' }),
  by: () => ({ by: sql`coalesce(by_text, '')`, type: 'string' }),
  // The order of names that are not shown would tell them.
  project: (search) => ({
    by: sql`case when ${mayBeNamed(search)} then ${NAMES} else ${IDS} end`,
    type: 'string',
  }),
}
const NEWEST_FIRST = '-started'

const orderOf = (sort: RunSort, search: RunSearch) => ORDERS[sort.replace('-', '') as RunSortKey](search)

function mayBeNamed({ namedProjects }: RunSearch): RawBuilder<boolean> {
  if (namedProjects === undefined) return sql.lit(true)
  return namedProjects.length === 0 ? sql.lit(false) : sql`project_id in (${sql.join(namedProjects)})`
}

/** A place as text for an address. */
export function placeToText(place: RunPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place that `placeToText` wrote for a list in this order; undefined when the text is anything else. */
export function placeFromText(text: string, sort: RunSort): RunPlace | undefined {
  try {
    const place = RunPlace.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return typeof place.value === orderOf(sort, { projectIds: 'all' }).type ? place : undefined
  } catch {
    return undefined
  }
}

/** A page of the runs that match, and the place of its last one; undefined when nothing follows. */
export async function listRuns(
  db: Kysely<Schema>,
  search: RunSearch,
  { sort = NEWEST_FIRST, after, limit }: RunWalk,
): Promise<{ runs: StoredRun[]; next: RunPlace | undefined }> {
  if (seesNothing(search)) return { runs: [], next: undefined }
  const { by } = orderOf(sort, search)
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const rows = await matching(db, search)
    .selectAll('runs')
    .select(by.as('ordered_by'))
    .where(after ? isAfter(by, direction, after) : sql.lit(true))
    .orderBy(by, direction)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    runs: rows.slice(0, limit).map(fromRow),
    next: last && { value: last.ordered_by, startedAt: last.started_at, id: last.id },
  }
}

/** How many runs match, over all pages. */
export async function countRuns(db: Kysely<Schema>, search: RunSearch): Promise<number> {
  if (seesNothing(search)) return 0
  const { found } = await matching(db, search)
    .select(({ fn }) => fn.countAll<number | string>().as('found'))
    .executeTakeFirstOrThrow()
  return Number(found)
}

function isAfter(by: RawBuilder<unknown>, direction: 'asc' | 'desc', { value, startedAt, id }: RunPlace) {
  const beyond = sql.raw(direction === 'desc' ? '<' : '>')
  const at = typeof value === 'string' ? storable(value) : value
  return sql<boolean>`(${by} ${beyond} ${at} or (${by} = ${at} and
    (started_at < ${startedAt} or (started_at = ${startedAt} and id > ${storable(id)}))))`
}

const seesNothing = ({ projectIds, orStartedBy }: RunSearch) =>
  projectIds !== 'all' && projectIds.length === 0 && orStartedBy === undefined

function matching(db: Kysely<Schema>, wanted: RunSearch): Runs {
  const { projectIds, orStartedBy, projectId, kind, state, startedBy, search = '' } = wanted
  let runs: Runs = db.selectFrom('runs')
  if (projectIds !== 'all')
    runs = runs.where(({ or, eb }) =>
      or([
        ...(projectIds.length > 0 ? [eb('project_id', 'in', [...projectIds] as ProjectId[])] : []),
        ...(orStartedBy === undefined ? [] : [eb('started_by', '=', orStartedBy)]),
      ]),
    )
  if (projectId) runs = runs.where('project_id', '=', projectId)
  if (kind) runs = runs.where('kind', '=', kind)
  if (state === 'not-queued') runs = runs.where('state', '!=', 'queued')
  else if (state) runs = runs.where('state', '=', state)
  if (startedBy !== undefined) runs = runs.where('started_by', '=', storable(startedBy))
  return search === '' ? runs : runs.where(says(search, wanted))
}

const NAMED = ['title_text', 'label_text'] as const satisfies readonly (keyof RunsTable)[]
const SEARCHED_IDS = ['id', 'project_id', 'target_id'] as const satisfies readonly (keyof RunsTable)[]

function says(search: string, wanted: RunSearch) {
  const pattern = containing(storable(foldText(search)))
  const like = (place: RawBuilder<unknown>) => sql<boolean>`${place} like ${pattern} escape '!'`
  const anyOf = (places: RawBuilder<unknown>[]) => sql<boolean>`(${sql.join(places.map(like), sql` or `)})`
  const names = anyOf(NAMED.map((column) => sql.ref(column)))
  const rest = anyOf([sql.ref('by_text'), ...SEARCHED_IDS.map((column) => sql`lower(${sql.ref(column)})`)])
  return sql<boolean>`(${rest} or (${mayBeNamed(wanted)} and ${names}))`
}
