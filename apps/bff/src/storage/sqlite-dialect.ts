import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { TakingTurnsDriver } from './sqlite-driver.ts'

// Every statement runs on the event loop's own thread: while one runs, nothing else does. Keep them short, page
// through large results, and yield between batches.

// Prepared statements kept: the repositories have a few dozen, the batch inserts a few sizes each.
const STATEMENTS_KEPT = 200

/**
 * A Kysely dialect over `node:sqlite`: one file, one connection.
 * `busyTimeoutMs` is how long a statement waits for another process's lock; only the opening stands still meanwhile.
 * Throws the driver's error when the file cannot be opened.
 */
export function createSqliteDialect(file: string, busyTimeoutMs: number): SqliteDialect {
  const database = openFile(file, busyTimeoutMs)
  const config = { database: adapt(database) }
  return new (class extends SqliteDialect {
    override createDriver = () => new TakingTurnsDriver({ config, database, busyTimeoutMs })
    override createAdapter = () => new TransactionalAdapter()
  })(config)
}

function openFile(file: string, busyTimeoutMs: number): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // Before SQLite makes it, because its companions (-wal, -shm) take the file's mode.
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
  database.exec('pragma journal_mode = wal')
  // An audit intent must survive a power cut, so every commit reaches the disk.
  database.exec('pragma synchronous = full')
  // From now on nobody waits in here, where everything would stand still: the driver tries again.
  database.exec('pragma busy_timeout = 0')
  return database
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = kept.get(sql)
      if (known) return known
      const statement = adaptStatement(database.prepare(sql))
      const oldest = kept.size < STATEMENTS_KEPT ? undefined : kept.keys().next().value
      if (oldest !== undefined) kept.delete(oldest)
      kept.set(sql, statement)
      return statement
    },
  }
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  }
}

class TransactionalAdapter extends SqliteAdapter {
  // Each is handed out freely: the driver has them take turns, statement by statement.
  override get supportsMultipleConnections(): boolean {
    return true
  }

  // SQLite's DDL is transactional: migrations run whole or not at all, and `begin immediate` is their lock.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
