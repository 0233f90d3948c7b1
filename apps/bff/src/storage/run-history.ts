import type { FollowUpTake, RunId } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { fromRow, type StoredRun } from './run-row.ts'

export interface FollowUp {
  parentId: RunId
  take: FollowUpTake
  run: StoredRun
}

export type RunHistoryRepository = ReturnType<typeof createRunHistoryRepository>

/** How runs belong together. Every method throws StorageError. */
export function createRunHistoryRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Runs that took up sessions of these runs, newest first. */
    async followUpsOf(parents: readonly RunId[]): Promise<FollowUp[]> {
      if (parents.length === 0) return []
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('parent_id', 'in', [...parents])
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.flatMap((row) =>
        row.parent_id && row.parent_take
          ? [{ parentId: row.parent_id, take: row.parent_take, run: fromRow(row) }]
          : [],
      )
    },

    /** The run before this one over the same data and target that got as far as having sessions. */
    async previousOf(run: StoredRun): Promise<StoredRun | undefined> {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('scope', '=', run.scope)
        .where('data', '=', run.data)
        .where('project_id', run.projectId === null ? 'is' : '=', run.projectId)
        .where('target_id', run.targetId === null ? 'is' : '=', run.targetId)
        .where('started_at', '<', run.startedAt)
        .where('id', '!=', run.id)
        .where('state', 'in', ['finished', 'failed', 'interrupted', 'stopped', 'unknown'])
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    /** Runs that are over and of which XNAT has still to be asked for sessions, oldest first. */
    async verifying(): Promise<StoredRun[]> {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('verifying', '=', 1)
        .where('ended_at', 'is not', null)
        .orderBy('ended_at')
        .execute()
      return rows.map(fromRow)
    },
  })
}
