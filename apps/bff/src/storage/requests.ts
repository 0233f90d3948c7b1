import type { AttachedCheck, ChangeRequestId, ProjectId, RequestState, SeenList } from '@ohif-admin/contracts'
import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { ChangeRequestsTable } from './requests-schema.ts'
import type { Schema } from './schema.ts'
import { containing, storable } from './text.ts'

/** Times are epoch milliseconds. */
export interface StoredRequest {
  id: ChangeRequestId
  projectId: ProjectId
  projectTitle: string
  state: RequestState
  list: readonly string[]
  base: SeenList
  reason: string
  check: AttachedCheck | null
  requestedBy: string
  requestedAt: number
  decidedBy: string | null
  decidedAt: number | null
  word: string | null
  acknowledgedAt: number | null
}

export type NewRequest = Pick<
  StoredRequest,
  'id' | 'projectId' | 'projectTitle' | 'list' | 'base' | 'reason' | 'check' | 'requestedBy' | 'requestedAt'
>

export interface Decision {
  state: Exclude<RequestState, 'open'>
  by: string
  at: number
  word: string | null
}

export interface RequestSearch {
  /** Of these projects only; all when null. */
  projects: readonly ProjectId[] | null
  state?: RequestState | undefined
  projectId?: ProjectId | undefined
  search: string
}

/** Whoever claimed a request and was never heard of again does not keep it longer. */
const CLAIM_MS = 2 * 60_000

export type RequestsRepository = ReturnType<typeof createRequestsRepository>

/** Change requests. Every method throws StorageError. */
export function createRequestsRepository({ db }: Pick<Database, 'db'>) {
  return { ...reading(db), ...changing(db) }
}

function reading(db: Kysely<Schema>) {
  return withStorageErrors({
    async find(id: ChangeRequestId): Promise<StoredRequest | undefined> {
      const row = await db.selectFrom('change_requests').selectAll().where('id', '=', id).executeTakeFirst()
      return row && fromRow(row)
    },

    /** Newest first, with how many there are in all. */
    async list(search: RequestSearch, { offset, limit }: { offset: number; limit: number }) {
      const [rows, total] = await Promise.all([
        found(db, search)
          .selectAll()
          .orderBy('requested_at', 'desc')
          .orderBy('id')
          .offset(offset)
          .limit(limit)
          .execute(),
        countOf(found(db, search)),
      ])
      return { requests: rows.map(fromRow), total }
    },

    countOpen: (projects: readonly ProjectId[] | null): Promise<number> =>
      countOf(found(db, { projects, state: 'open', search: '' })),

    /** Decisions of others on what this person asked for, not acknowledged yet. */
    countNews: (username: string, projects: readonly ProjectId[] | null): Promise<number> =>
      countOf(
        found(db, { projects, search: '' })
          .where('requested_by', '=', username)
          .where('state', 'in', ['approved', 'refused'])
          .where('decided_by', '!=', username)
          .where('acknowledged_at', 'is', null),
      ),
  })
}

function changing(db: Kysely<Schema>) {
  return withStorageErrors({
    /** Throws a StorageError `conflict` while the project has an open one. */
    async insert(request: NewRequest): Promise<void> {
      await db.insertInto('change_requests').values(rowOf(request)).execute()
    },

    /** Keeps others from deciding meanwhile. False when it is not open, or somebody else is at it. */
    async claim(id: ChangeRequestId, at: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('change_requests')
        .set({ claimed_at: at })
        .where('id', '=', id)
        .where('open', '=', 1)
        .where(({ eb, or }) => or([eb('claimed_at', 'is', null), eb('claimed_at', '<=', at - CLAIM_MS)]))
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    async release(id: ChangeRequestId): Promise<void> {
      await db
        .updateTable('change_requests')
        .set({ claimed_at: null })
        .where('id', '=', id)
        .where('open', '=', 1)
        .execute()
    },

    /** To be called by whoever has claimed it. */
    async decide(id: ChangeRequestId, { state, by, at, word }: Decision): Promise<void> {
      await db
        .updateTable('change_requests')
        .set({ open: null, claimed_at: null, state, decided_by: by, decided_at: at, word: storable(word) })
        .where('id', '=', id)
        .where('open', '=', 1)
        .execute()
    },

    async acknowledge(id: ChangeRequestId, at: number): Promise<void> {
      await db
        .updateTable('change_requests')
        .set({ acknowledged_at: at })
        .where('id', '=', id)
        .where('acknowledged_at', 'is', null)
        .execute()
    },
  })
}

type Found = SelectQueryBuilder<Schema, 'change_requests', object>

function found(db: Kysely<Schema>, { projects, state, projectId, search }: RequestSearch): Found {
  let query: Found = db.selectFrom('change_requests')
  if (projects !== null)
    query = projects.length > 0 ? query.where('project_id', 'in', projects) : query.where(sql<boolean>`1 = 0`)
  if (state !== undefined) query = query.where('state', '=', state)
  if (projectId !== undefined) query = query.where('project_id', '=', projectId)
  if (search === '') return query
  return query.where(sql<boolean>`search_text like ${containing(search.toLowerCase())} escape '!'`)
}

async function countOf(query: Found): Promise<number> {
  const counted = query.select(({ fn }) => fn.countAll<number | string>().as('rows'))
  return Number((await counted.executeTakeFirstOrThrow()).rows)
}

function rowOf(request: NewRequest): ChangeRequestsTable {
  const { id, projectId, projectTitle, list, base, reason, check, requestedBy, requestedAt } = request
  return {
    id,
    project_id: projectId,
    project_title: storable(projectTitle),
    open: 1,
    state: 'open',
    list: JSON.stringify(list),
    base: base === null ? null : JSON.stringify(base),
    reason: storable(reason),
    check_result: check === null ? null : JSON.stringify(check),
    requested_by: requestedBy,
    requested_at: requestedAt,
    decided_by: null,
    decided_at: null,
    word: null,
    claimed_at: null,
    acknowledged_at: null,
    search_text: storable(`${projectId}\n${projectTitle}\n${requestedBy}`.toLowerCase()),
  }
}

function fromRow(row: Selectable<ChangeRequestsTable>): StoredRequest {
  return {
    id: row.id,
    projectId: row.project_id,
    projectTitle: row.project_title,
    state: row.state,
    list: JSON.parse(row.list),
    base: row.base === null ? null : JSON.parse(row.base),
    reason: row.reason,
    check: row.check_result === null ? null : JSON.parse(row.check_result),
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    word: row.word,
    acknowledgedAt: row.acknowledged_at,
  }
}
