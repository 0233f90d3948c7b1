import { randomUUID } from 'node:crypto'
import type { AssignmentPlace, ChangeKind } from '@ohif-admin/contracts'
import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type { AssignmentVersionsTable, VersionOutcome } from './assignments-schema.ts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { Schema } from './schema.ts'
import { storable } from './text.ts'

/** A server list as it is stored; null when XNAT has none. */
export type StoredList = readonly string[] | null

export interface StoredVersion {
  id: string
  place: AssignmentPlace
  version: number
  list: StoredList
  kind: ChangeKind
  actor: string | null
  at: number
  settledAt: number
  stamp: string | null
  reason: string | null
  outcome: VersionOutcome
  jobId: string | null
}

export type NewVersion = Omit<StoredVersion, 'id'>

const List = z.array(z.string()).nullable()
const HISTORY_LIMIT = 200

export type AssignmentsRepository = ReturnType<typeof createAssignmentsRepository>

/** Versions of AI server lists. Every method throws StorageError. */
export function createAssignmentsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Throws a StorageError `conflict` when the place has this version: somebody else was first. */
    async insert(version: NewVersion): Promise<StoredVersion> {
      const row = toRow({ ...version, id: randomUUID() })
      await db.insertInto('assignment_versions').values(row).execute()
      return fromRow(row)
    },

    async settle(id: string, outcome: VersionOutcome, settledAt: number): Promise<void> {
      await db
        .updateTable('assignment_versions')
        .set({ outcome, settled_at: settledAt })
        .where('id', '=', id)
        .execute()
    },

    /** The newest version of the place that XNAT has or may have. */
    async latest(place: AssignmentPlace): Promise<StoredVersion | undefined> {
      const row = await db
        .selectFrom('assignment_versions')
        .selectAll()
        .where('place', '=', place)
        .where('outcome', '<>', 'not-applied')
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    /** The highest number of the place, 0 when there is none. */
    async lastNumber(place: AssignmentPlace): Promise<number> {
      const row = await db
        .selectFrom('assignment_versions')
        .select('version')
        .where('place', '=', place)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.version ?? 0
    },

    /** `latest` of every place that has one. */
    latestOfAll: () => latestOfAll(db),

    /** Newest first, at most 200. */
    async history(place: AssignmentPlace): Promise<StoredVersion[]> {
      const rows = await db
        .selectFrom('assignment_versions')
        .selectAll()
        .where('place', '=', place)
        .orderBy('version', 'desc')
        .limit(HISTORY_LIMIT)
        .execute()
      return rows.map(fromRow)
    },
  })
}

async function latestOfAll(db: Kysely<Schema>): Promise<Map<AssignmentPlace, StoredVersion>> {
  const newest = db
    .selectFrom('assignment_versions')
    .where('outcome', '<>', 'not-applied')
    .groupBy('place')
    .select(({ fn }) => ['place as newest_place', fn.max('version').as('newest_version')])
    .as('newest')
  const rows = await db
    .selectFrom('assignment_versions')
    .innerJoin(newest, (join) =>
      join
        .onRef('assignment_versions.place', '=', 'newest.newest_place')
        .onRef('assignment_versions.version', '=', 'newest.newest_version'),
    )
    .selectAll('assignment_versions')
    .execute()
  return new Map(rows.map((row) => [row.place, fromRow(row)]))
}

function toRow(version: StoredVersion): AssignmentVersionsTable {
  const { settledAt, jobId, list, reason, stamp, actor, ...same } = version
  return {
    ...same,
    list: list === null ? null : JSON.stringify(list),
    actor: storable(actor),
    stamp: storable(stamp),
    reason: storable(reason),
    settled_at: settledAt,
    job_id: jobId,
  }
}

function fromRow(row: Selectable<AssignmentVersionsTable>): StoredVersion {
  const { settled_at: settledAt, job_id: jobId, list, ...same } = row
  return { ...same, list: list === null ? null : List.parse(JSON.parse(list)), settledAt, jobId }
}
