/**
 * Storage can fail a caller in two ways that mean something.
 * `unavailable`: the database is down, locked, full or closed; the same call may work later.
 * `conflict`: a uniqueness rule refused the row; the same call will be refused again.
 */
export type StorageErrorKind = 'unavailable' | 'conflict'

/**
 * Which rule a conflict broke. `active-run-exists`: at most one run of a site is sent at a time. `same-target`: one that
 * is open already rebuilds the same. `known-in-log`: there is a row for this run of the log.
 */
export type ConflictRule = 'active-run-exists' | 'same-target' | 'known-in-log' | 'duplicate'

export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly kind: StorageErrorKind
  /** Set with `conflict`, null otherwise. */
  readonly rule: ConflictRule | null

  constructor(kind: StorageErrorKind, message: string, options?: ErrorOptions & { rule?: ConflictRule }) {
    super(message, options)
    this.kind = kind
    this.rule = kind === 'conflict' ? (options?.rule ?? 'duplicate') : null
  }
}

/** A newer version of the console has used this database; going on with older code could lose what it wrote. */
export class DatabaseTooNewError extends Error {
  override readonly name = 'DatabaseTooNewError'
}

// Primary result codes of SQLite, the low byte of `errcode`: busy, locked, no memory, read-only, I/O error,
// corrupt, full, cannot open, locking protocol, not a database. Everything else is our own mistake.
const SQLITE_UNAVAILABLE = new Set([5, 6, 7, 8, 10, 11, 13, 14, 15, 26])
const SQLITE_UNIQUE = new Set([1555, 2067])

// SQLSTATE classes and codes: connection, resources, operator, system, sign-in, missing database, read-only
// standby, lock not available, serialization failure, deadlock.
const POSTGRES_UNAVAILABLE = /^(?:08|28|53|57|58)...$|^(?:3D000|25006|40001|40P01|55P03)$/
const POSTGRES_UNIQUE = '23505'

const NETWORK_CODES = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

// Failures of the drivers and of Kysely that carry no code.
const UNAVAILABLE_MESSAGES =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded when trying to connect|timeout expired|Cannot use a pool after calling end|driver has already been destroyed)/

/** What a driver's error means, or null when it is not the database's state but a mistake in a statement. */
function kindOf(error: Error & { code?: unknown; errcode?: unknown }): StorageErrorKind | null {
  if (typeof error.errcode === 'number') {
    if (SQLITE_UNIQUE.has(error.errcode)) return 'conflict'
    return SQLITE_UNAVAILABLE.has(error.errcode & 0xff) ? 'unavailable' : null
  }
  if (UNAVAILABLE_MESSAGES.test(error.message)) return 'unavailable'
  if (typeof error.code !== 'string') return null
  if (error.code === POSTGRES_UNIQUE) return 'conflict'
  if (error.code === 'ERR_INVALID_STATE' && error.message.includes('database is not open'))
    return 'unavailable'
  return NETWORK_CODES.has(error.code) || POSTGRES_UNAVAILABLE.test(error.code) ? 'unavailable' : null
}

/** The error as a StorageError when it is one, else as it came. The driver's own words stay in `cause`. */
export function toStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageError) return error
  const kind = kindOf(error)
  if (kind === null) return error
  const message = kind === 'conflict' ? 'A row like this exists.' : 'The database cannot be used right now.'
  return new StorageError(kind, message, { cause: error })
}

/** The same methods, throwing StorageError for what the database did; other errors pass unchanged. */
export function withStorageErrors<Methods extends Record<string, (...args: never[]) => Promise<unknown>>>(
  methods: Methods,
): Methods {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    async (...args: never[]) => {
      try {
        return await method(...args)
      } catch (error) {
        throw toStorageError(error)
      }
    },
  ])
  return Object.fromEntries(wrapped) as Methods
}
