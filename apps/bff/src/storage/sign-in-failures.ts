import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'

/** What is remembered of failed sign-ins; times are epoch ms. */
export interface Failures {
  count: number
  /** From when they are forgotten, one by one. */
  since: number
  /** When the last attempt began. */
  lastAt: number
}

export type SignInFailuresRepository = ReturnType<typeof createSignInFailuresRepository>

/** Failed sign-ins by account and by address, for all consoles of a database. Every method throws StorageError. */
export function createSignInFailuresRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    find(key: string): Promise<Failures | undefined> {
      return db
        .selectFrom('sign_in_failures')
        .select(['count', 'since', 'last_at as lastAt'])
        .where('key', '=', key)
        .executeTakeFirst()
    },

    /** False when somebody else has stored something since `before` was read: nothing is stored then. */
    async replace(key: string, before: Failures | undefined, after: Failures): Promise<boolean> {
      const values = { count: after.count, since: after.since, last_at: after.lastAt }
      if (!before) {
        const { numInsertedOrUpdatedRows = 0n } = await db
          .insertInto('sign_in_failures')
          .values({ key, ...values })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .executeTakeFirst()
        return numInsertedOrUpdatedRows > 0n
      }
      const { numUpdatedRows } = await db
        .updateTable('sign_in_failures')
        .set(values)
        .where('key', '=', key)
        .where('count', '=', before.count)
        .where('since', '=', before.since)
        .where('last_at', '=', before.lastAt)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** One less; the attempt of `begunAt` never was, unless another has begun since. */
    async takeBack(key: string, begunAt: number, lastAt: number): Promise<void> {
      await db
        .updateTable('sign_in_failures')
        .set(({ eb }) => ({
          count: eb('count', '-', 1),
          last_at: eb.case().when('last_at', '=', begunAt).then(lastAt).else(eb.ref('last_at')).end(),
        }))
        .where('key', '=', key)
        .where('count', '>', 0)
        .execute()
    },

    async forget(key: string): Promise<void> {
      await db.deleteFrom('sign_in_failures').where('key', '=', key).execute()
    },

    /** Deletes what had its last attempt before that. */
    async deleteBefore(at: number): Promise<void> {
      await db.deleteFrom('sign_in_failures').where('last_at', '<', at).execute()
    },
  })
}
