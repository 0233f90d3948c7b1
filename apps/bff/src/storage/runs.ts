import { isActive, type RunCounts, type RunId } from '@ohif-admin/contracts'
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import { type ConflictRule, StorageError, withStorageErrors } from './errors.ts'
import { countRuns, listRuns, type RunSearch, type RunWalk } from './run-list.ts'
import {
  DISPATCH_SLOT,
  fromRow,
  patchToRow,
  type RunEnding,
  type RunPatch,
  type StoredRun,
  toRow,
} from './run-row.ts'
import type { Schema } from './schema.ts'

export interface PastRate {
  counts: RunCounts
  durationMs: number
}

// A run that was in the way may end between the refusal and the look at what refused.
const INSERT_ATTEMPTS = 5

export type RunsRepository = ReturnType<typeof createRunsRepository>

/**
 * Regeneration runs. Every method throws StorageError; at most one run of a site holds the dispatch slot, one open run a
 * target, and one row a run of the log, all by unique indexes.
 */
export function createRunsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /**
     * Writes a new run. `created: false` when this person sent the same idempotency key before: `run` is that run.
     * Throws StorageError `conflict` with the rule that refused it.
     */
    insertIntent: (run: StoredRun) => insertIntent(db, run),

    async find(id: RunId): Promise<StoredRun | undefined> {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
      return row && fromRow(row)
    },

    /** Runs that have begun and are not over, the dispatched one first, then oldest first. */
    async active(): Promise<StoredRun[]> {
      const rows = await db.selectFrom('runs').selectAll().where('active', '=', 1).execute()
      const first = (run: StoredRun) => (run.slot === null ? 1 : 0)
      return rows.map(fromRow).sort((a, b) => first(a) - first(b) || a.startedAt - b.startedAt)
    },

    /** The run that holds the dispatch slot. */
    async dispatched(): Promise<StoredRun | undefined> {
      const row = await db.selectFrom('runs').selectAll().where('slot', '=', DISPATCH_SLOT).executeTakeFirst()
      return row && fromRow(row)
    },

    /** The row of a run of the log, whatever its kind. */
    async findLogged(source: string, key: string): Promise<StoredRun | undefined> {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('log_source', '=', source)
        .where('log_key', '=', key)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    /** The first runs that match, newest first. */
    async list({ limit, ...search }: RunSearch & { limit: number }): Promise<StoredRun[]> {
      return (await listRuns(db, search, { limit })).runs
    },

    /** A page in any order. */
    page: (search: RunSearch, walk: RunWalk) => listRuns(db, search, walk),

    /** How many runs match. */
    count: (search: RunSearch) => countRuns(db, search),

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
        .$if(patch.state !== undefined && isActive(patch.state), (query) => query.where('active', '=', 1))
        .$if(patch.state === 'queued', (query) => query.where('state', '=', 'queued'))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends an open run and frees its slot and its target. False, and no change, when it was over already. */
    async finish(id: RunId, ending: RunEnding): Promise<boolean> {
      const freed = { active: null, slot: null, target_key: null, queue_rank: null }
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set({ ...patchToRow(ending), ...freed, ended_at: ending.endedAt })
        .where('id', '=', id)
        .where((where) => where.or([where('active', '=', 1), where('state', '=', 'queued')]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    ...pastRuns(db),
  })
}

/** What past runs tell about the next. */
function pastRuns(db: Kysely<Schema>) {
  return {
    /** What the last finished runs did in what time, newest first: the ground of an estimate. */
    async rates(limit: number, data: StoredRun['data'] = 'viewer'): Promise<PastRate[]> {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('state', '=', 'finished')
        .where('data', '=', data)
        .where('ended_at', 'is not', null)
        .orderBy('started_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(fromRow).map(({ counts, startedAt, endedAt }) => ({
        counts,
        durationMs: Math.max(0, (endedAt ?? startedAt) - startedAt),
      }))
    },

    /** The longest silences of the last runs that finished, in ms, newest first. */
    async silences(limit: number): Promise<number[]> {
      const rows = await db
        .selectFrom('runs')
        .select('longest_silence_ms as longest')
        .where('state', '=', 'finished')
        .where('longest_silence_ms', 'is not', null)
        .orderBy('started_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ longest }) => longest ?? 0)
    },
  }
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
    const rule = await ruleAgainst(db, run)
    if (rule) throw new StorageError('conflict', 'A run is in the way of this one.', { rule })
  }
  throw new StorageError('conflict', 'A run with this id exists.')
}

async function ruleAgainst(db: Kysely<Schema>, run: StoredRun): Promise<ConflictRule | undefined> {
  const runs = db.selectFrom('runs').select('id')
  const { slot, targetKey, logSource, logKey } = run
  if (targetKey !== null && (await runs.where('target_key', '=', targetKey).executeTakeFirst()))
    return 'same-target'
  if (slot !== null && (await runs.where('slot', '=', slot).executeTakeFirst())) return 'active-run-exists'
  const logged = runs.where('log_source', '=', logSource).where('log_key', '=', logKey)
  if (logKey !== null && (await logged.executeTakeFirst())) return 'known-in-log'
  return undefined
}
