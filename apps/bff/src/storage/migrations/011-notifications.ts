import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What people are told, by which way, and what became of it. */
export const notifications: Migration = {
  async up(db: Kysely<unknown>) {
    await createEvents(db)
    await createDeliveries(db)
    await createWebhooks(db)
    await createPeople(db)
    await createMarks(db)
    await db.schema.alterTable('sign_ins').addColumn('proved_at', 'bigint').execute()
    await db.schema.createIndex('runs_ended').on('runs').column('ended_at').execute()
  },
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice_events')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('notice', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('notice_events_at').on('notice_events').column('at').execute()
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice_deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('target_name', 'text', (column) => column.notNull())
    .addColumn('names', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('log', 'text', (column) => column.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('leased_until', 'bigint')
    .addColumn('search_text', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('notice_deliveries_once')
    .on('notice_deliveries')
    .columns(['event_id', 'channel', 'target'])
    .unique()
    .execute()
  await db.schema
    .createIndex('notice_deliveries_due')
    .on('notice_deliveries')
    .columns(['state', 'next_at'])
    .execute()
  await db.schema.createIndex('notice_deliveries_at').on('notice_deliveries').column('at').execute()
  await db.schema
    .createIndex('notice_deliveries_target')
    .on('notice_deliveries')
    .columns(['target', 'channel', 'at'])
    .execute()
}

async function createWebhooks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('sealed_url', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .addColumn('kinds', 'text', (column) => column.notNull())
    .addColumn('names', 'integer', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
}

async function createPeople(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice_people')
    .addColumn('username', 'text', (column) => column.primaryKey().notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('choices', 'text')
    .addColumn('email', 'text')
    .execute()
  await db.schema
    .createTable('run_watches')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('channels', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_watches_key', ['run_id', 'username'])
    .execute()
}

/** `since`: nobody is told of what happened before there was anything to tell it with. */
async function createMarks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice_marks')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  const marks = (db as Kysely<{ notice_marks: { name: string; value: string } }>).insertInto('notice_marks')
  await marks.values({ name: 'since', value: String(Date.now()) }).execute()
}
