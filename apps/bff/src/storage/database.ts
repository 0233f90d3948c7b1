import { Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { DatabaseTooNewError, toStorageError, withStorageErrors } from './errors.ts'
import { createMigrations } from './migrations/provider.ts'
import { createPostgresDialect } from './postgres-dialect.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'

export type Engine = 'sqlite' | 'postgres'

/**
 * A SQLite file (made when missing, readable by its owner only) or a PostgreSQL database.
 * `timeoutMs` bounds a wait: on SQLite for another process's lock, on PostgreSQL for one statement.
 */
export type DatabaseLocation = { file: string; timeoutMs?: number } | { url: string; timeoutMs?: number }

export interface Database {
  readonly db: Kysely<Schema>
  readonly engine: Engine
  /** Throws a StorageError `unavailable` when the database does not answer. */
  ping(): Promise<void>
  /** Afterwards every call throws a StorageError `unavailable`. */
  close(): Promise<void>
}

const SQLITE_TIMEOUT_MS = 2_000
const POSTGRES_TIMEOUT_MS = 15_000
const POSTGRES_CONNECTIONS = 10

/**
 * Opens the database and brings its tables up to date; consoles that start together take turns.
 * Throws a StorageError `unavailable`, or a DatabaseTooNewError when a newer console has been here.
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  try {
    return 'file' in location
      ? await openSqlite(location.file, location.timeoutMs ?? SQLITE_TIMEOUT_MS)
      : await openPostgres(location.url, location.timeoutMs ?? POSTGRES_TIMEOUT_MS)
  } catch (error) {
    throw toStorageError(error)
  }
}

async function openSqlite(file: string, timeoutMs: number): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(file, timeoutMs) })
  try {
    await migrate(db, 'sqlite')
  } catch (error) {
    await db.destroy()
    throw error
  }
  return asDatabase(db, 'sqlite')
}

async function openPostgres(url: string, timeoutMs: number): Promise<Database> {
  const migrating = new Kysely<Schema>({ dialect: createPostgresDialect(url, 0, 1) })
  try {
    await migrate(migrating, 'postgres')
  } finally {
    await migrating.destroy()
  }
  const dialect = createPostgresDialect(url, timeoutMs, POSTGRES_CONNECTIONS)
  const database = asDatabase(new Kysely<Schema>({ dialect }), 'postgres')
  // Kysely closes only what has been used.
  await database.ping()
  return database
}

function asDatabase(db: Kysely<Schema>, engine: Engine): Database {
  const { ping, close } = withStorageErrors({
    ping: async () => {
      await sql`select 1`.execute(db)
    },
    close: () => db.destroy(),
  })
  return { db, engine, ping, close }
}

async function migrate(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const migrations = createMigrations(engine)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // Parts of the console change their own tables: a version may bring one numbered before what is there already.
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  const unknown = await appliedMigrations(db).then(
    (names) => names.filter((name) => !(name in migrations)),
    () => [],
  )
  if (unknown.length === 0) throw error
  throw new DatabaseTooNewError(
    `The database was last used by a newer version of the console (it has ${unknown.join(', ')}). Run that version, or restore a backup from before it.`,
    { cause: error },
  )
}

async function appliedMigrations(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map((row) => row.name)
}
