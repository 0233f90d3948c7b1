import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const TEXTS = [
  'target_id',
  'target_label',
  'slot',
  'guided',
  'verification',
  'dicomweb',
  'parent_id',
  'parent_take',
  'repeat',
  'marks',
  'target_key',
]
const NUMBERS = ['not_before', 'queue_rank', 'longest_silence_ms']
const FLAGS = ['overwrite', 'after_sign_out', 'verifying']

/**
 * Runs of every kind. What makes a second active run impossible becomes a slot: the console's own run has `dispatch`,
 * one that was begun elsewhere has none, because it is a fact and not ours to refuse.
 */
export function runsOfEveryKind(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await widenRuns(db)
      await widenSessions(db)
      await createRunTokens(db)
      await createLogMarks(db)
    },
  }
}

async function widenRuns(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('runs_active').execute()
  for (const name of TEXTS) await db.schema.alterTable('runs').addColumn(name, 'text').execute()
  for (const name of NUMBERS) await db.schema.alterTable('runs').addColumn(name, 'bigint').execute()
  for (const name of FLAGS) await db.schema.alterTable('runs').addColumn(name, 'integer').execute()
  await db.schema
    .alterTable('runs')
    .addColumn('data', 'text', (column) => column.notNull().defaultTo('viewer'))
    .execute()
  // A run that is open while the console is updated goes on to be the only one.
  await (db as Kysely<{ runs: { slot: string; active: number } }>)
    .updateTable('runs')
    .set({ slot: 'dispatch' })
    .where('active', '=', 1)
    .execute()
  // Nulls differ from each other in a unique index, so runs without a slot never collide.
  await db.schema.createIndex('runs_slot').on('runs').columns(['site', 'slot']).unique().execute()
  // Asked for twice by different people or from two pages, the same rebuild is still one.
  await db.schema.createIndex('runs_target').on('runs').columns(['site', 'target_key']).unique().execute()
  // What is in the log is one run, whoever finds it: two consoles must not adopt it twice.
  await db.schema.createIndex('runs_log_key').on('runs').columns(['log_source', 'log_key']).unique().execute()
  await db.schema.createIndex('runs_parent').on('runs').column('parent_id').execute()
}

async function widenSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('run_sessions').addColumn('project_id', 'text').execute()
  await db.schema.alterTable('run_expected').addColumn('project_id', 'text').execute()
}

/** The alias token of a run that goes on after its person signed out, sealed; gone when the run is over. */
async function createRunTokens(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('run_tokens')
    .addColumn('run_id', 'text', (column) =>
      column.primaryKey().notNull().references('runs.id').onDelete('cascade'),
    )
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
}

/** How far each log was read for runs nobody here asked for; what ended before that is history. */
async function createLogMarks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('log_marks')
    .addColumn('source', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cursor', 'text', (column) => column.notNull())
    .execute()
}
