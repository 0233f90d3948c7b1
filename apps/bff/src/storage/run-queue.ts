import type { RunId } from '@ohif-admin/contracts'
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import { StorageError, toStorageError, withStorageErrors } from './errors.ts'
import { DISPATCH_SLOT, fromRow, type StoredRun } from './run-row.ts'
import type { Schema } from './schema.ts'

export type RunQueueRepository = ReturnType<typeof createRunQueueRepository>

/** Runs that wait for their turn. Every method throws StorageError. */
export function createRunQueueRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** In the order in which they will start, as far as their times let them. */
    async queued(): Promise<StoredRun[]> {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('state', '=', 'queued')
        .orderBy('queue_rank')
        .orderBy('started_at')
        .orderBy('id')
        .execute()
      return rows.map(fromRow)
    },

    /**
     * Gives the site's one slot to a waiting run and opens it, at once for everybody. False when another run has the
     * slot, or this one waits no more.
     */
    async take(id: RunId, startedAt: number): Promise<boolean> {
      try {
        const { numUpdatedRows } = await db
          .updateTable('runs')
          .set({ state: 'starting', active: 1, slot: DISPATCH_SLOT, queue_rank: null, started_at: startedAt })
          .where('id', '=', id)
          .where('state', '=', 'queued')
          .executeTakeFirst()
        return numUpdatedRows > 0n
      } catch (error) {
        const known = toStorageError(error)
        if (known instanceof StorageError && known.kind === 'conflict') return false
        throw error
      }
    },

    /** Takes a waiting run out of the queue. False when it had begun or ended before. */
    async cancel(id: RunId, endedAt: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set({
          state: 'cancelled',
          reason: 'cancelled',
          ended_at: endedAt,
          target_key: null,
          queue_rank: null,
        })
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    ...ordering(db),
    ...repeatedRuns(db),
  })
}

function ordering(db: Kysely<Schema>) {
  return {
    /** Puts a run that is written down whole at the end of the queue. */
    async append(id: RunId): Promise<void> {
      const { last } = await db
        .selectFrom('runs')
        .where('state', '=', 'queued')
        .select(({ fn }) => fn.max('queue_rank').as('last'))
        .executeTakeFirstOrThrow()
      await db
        .updateTable('runs')
        .set({ queue_rank: Number(last ?? 0) + 1 })
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .execute()
    },

    /** Puts the waiting runs in this order. False, and no change, when they are others by now. */
    async reorder(ids: readonly RunId[]): Promise<boolean> {
      return db.transaction().execute(async (transaction) => {
        const rows = await transaction.selectFrom('runs').select('id').where('state', '=', 'queued').execute()
        const waiting = new Set(rows.map(({ id }) => id))
        const same = waiting.size === ids.length && new Set(ids).size === ids.length
        if (!same || ids.some((id) => !waiting.has(id))) return false
        for (const [index, id] of ids.entries()) {
          await transaction
            .updateTable('runs')
            .set({ queue_rank: index + 1 })
            .where('id', '=', id)
            .where('state', '=', 'queued')
            .execute()
        }
        return true
      })
    },
  }
}

function repeatedRuns(db: Kysely<Schema>) {
  return {
    /** Runs that repeat and whose turn has come, of which the next one has not been written down. */
    async unrepeated(): Promise<StoredRun[]> {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('repeat', '=', 'nightly')
        .where('repeated', 'is', null)
        .where('state', '!=', 'queued')
        .where(({ eb, or }) => or([eb('reason', 'is', null), eb('reason', '!=', 'cancelled')]))
        .execute()
      return rows.map(fromRow)
    },

    /** The next run of this one is written down. */
    async markRepeated(id: RunId): Promise<void> {
      await db.updateTable('runs').set({ repeated: 1 }).where('id', '=', id).execute()
    },
  }
}
