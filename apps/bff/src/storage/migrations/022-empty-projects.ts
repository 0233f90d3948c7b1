import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A project without sessions has no row that says when it was listed. */
export const emptyProjects: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('coverage_empty_projects')
      .addColumn('project_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('listed_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}
