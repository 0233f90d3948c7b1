import type { AssignmentPlace, JobItemState, JobKind, JobState } from '@ohif-admin/contracts'
import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type { StoredList } from './assignments.ts'
import type { AssignmentJobItemsTable, AssignmentJobsTable } from './assignments-schema.ts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { Schema } from './schema.ts'
import { storable } from './text.ts'

export interface StoredJob {
  id: string
  kind: JobKind
  state: JobState
  actor: string
  actorAddress: string
  createdAt: number
  endedAt: number | null
  reason: string | null
  undoes: string | null
}

export interface StoredItem {
  position: number
  place: AssignmentPlace
  title: string | null
  before: StoredList
  after: readonly string[]
  state: JobItemState
  code: AssignmentJobItemsTable['code']
  said: string | null
}

const After = z.array(z.string())
const Before = After.nullable()
// SQLite takes 32,766 values in one statement.
const ITEMS_A_STATEMENT = 1_000

export type AssignmentJobsRepository = ReturnType<typeof createAssignmentJobsRepository>

/** Changes of many lists at once, item by item. Every method throws StorageError. */
export function createAssignmentJobsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({ ...jobMethods(db), ...changeMethods(db), ...itemMethods(db) })
}

const jobMethods = (db: Kysely<Schema>) => ({
  async insert(job: StoredJob, items: readonly StoredItem[]): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      await transaction.insertInto('assignment_jobs').values(toJobRow(job)).execute()
      for (let start = 0; start < items.length; start += ITEMS_A_STATEMENT) {
        const rows = items.slice(start, start + ITEMS_A_STATEMENT).map((item) => toItemRow(job.id, item))
        await transaction.insertInto('assignment_job_items').values(rows).execute()
      }
    })
  },

  async find(id: string): Promise<StoredJob | undefined> {
    const row = await db.selectFrom('assignment_jobs').selectAll().where('id', '=', id).executeTakeFirst()
    return row && fromJobRow(row)
  },

  /** Newest first; those that were only prepared are left out. */
  async list(limit: number): Promise<StoredJob[]> {
    const rows = await db
      .selectFrom('assignment_jobs')
      .selectAll()
      .where('state', '<>', 'prepared')
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(fromJobRow)
  },

  async inState(state: JobState): Promise<StoredJob[]> {
    const rows = await db
      .selectFrom('assignment_jobs')
      .selectAll()
      .where('state', '=', state)
      .orderBy('created_at')
      .execute()
    return rows.map(fromJobRow)
  },

  /** Jobs that undo this one, by what became of them. */
  async undoing(id: string): Promise<StoredJob | undefined> {
    const row = await db
      .selectFrom('assignment_jobs')
      .selectAll()
      .where('undoes', '=', id)
      .where('state', '<>', 'prepared')
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row && fromJobRow(row)
  },
})

const changeMethods = (db: Kysely<Schema>) => ({
  /** Moves a job on from one of the given states. False, and no change, when it is in none of them. */
  async move(
    id: string,
    from: readonly JobState[],
    to: { state: JobState; endedAt: number | null; reason?: string | null },
  ): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('assignment_jobs')
      .set({
        state: to.state,
        ended_at: to.endedAt,
        ...(to.reason === undefined ? {} : { reason: storable(to.reason) }),
      })
      .where('id', '=', id)
      .where('state', 'in', from)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  },

  /** Deletes what was prepared before then and never started. */
  async deletePrepared(before: number): Promise<void> {
    await db
      .deleteFrom('assignment_jobs')
      .where('state', '=', 'prepared')
      .where('created_at', '<', before)
      .execute()
  },
})

const itemMethods = (db: Kysely<Schema>) => ({
  items: (jobId: string) => itemsOf(db, jobId),

  async counts(jobId: string): Promise<Partial<Record<JobItemState, number>>> {
    const rows = await db
      .selectFrom('assignment_job_items')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('count')])
      .where('job_id', '=', jobId)
      .groupBy('state')
      .execute()
    return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
  },

  async setItem(
    jobId: string,
    position: number,
    {
      state,
      code = null,
      said = null,
    }: Pick<StoredItem, 'state'> & Partial<Pick<StoredItem, 'code' | 'said'>>,
  ): Promise<void> {
    await db
      .updateTable('assignment_job_items')
      .set({ state, code, said: storable(said) })
      .where('job_id', '=', jobId)
      .where('position', '=', position)
      .execute()
  },

  /** Takes an item that waits. False when somebody else has it. */
  async claim(jobId: string, position: number): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('assignment_job_items')
      .set({ state: 'sending' })
      .where('job_id', '=', jobId)
      .where('position', '=', position)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    return numUpdatedRows > 0n
  },

  /** Gives every item in one of the states another one. */
  async moveItems(jobId: string, from: readonly JobItemState[], to: JobItemState): Promise<void> {
    await db
      .updateTable('assignment_job_items')
      .set({ state: to, code: null, said: null })
      .where('job_id', '=', jobId)
      .where('state', 'in', from)
      .execute()
  },
})

async function itemsOf(db: Kysely<Schema>, jobId: string): Promise<StoredItem[]> {
  const rows = await db
    .selectFrom('assignment_job_items')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('position')
    .execute()
  return rows.map(({ job_id: _job, before, after, ...same }) => ({
    ...same,
    before: before === null ? null : Before.parse(JSON.parse(before)),
    after: After.parse(JSON.parse(after)),
  }))
}

const toItemRow = (jobId: string, { before, after, title, said, ...same }: StoredItem) => ({
  ...same,
  job_id: jobId,
  title: storable(title),
  said: storable(said),
  before: before === null ? null : JSON.stringify(before),
  after: JSON.stringify(after),
})

const toJobRow = ({ actorAddress, createdAt, endedAt, reason, ...same }: StoredJob): AssignmentJobsTable => ({
  ...same,
  reason: storable(reason),
  actor_address: actorAddress,
  created_at: createdAt,
  ended_at: endedAt,
})

const fromJobRow = ({
  actor_address: actorAddress,
  created_at: createdAt,
  ended_at: endedAt,
  ...same
}: Selectable<AssignmentJobsTable>): StoredJob => ({ ...same, actorAddress, createdAt, endedAt })
