import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is known of the sessions' metadata, and the scans that find it out. */
export const coverage: Migration = {
  async up(db: Kysely<unknown>) {
    await createScans(db)
    await createSessions(db)
    await db.schema
      .createTable('coverage_runs')
      .addColumn('run_id', 'text', (column) => column.primaryKey().notNull())
      .execute()
  },
}

async function createScans(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('coverage_scans')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('target_key', 'text', (column) => column.notNull())
    .addColumn('open', 'integer')
    .addColumn('project_id', 'text')
    .addColumn('project_title', 'text')
    .addColumn('take', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('waiting_for', 'text')
    .addColumn('failure', 'text')
    .addColumn('wanted', 'text', (column) => column.notNull())
    .addColumn('started_by', 'text', (column) => column.notNull())
    .addColumn('asks', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('per_second', 'integer', (column) => column.notNull())
    .addColumn('total', 'integer')
    .addColumn('valid', 'integer', (column) => column.notNull())
    .addColumn('missing', 'integer', (column) => column.notNull())
    .addColumn('unknown', 'integer', (column) => column.notNull())
    .addUniqueConstraint('coverage_scans_open', ['target_key', 'open'])
    .execute()
  await db.schema
    .createTable('coverage_queue')
    .addColumn('scan_id', 'text', (column) =>
      column.notNull().references('coverage_scans.id').onDelete('cascade'),
    )
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('coverage_queue_key', ['scan_id', 'project_id', 'session_id', 'data'])
    .execute()
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('coverage_sessions')
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('subject_label', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('looked_at', 'bigint')
    .addColumn('listed_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint')
    .addColumn('changed_run', 'text')
    .addColumn('changed_verdict', 'text')
    .addColumn('search_text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('coverage_sessions_key', ['session_id', 'data'])
    .execute()
  // One for each order of the list, so that a page of 100,000 rows is read and not sorted; the first two also hold all
  // that the counts of the projects need.
  await db.schema
    .createIndex('coverage_sessions_project')
    .on('coverage_sessions')
    .columns(['data', 'project_id', 'session_id'])
    .execute()
  await db.schema
    .createIndex('coverage_sessions_counts')
    .on('coverage_sessions')
    .columns(['data', 'project_id', 'state', 'looked_at', 'listed_at'])
    .execute()
  await db.schema
    .createIndex('coverage_sessions_state')
    .on('coverage_sessions')
    .columns(['data', 'state', 'project_id', 'session_id'])
    .execute()
  await db.schema
    .createIndex('coverage_sessions_looked')
    .on('coverage_sessions')
    .columns(['data', 'looked_at', 'session_id'])
    .execute()
}
