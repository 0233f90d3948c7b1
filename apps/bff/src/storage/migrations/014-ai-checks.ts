import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Checks that something refers to are kept. */
export const aiChecks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('ai_checks').addColumn('kept_at', 'bigint').execute()
  },
}
