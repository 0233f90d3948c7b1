import type { ProjectId, RunCounts, RunId } from '@ohif-admin/contracts'
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import { StorageError, withStorageErrors } from './errors.ts'
import { fromRow, patchToRow, type RunEnding, type RunPatch, type StoredRun, toRow } from './run-row.ts'
import type { Schema } from './schema.ts'

export interface PastRate {
  counts: RunCounts
  durationMs: number
}

// A run that was in the way may end between the refusal and the look at what refused.
const INSERT_ATTEMPTS = 5

export type RunsRepository = ReturnType<typeof createRunsRepository>

/** Regeneration runs. Every method throws StorageError; at most one run of a site is open, by a unique index. */
export function createRunsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /**
     * Writes a new run. `created: false` when this person sent the same idempotency key before: `run` is that run.
     * Throws StorageError `conflict` with the rule `active-run-exists` when another run is open.
     */
    insertIntent: (run: StoredRun) => insertIntent(db, run),

    async find(id: RunId): Promise<StoredRun | undefined> {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
      return row && fromRow(row)
    },

    /** The open run, when there is one. */
    findActive: () => findActive(db),

    /** Newest first. A list of projects leaves out the runs over the whole site. */
    async list({ limit, projectIds }: { limit: number; projectIds: readonly ProjectId[] | 'all' }) {
      let query = db.selectFrom('runs').selectAll()
      if (projectIds !== 'all') {
        if (projectIds.length === 0) return []
        query = query.where('project_id', 'in', projectIds)
      }
      const rows = await query.orderBy('started_at', 'desc').orderBy('id').limit(limit).execute()
      return rows.map(fromRow)
    },

    /**
     * Changes what the patch names. A patch with a state moves an open run only: one that is over is never opened
     * again. False when nothing was changed.
     */
    async update(id: RunId, patch: RunPatch): Promise<boolean> {
      const changes = patchToRow(patch)
      if (Object.keys(changes).length === 0) return false
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set(changes)
        .where('id', '=', id)
        .$if(patch.state !== undefined, (query) => query.where('active', '=', 1))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends an open run and frees the site for the next. False, and no change, when it was over already. */
    async finish(id: RunId, ending: RunEnding): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set({ ...patchToRow(ending), active: null, ended_at: ending.endedAt })
        .where('id', '=', id)
        .where('active', '=', 1)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** What the last finished runs did in what time, newest first: the ground of an estimate. */
    async rates(limit: number): Promise<PastRate[]> {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('state', '=', 'finished')
        .where('ended_at', 'is not', null)
        .orderBy('started_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(fromRow).map(({ counts, startedAt, endedAt }) => ({
        counts,
        durationMs: Math.max(0, (endedAt ?? startedAt) - startedAt),
      }))
    },
  })
}

async function findActive(db: Kysely<Schema>): Promise<StoredRun | undefined> {
  const row = await db.selectFrom('runs').selectAll().where('active', '=', 1).executeTakeFirst()
  return row && fromRow(row)
}

async function findByIntent(
  db: Kysely<Schema>,
  { startedBy, idempotencyKey }: StoredRun,
): Promise<StoredRun | undefined> {
  if (idempotencyKey === null) return undefined
  const row = await db
    .selectFrom('runs')
    .selectAll()
    .where('started_by', '=', startedBy)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst()
  return row && fromRow(row)
}

async function insertIntent(
  db: Kysely<Schema>,
  run: StoredRun,
): Promise<{ created: boolean; run: StoredRun }> {
  for (let attempt = 1; attempt <= INSERT_ATTEMPTS; attempt++) {
    const inserted = await db
      .insertInto('runs')
      .values(toRow(run))
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (inserted) return { created: true, run: fromRow(inserted) }
    const repeated = await findByIntent(db, run)
    if (repeated) return { created: false, run: repeated }
    if (await findActive(db)) {
      throw new StorageError('conflict', 'Another run is open.', { rule: 'active-run-exists' })
    }
  }
  throw new StorageError('conflict', 'A run with this id exists.')
}
