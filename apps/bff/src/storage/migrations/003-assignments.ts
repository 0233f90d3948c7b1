import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Every version of every AI server list that was written or seen here, and changes of many lists at once. */
export const assignments: Migration = {
  async up(db: Kysely<unknown>) {
    await createVersions(db)
    await createJobs(db)
    await createJobItems(db)
  },
}

async function createVersions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('assignment_versions')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('list', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('settled_at', 'bigint', (column) => column.notNull())
    .addColumn('stamp', 'text')
    .addColumn('reason', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('job_id', 'text')
    .execute()
  await db.schema
    .createIndex('assignment_versions_place')
    .on('assignment_versions')
    .columns(['place', 'version'])
    .unique()
    .execute()
}

async function createJobs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('assignment_jobs')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('actor_address', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('undoes', 'text')
    .execute()
  await db.schema.createIndex('assignment_jobs_created').on('assignment_jobs').column('created_at').execute()
}

async function createJobItems(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('assignment_job_items')
    .addColumn('job_id', 'text', (column) =>
      column.notNull().references('assignment_jobs.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('title', 'text')
    .addColumn('before', 'text')
    .addColumn('after', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('said', 'text')
    .addPrimaryKeyConstraint('assignment_job_items_key', ['job_id', 'position'])
    .execute()
}
