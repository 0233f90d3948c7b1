import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'
import { protectAuditEntries } from './append-only.ts'

/** Sign-ins, the audit, runs with their sessions. */
export function initial(engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createSignIns(db)
      await createAuditEntries(db)
      await protectAuditEntries(db, engine)
      await createRuns(db)
      await createRunSessions(db)
      await createRunExpected(db)
    },
  }
}

async function createSignIns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_ins')
    .addColumn('id_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('sealed_xnat_session', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('user_agent', 'text')
    .addColumn('address', 'text')
    .execute()
}

async function createAuditEntries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_entries')
    .addColumn('seq', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('actor_address', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('event', 'text')
    .addColumn('subject', 'text')
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('intent_id', 'text')
    .addColumn('outcome', 'text')
    .addColumn('detail', 'text')
    .addColumn('request_id', 'text')
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('audit_entries_intent').on('audit_entries').column('intent_id').execute()
}

async function createRuns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('site', 'text', (column) => column.notNull().defaultTo('default'))
    .addColumn('active', 'integer')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('project_id', 'text')
    .addColumn('project_title', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('detail', 'text')
    .addColumn('started_by', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('idempotency_key', 'text')
    .addColumn('call_outcome', 'text', (column) => column.notNull())
    .addColumn('call_status', 'integer')
    .addColumn('call_after_ms', 'bigint')
    .addColumn('threads', 'integer')
    .addColumn('expected', 'integer')
    .addColumn('counts', 'text', (column) => column.notNull())
    .addColumn('log_key', 'text')
    .addColumn('log_source', 'text')
    .addColumn('start_cursor', 'text')
    .addColumn('end_cursor', 'text')
    .addColumn('last_line_at', 'bigint')
    .addColumn('plugin_version', 'text')
    .addColumn('log_threads', 'text')
    .addColumn('throughput', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('runs_started').on('runs').column('started_at').execute()
  // Nulls differ from each other in a unique index, so runs that are over (active is null) never collide.
  await db.schema.createIndex('runs_active').on('runs').columns(['site', 'active']).unique().execute()
  await db.schema
    .createIndex('runs_intent')
    .on('runs')
    .columns(['started_by', 'idempotency_key'])
    .unique()
    .execute()
}

async function createRunSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('run_sessions')
    .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('label', 'text')
    .addColumn('subject_label', 'text')
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('evidence', 'text')
    .addColumn('reason', 'text')
    .addColumn('began_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('took_ms', 'bigint')
    .addColumn('search_text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_sessions_key', ['run_id', 'position'])
    .execute()
  await db.schema
    .createIndex('run_sessions_verdict')
    .on('run_sessions')
    .columns(['run_id', 'verdict', 'position'])
    .execute()
}

async function createRunExpected(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('run_expected')
    .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('label', 'text')
    .addColumn('subject_label', 'text')
    .addPrimaryKeyConstraint('run_expected_key', ['run_id', 'session_id'])
    .execute()
}
