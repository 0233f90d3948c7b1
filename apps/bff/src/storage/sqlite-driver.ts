import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely'

/** How soon a lock of another process is tried again. */
const RETRY_MS = 10
const SQLITE_BUSY = 5

interface Needs {
  config: SqliteDialectConfig
  database: DatabaseSync
  /** How long a statement waits for another process's lock; everything else goes on meanwhile. */
  busyTimeoutMs: number
}

/**
 * Statements take turns on the one connection there is, and a transaction has its turn until its end. Who meets another
 * process's lock gives the turn away and tries again: others may read meanwhile, and the process never stands still.
 */
export class TakingTurnsDriver extends SqliteDriver {
  readonly #turns = new Turns()
  readonly #needs: Needs

  constructor(needs: Needs) {
    super(needs.config)
    this.#needs = needs
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new TurnConnection(await super.acquireConnection(), this.#turns, this.#needs)
  }

  // Takes the write lock at once: a transaction that reads first and writes later fails, without waiting, when
  // another process wrote in between.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof TurnConnection) await connection.begin()
  }

  // A full disk ends the transaction on its own; a second rollback would hide the error that says so.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#needs.database.isTransaction) await super.rollbackTransaction(connection)
  }

  override async releaseConnection(connection?: DatabaseConnection): Promise<void> {
    if (connection instanceof TurnConnection) connection.end()
  }
}

class TurnConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection
  readonly #turns: Turns
  readonly #busyTimeoutMs: number
  #endTurn: (() => void) | undefined

  constructor(inner: DatabaseConnection, turns: Turns, { busyTimeoutMs }: Needs) {
    this.#inner = inner
    this.#turns = turns
    this.#busyTimeoutMs = busyTimeoutMs
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#endTurn) return this.#inner.executeQuery<Row>(query)
    const { result, endTurn } = await this.#inTurn<Row>(query)
    endTurn()
    return result
  }

  /** Begins a transaction: the turn is kept until `end`. */
  async begin(): Promise<void> {
    const { endTurn } = await this.#inTurn(CompiledQuery.raw('begin immediate'))
    this.#endTurn = endTurn
  }

  end(): void {
    this.#endTurn?.()
    this.#endTurn = undefined
  }

  streamQuery(): never {
    throw new Error(
      'A result that is read piece by piece would keep all others waiting: read it page by page.',
    )
  }

  async #inTurn<Row>(query: CompiledQuery): Promise<{ result: QueryResult<Row>; endTurn: () => void }> {
    const until = performance.now() + this.#busyTimeoutMs
    while (true) {
      const endTurn = await this.#turns.take()
      try {
        return { result: await this.#inner.executeQuery<Row>(query), endTurn }
      } catch (error) {
        endTurn()
        if (!isBusy(error) || performance.now() >= until) throw error
      }
      await sleep(RETRY_MS)
    }
  }
}

/** One at a time, in the order in which they came. */
class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Resolves when it is one's turn, with what ends it. */
  async take(): Promise<() => void> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    return resolve
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === SQLITE_BUSY
  )
}
