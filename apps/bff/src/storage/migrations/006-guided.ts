import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What guided runs are told to do, and who drives what when several consoles share the database. */
export function guidedRuns(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('guided_runs')
        .addColumn('run_id', 'text', (column) =>
          column.primaryKey().notNull().references('runs.id').onDelete('cascade'),
        )
        .addColumn('settings', 'text', (column) => column.notNull())
        .addColumn('paused', 'integer', (column) => column.notNull())
        .addColumn('stopping', 'integer', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('resume', 'text')
        .execute()
      await db.schema
        .createTable('leases')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .execute()
    },
  }
}
