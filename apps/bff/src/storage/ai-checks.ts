import { CheckReport } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'

const NEWEST = 100

export type AiChecksRepository = ReturnType<typeof createAiChecksRepository>

/** Checks of AI servers, kept so that they can be shown to somebody else. Every method throws StorageError. */
export function createAiChecksRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Writes the report, or writes it again with more in it. */
    async save(report: CheckReport): Promise<void> {
      const { id, checkedAt, checkedBy } = report
      const text = JSON.stringify(report)
      await db
        .insertInto('ai_checks')
        .values({ id, at: Date.parse(checkedAt), by: checkedBy, report: text, kept_at: null })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ report: text }))
        .execute()
    },

    async find(id: string): Promise<CheckReport | undefined> {
      const row = await db.selectFrom('ai_checks').select('report').where('id', '=', id).executeTakeFirst()
      return row && CheckReport.parse(JSON.parse(row.report))
    },

    /** Something refers to it from now on. */
    async keep(id: string, at: number): Promise<void> {
      await db.updateTable('ai_checks').set({ kept_at: at }).where('id', '=', id).execute()
    },

    /** The last hundred checks, newest first. */
    async newest(): Promise<CheckReport[]> {
      const rows = await db
        .selectFrom('ai_checks')
        .select('report')
        .orderBy('at', 'desc')
        .limit(NEWEST)
        .execute()
      return read(rows)
    },

    /** What one person had looked at since then (epoch ms), newest first; at most the last hundred. */
    async madeBy(username: string, since: number): Promise<CheckReport[]> {
      const rows = await db
        .selectFrom('ai_checks')
        .select('report')
        .where('by', '=', username)
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .limit(NEWEST)
        .execute()
      return read(rows)
    },

    /** Forgets what is older and nothing refers to. */
    async prune(before: number): Promise<void> {
      await db.deleteFrom('ai_checks').where('at', '<', before).where('kept_at', 'is', null).execute()
    },
  })
}

/** Without those that an older version wrote in another form: they are no proof of today. */
const read = (rows: readonly { report: string }[]) =>
  rows.flatMap(({ report }) => CheckReport.safeParse(JSON.parse(report)).data ?? [])
