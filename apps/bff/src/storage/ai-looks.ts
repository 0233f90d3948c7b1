import type { SaveCheck } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'

/** What somebody was told of a server before using it, and when (epoch ms). */
export interface StoredLook {
  by: string
  target: string
  check: SaveCheck
  at: number
}

export type AiLooksRepository = ReturnType<typeof createAiLooksRepository>

/** The last look of each person at each server that was to be used. Every method throws StorageError. */
export function createAiLooksRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** In place of the one before. */
    async save({ by, target, check: { checkId, verdict }, at }: StoredLook): Promise<void> {
      const found = { check_id: checkId, verdict, at }
      await db
        .insertInto('ai_looks')
        .values({ by, target, ...found })
        .onConflict((conflict) => conflict.columns(['by', 'target']).doUpdateSet(found))
        .execute()
    },

    async find(by: string, target: string): Promise<StoredLook | undefined> {
      const row = await db
        .selectFrom('ai_looks')
        .selectAll()
        .where('by', '=', by)
        .where('target', '=', target)
        .executeTakeFirst()
      return row && { by, target, check: { checkId: row.check_id, verdict: row.verdict }, at: row.at }
    },

    async prune(before: number): Promise<void> {
      await db.deleteFrom('ai_looks').where('at', '<', before).execute()
    },
  })
}
