import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Models that were loaded into AI servers. At most one load of a server is under way: that is the unique index. */
export const modelLoads: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('model_loads')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('active', 'integer')
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createIndex('model_loads_active')
      .on('model_loads')
      .columns(['origin', 'active'])
      .unique()
      .execute()
    await db.schema
      .createIndex('model_loads_started')
      .on('model_loads')
      .columns(['origin', 'started_at'])
      .execute()
  },
}
