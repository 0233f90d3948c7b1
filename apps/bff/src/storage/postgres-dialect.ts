import { PostgresDialect } from 'kysely'
import pg from 'pg'
import { storable } from './text.ts'

const INT8 = 20

// Counts and epoch milliseconds are far below 2^53; strings would make the two engines differ.
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

class PoolClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    // The pool listens to idle clients only: a connection that breaks between two statements of a transaction
    // would end the process. The next statement fails and says so.
    this.on('error', () => undefined)
    const query = this.query.bind(this) as (...args: unknown[]) => unknown
    this.query = ((text: unknown, values: unknown, ...more: unknown[]) => {
      const result = query(text, Array.isArray(values) ? values.map(asStored) : values, ...more)
      if (result instanceof Promise) result.catch((error: Error) => this.#hangUpAfter(error))
      return result
    }) as typeof this.query
  }

  /** A server that stopped answering: kept in the pool, the connection would make the next caller wait too. */
  #hangUpAfter(error: Error): void {
    if (error.message !== 'Query read timeout') return
    void this.end()
    this.connection.stream.destroy()
  }
}

/** What is searched for is written as it is stored: a search for NUL would fail. */
const asStored = (value: unknown) => (typeof value === 'string' ? storable(value) : value)

/**
 * A Kysely dialect over `pg`. `queryTimeoutMs` bounds each statement, 0 for no bound (migrations may wait for
 * another console's). Connects with the first query; broken connections are replaced by later ones.
 */
export function createPostgresDialect(
  url: string,
  queryTimeoutMs: number,
  connections: number,
): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'ohif-admin',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types,
    Client: PoolClient,
    ...(queryTimeoutMs > 0 && {
      // The server gives up first, which keeps the connection; the client gives up when the server is gone.
      statement_timeout: queryTimeoutMs,
      query_timeout: queryTimeoutMs + 1_000,
      idle_in_transaction_session_timeout: 60_000,
    }),
  })
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}
