import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What owners ask site admins to change. */
export const requests: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('change_requests')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('project_id', 'text', (column) => column.notNull())
      .addColumn('project_title', 'text', (column) => column.notNull())
      .addColumn('open', 'integer')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('list', 'text', (column) => column.notNull())
      .addColumn('base', 'text')
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('check_result', 'text')
      .addColumn('requested_by', 'text', (column) => column.notNull())
      .addColumn('requested_at', 'bigint', (column) => column.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', 'bigint')
      .addColumn('word', 'text')
      .addColumn('claimed_at', 'bigint')
      .addColumn('acknowledged_at', 'bigint')
      .addColumn('search_text', 'text', (column) => column.notNull())
      .execute()
    // Nulls differ from each other in a unique index: requests that are not open never collide.
    await db.schema
      .createIndex('change_requests_open')
      .on('change_requests')
      .columns(['project_id', 'open'])
      .unique()
      .execute()
    await db.schema
      .createIndex('change_requests_requested')
      .on('change_requests')
      .column('requested_at')
      .execute()
  },
}
