import type { ServerOrigin } from '@ohif-admin/contracts'
import { sql } from 'kysely'
import { fromRow as fromScanRow, type StoredScan } from './coverage-scans.ts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { fromRow, type StoredRun } from './run-row.ts'

/** Rows that are looked at in one round; what is left over waits for the next. */
const AT_ONCE = 200

/** What changed lately, for telling people. Times are epoch ms. Every method throws StorageError. */
export function createNoticedChanges({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Runs that ended since then and that no event tells of, oldest first. */
    async endedRuns(since: number): Promise<StoredRun[]> {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('ended_at', '>=', since)
        .where(
          sql<boolean>`not exists (select 1 from notice_events where key = 'run:' || runs.id || ':over')`,
        )
        .orderBy('ended_at')
        .orderBy('id')
        .limit(AT_ONCE)
        .execute()
      return rows.map(fromRow)
    },

    /** Scans that ended since then and that no event tells of, oldest first. */
    async endedScans(since: number): Promise<StoredScan[]> {
      const rows = await db
        .selectFrom('coverage_scans')
        .selectAll()
        .where('ended_at', '>=', since)
        .where(
          sql<boolean>`not exists (select 1 from notice_events where key = 'scan:' || coverage_scans.id || ':over')`,
        )
        .orderBy('ended_at')
        .orderBy('id')
        .limit(AT_ONCE)
        .execute()
      return rows.map(fromScanRow)
    },

    /** Change requests that were made or decided since then. */
    requests: (since: number) =>
      db
        .selectFrom('change_requests')
        .select(['id', 'project_id', 'state', 'requested_by', 'requested_at', 'decided_by', 'decided_at'])
        .where(({ eb, or }) => or([eb('requested_at', '>=', since), eb('decided_at', '>=', since)]))
        .orderBy('requested_at')
        .execute(),

    /** The last looks at a server, newest first. */
    looks: (origin: ServerOrigin, limit: number) =>
      db
        .selectFrom('ai_observations')
        .select(['at', 'state', 'reason'])
        .where('origin', '=', origin)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute(),

    /** Servers that were looked at since then. */
    async lookedAt(since: number): Promise<ServerOrigin[]> {
      const rows = await db
        .selectFrom('ai_servers')
        .select('origin')
        .where('checked_at', '>=', since)
        .orderBy('origin')
        .execute()
      return rows.map(({ origin }) => origin)
    },
  })
}
export type NoticedChanges = ReturnType<typeof createNoticedChanges>
