import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Failed sign-ins by account and by address, so that every console of the database slows the same guesser down. */
export const signInFailures: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('sign_in_failures')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}
