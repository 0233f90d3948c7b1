import { setImmediate as nextTurn } from 'node:timers/promises'
import { type ExpressionBuilder, type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { type AuditEntry, fromRow } from './audit.ts'
import type { Database } from './database.ts'
import { toStorageError, withStorageErrors } from './errors.ts'
import type { AuditEntriesTable, AuditOutcome, Schema } from './schema.ts'
import { containing } from './text.ts'

/** What is looked for; times are epoch milliseconds, `from` included and `to` not. */
export interface AuditSearch {
  actor?: string | undefined
  action?: string | undefined
  result?: AuditOutcome | 'open' | undefined
  from?: number | undefined
  to?: number | undefined
  target?: string | undefined
}

/** An action: its intent, or its only entry, and its outcome when it is written. */
export interface AuditedRow {
  head: AuditEntry
  outcome: AuditEntry | null
}

interface Walk {
  /** Rows older than this `seq`. */
  before?: number | undefined
  /** Rows in one part. */
  limit?: number
  signal?: AbortSignal
}

interface HeadSchema {
  head: AuditEntriesTable
}
type Heads = SelectQueryBuilder<HeadSchema, 'head', object>
type Row = Selectable<AuditEntriesTable>

/** Entries that one statement looks at: a few milliseconds, after which the event loop has its turn. */
const WINDOW = 4_000
const EXPORTED_AT_ONCE = 200
/** What the column holds on PostgreSQL. */
const MAX_SEQ = 2_147_483_647

export type AuditRows = ReturnType<typeof createAuditRows>

/** Reads the audit as actions, newest first. Every method throws StorageError. */
export function createAuditRows({ db }: Pick<Database, 'db'>) {
  const methods = withStorageErrors({
    /** At most `limit` rows, older than `before`. */
    async page(search: AuditSearch, { before, limit }: { before?: number | undefined; limit: number }) {
      const rows: AuditedRow[] = []
      for await (const part of walk(db, search, { before, limit })) {
        rows.push(...part.slice(0, limit - rows.length))
        if (rows.length === limit) break
      }
      return rows
    },

    /** How many rows there are in all. Stops early, with what it has, when `signal` aborts. */
    async count(search: AuditSearch, signal?: AbortSignal): Promise<number> {
      let rows = 0
      for (let top = MAX_SEQ; top > 0 && !signal?.aborted; ) {
        const floor = await floorOf(db, top)
        const { found } = await headsIn(db, search, top, floor)
          .select(({ fn }) => fn.countAll<number | string>().as('found'))
          .executeTakeFirstOrThrow()
        rows += Number(found)
        top = floor
        await nextTurn()
      }
      return rows
    },

    /** The action that the entry `seq` belongs to. */
    async find(seq: number): Promise<AuditedRow | undefined> {
      const entries = db.selectFrom('audit_entries').selectAll()
      const row = await entries.where('seq', '=', seq).executeTakeFirst()
      if (!row) return undefined
      const intent =
        row.intent_id === null ? undefined : await entries.where('id', '=', row.intent_id).executeTakeFirst()
      return (await withOutcomes(db, [intent ?? row]))[0]
    },

    /** Number of the newest entry, 0 when there is none. */
    async newest(): Promise<number> {
      const newest = db.selectFrom('audit_entries').select('seq').orderBy('seq', 'desc').limit(1)
      return (await newest.executeTakeFirst())?.seq ?? 0
    },
  })

  return {
    ...methods,
    /** Every row in parts, newest first. Ends when `signal` aborts. */
    async *all(search: AuditSearch, signal: AbortSignal): AsyncGenerator<AuditedRow[]> {
      try {
        yield* walk(db, search, { limit: EXPORTED_AT_ONCE, signal })
      } catch (error) {
        throw toStorageError(error)
      }
    },
  }
}

async function* walk(
  db: Kysely<Schema>,
  search: AuditSearch,
  { before = MAX_SEQ, limit = WINDOW, signal }: Walk,
): AsyncGenerator<AuditedRow[]> {
  for (let top = before; top > 0 && !signal?.aborted; ) {
    const floor = await floorOf(db, top)
    const heads = await headsIn(db, search, top, floor)
      .selectAll('head')
      .orderBy('head.seq', 'desc')
      .limit(limit)
      .execute()
    if (heads.length > 0) yield await withOutcomes(db, heads)
    top = heads.length < limit ? floor : (heads.at(-1)?.seq ?? floor)
    await nextTurn()
  }
}

/** The lowest number of the window below `before`; 0 when it is the last window. */
async function floorOf(db: Kysely<Schema>, before: number): Promise<number> {
  const row = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .offset(WINDOW - 1)
    .limit(1)
    .executeTakeFirst()
  return row?.seq ?? 0
}

function headsIn(db: Kysely<Schema>, search: AuditSearch, before: number, floor: number): Heads {
  const heads: Heads = db
    .selectFrom('audit_entries as head')
    .where('head.seq', '<', before)
    .where('head.seq', '>=', floor)
    .where(({ eb, or }) => or([eb('head.phase', '=', 'intent'), eb('head.intent_id', 'is', null)]))
  return matching(heads, search)
}

async function withOutcomes(db: Kysely<Schema>, heads: readonly Row[]): Promise<AuditedRow[]> {
  const ids = heads.filter(({ phase }) => phase === 'intent').map(({ id }) => id)
  const ofThem = db.selectFrom('audit_entries').selectAll().where('intent_id', 'in', ids).orderBy('seq')
  const found = ids.length === 0 ? [] : await ofThem.execute()
  // The newest wins: a console that was only slow may write the outcome after another one gave it up as unknown.
  const outcomes = new Map(found.map((row) => [row.intent_id, row]))
  return heads.map((row) => {
    const outcome = row.phase === 'intent' ? outcomes.get(row.id) : row
    return { head: fromRow(row), outcome: outcome ? fromRow(outcome) : null }
  })
}

function matching(heads: Heads, { actor, action, result, from, to, target }: AuditSearch): Heads {
  let found = heads
  if (actor !== undefined) found = found.where(contains('head.actor', actor))
  if (target !== undefined) found = found.where(contains('head.subject', target))
  if (action !== undefined) found = found.where('head.action', '=', action)
  if (from !== undefined) found = found.where('head.at', '>=', from)
  if (to !== undefined) found = found.where('head.at', '<', to)
  if (result === undefined) return found
  const ended = sql<string | null>`coalesce((select o.outcome from audit_entries o
    where o.intent_id = head.id order by o.seq desc limit 1), head.outcome)`
  return result === 'open' ? found.where(ended, 'is', null) : found.where(ended, '=', result)
}

/** As it is written, or with the case of both folded: SQLite folds ASCII only. */
function contains(column: 'head.actor' | 'head.subject', text: string) {
  return ({ or }: ExpressionBuilder<HeadSchema, 'head'>) =>
    or([
      sql<boolean>`${sql.ref(column)} like ${containing(text)} escape '!'`,
      sql<boolean>`lower(${sql.ref(column)}) like ${containing(text.toLowerCase())} escape '!'`,
    ])
}
