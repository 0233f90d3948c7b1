import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What each person's last look at a server found, before it was used. */
export const aiLooks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('ai_looks')
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('check_id', 'text')
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('ai_looks_key', ['by', 'target'])
      .execute()
  },
}
