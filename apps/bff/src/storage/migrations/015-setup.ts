import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What has been proved of the set-up of each XNAT, and what somebody noted about it. */
export const setUp: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('set_up_proofs')
      .addColumn('site', 'text', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('proved_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('set_up_proofs_key', ['site', 'step'])
      .execute()
    await db.schema
      .createTable('set_up_marks')
      .addColumn('site', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('set_up_marks_key', ['site', 'name'])
      .execute()
  },
}
