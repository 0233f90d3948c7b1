import type { CoverageScan, CoverageScanId, ProjectId } from '@ohif-admin/contracts'
import type { Kysely, Selectable } from 'kysely'
import { emptyQueue, queueOf } from './coverage-queue.ts'
import type { CoverageScansTable } from './coverage-schema.ts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { Schema } from './schema.ts'
import { storable } from './text.ts'

/** A scan as it is stored; times in epoch ms. */
export interface StoredScan
  extends Pick<
    CoverageScan,
    'id' | 'projectId' | 'projectTitle' | 'take' | 'state' | 'waitingFor' | 'failure' | 'startedBy' | 'asks'
  > {
  /** There is one open scan of each. */
  targetKey: string
  wanted: CoverageScansTable['wanted']
  startedAt: number
  endedAt: number | null
  perSecond: number
  total: number | null
  valid: number
  missing: number
  unknown: number
}

export type CoverageScansRepository = ReturnType<typeof createCoverageScansRepository>

/** The scans and what each has still to look at. Every method throws StorageError. */
export function createCoverageScansRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Throws a StorageError `conflict` while the same is being scanned. */
    async insert(scan: StoredScan): Promise<void> {
      await db.insertInto('coverage_scans').values(rowOf(scan)).execute()
    },

    async find(id: CoverageScanId): Promise<StoredScan | undefined> {
      const row = await db.selectFrom('coverage_scans').selectAll().where('id', '=', id).executeTakeFirst()
      return row && fromRow(row)
    },

    /** Those that are not over, oldest first. */
    async open(): Promise<StoredScan[]> {
      const rows = await db
        .selectFrom('coverage_scans')
        .selectAll()
        .where('open', '=', 1)
        .orderBy('started_at')
        .orderBy('id')
        .execute()
      return rows.map(fromRow)
    },

    /** The newest that are over. */
    async ended(limit: number): Promise<StoredScan[]> {
      const rows = await db
        .selectFrom('coverage_scans')
        .selectAll()
        .where('open', 'is', null)
        .orderBy('ended_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },

    ...changing(db),

    ...queueOf(db),
  })
}

function changing(db: Kysely<Schema>) {
  return {
    /** What a person wants of it; false when it is over. `asks` is who drives it from now on. */
    async order(
      id: CoverageScanId,
      order: Partial<Pick<StoredScan, 'wanted' | 'asks' | 'perSecond'>>,
    ): Promise<boolean> {
      const { wanted, asks, perSecond } = order
      const { numUpdatedRows } = await db
        .updateTable('coverage_scans')
        .set({
          ...(wanted ? { wanted } : {}),
          ...(asks ? { asks } : {}),
          ...(perSecond ? { per_second: perSecond } : {}),
        })
        .where('id', '=', id)
        .where('open', '=', 1)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    /** Notes where it stands while it is open. */
    async note(
      id: CoverageScanId,
      { state, waitingFor, total }: Pick<StoredScan, 'state' | 'waitingFor' | 'total'>,
    ): Promise<void> {
      await db
        .updateTable('coverage_scans')
        .set({ state, waiting_for: waitingFor, total })
        .where('id', '=', id)
        .where('open', '=', 1)
        .execute()
    },

    /** It is over; what it had left is not looked at by it any more. */
    async end(
      id: CoverageScanId,
      { state, failure, at }: Pick<StoredScan, 'state' | 'failure'> & { at: number },
    ): Promise<void> {
      await db
        .updateTable('coverage_scans')
        .set({ open: null, state, failure, waiting_for: null, ended_at: at })
        .where('id', '=', id)
        .where('open', '=', 1)
        .execute()
      await emptyQueue(db, id)
    },

    /** Throws away what a scan had left that ended while its queue was being emptied. */
    async sweep(): Promise<void> {
      const rows = await db
        .selectFrom('coverage_queue')
        .innerJoin('coverage_scans', 'coverage_scans.id', 'coverage_queue.scan_id')
        .select('coverage_scans.id')
        .where('coverage_scans.open', 'is', null)
        .distinct()
        .execute()
      for (const { id } of rows) await emptyQueue(db, id)
    },
  }
}

function rowOf(scan: StoredScan): CoverageScansTable {
  return {
    id: scan.id,
    target_key: scan.targetKey,
    open: scan.endedAt === null ? 1 : null,
    project_id: scan.projectId,
    project_title: storable(scan.projectTitle),
    take: scan.take,
    state: scan.state,
    waiting_for: scan.waitingFor,
    failure: scan.failure,
    wanted: scan.wanted,
    started_by: scan.startedBy,
    asks: scan.asks,
    started_at: scan.startedAt,
    ended_at: scan.endedAt,
    per_second: scan.perSecond,
    total: scan.total,
    valid: scan.valid,
    missing: scan.missing,
    unknown: scan.unknown,
  }
}

export function fromRow(row: Selectable<CoverageScansTable>): StoredScan {
  return {
    id: row.id,
    targetKey: row.target_key,
    projectId: row.project_id as ProjectId | null,
    projectTitle: row.project_title,
    take: row.take,
    state: row.state,
    waitingFor: row.waiting_for,
    failure: row.failure,
    wanted: row.wanted,
    startedBy: row.started_by,
    asks: row.asks,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    perSecond: row.per_second,
    total: row.total,
    valid: row.valid,
    missing: row.missing,
    unknown: row.unknown,
  }
}
