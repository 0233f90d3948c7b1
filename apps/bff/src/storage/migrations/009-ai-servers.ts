import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** AI servers that somebody uses or watches, and what was seen of them. */
export const aiServers: Migration = {
  async up(db: Kysely<unknown>) {
    await createServers(db)
    await createObservations(db)
    await createChecks(db)
  },
}

async function createServers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ai_servers')
    .addColumn('origin', 'text', (column) => column.primaryKey().notNull())
    .addColumn('registered_at', 'bigint')
    .addColumn('watched_by', 'text')
    .addColumn('kind', 'text')
    .addColumn('generation', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('latency_ms', 'bigint')
    .addColumn('checked_at', 'bigint')
    .addColumn('checked_by', 'text')
    .addColumn('model_count', 'integer')
    .addColumn('problems', 'text', (column) => column.notNull())
    .addColumn('open_to_all', 'text', (column) => column.notNull())
    .execute()
}

async function createObservations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ai_observations')
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('latency_ms', 'bigint')
    .addPrimaryKeyConstraint('ai_observations_key', ['origin', 'at'])
    .execute()
  await db.schema.createIndex('ai_observations_at').on('ai_observations').column('at').execute()
}

async function createChecks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ai_checks')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('report', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('ai_checks_at').on('ai_checks').column('at').execute()
}
