import { createHash, randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { AuditEntriesTable, AuditOutcome, Schema } from './schema.ts'
import { oneLine, oneLineJson } from './text.ts'

interface Common {
  at: number
  actor: string
  actorAddress?: string | null
  /** `{entity}.{verb}`, for instance `run.start`. */
  action: string
  /** A word of the OWASP logging vocabulary, for instance `authn_login_fail`. */
  event?: string | null
  subject?: string | null
  /** Anything JSON can say; secrets must be gone before it gets here. */
  detail?: Readonly<Record<string, unknown>> | null
  requestId?: string | null
}

/** An intent is written before the world is changed, its outcome after. What needs no call upstream has no intent. */
export type NewAuditEntry = Common &
  (
    | { phase: 'intent'; intentId?: null; outcome?: null }
    | { phase: 'outcome'; outcome: AuditOutcome; intentId?: string | null }
  )

export interface AuditEntry {
  /** 1, 2, 3 … without a gap: the order of the audit. */
  seq: number
  id: string
  at: number
  actor: string
  actorAddress: string | null
  action: string
  event: string | null
  subject: string | null
  phase: 'intent' | 'outcome'
  intentId: string | null
  outcome: AuditOutcome | null
  detail: unknown
  requestId: string | null
  previousHash: string
  hash: string
}

/** `fault`: its number is missing, its content is not what its hash says, or it does not follow the one before. */
export type AuditVerification =
  | { ok: true; entries: number; hash: string | null }
  | { ok: false; firstBadSeq: number; fault: 'missing' | 'changed' | 'unchained' }

type Row = Selectable<AuditEntriesTable>

const GENESIS_HASH = '0'.repeat(64)
// A few milliseconds of reading and hashing between two turns of the event loop.
const VERIFY_PAGE = 250
// Any constant, as long as nothing else of the console locks by it.
const APPEND_LOCK = 7_021_650_101

export type AuditRepository = ReturnType<typeof createAuditRepository>

/** The append-only, hash-chained record of who did what. Every method throws StorageError. */
export function createAuditRepository({ db, engine }: Pick<Database, 'db' | 'engine'>) {
  return withStorageErrors({
    /** Appends takes turns over all consoles. Text becomes one line: line breaks and escapes are made visible. */
    append(entry: NewAuditEntry): Promise<AuditEntry> {
      // Read committed, so that the read after the lock sees what the lock was waited for. On SQLite every
      // transaction holds the write lock from its start, and the level says nothing.
      return db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          if (engine === 'postgres')
            await sql`select pg_advisory_xact_lock(${APPEND_LOCK})`.execute(transaction)
          const last = await lastEntry(transaction)
          const row = sealRow(entry, last?.seq ?? 0, last?.hash ?? GENESIS_HASH)
          await transaction.insertInto('audit_entries').values(row).execute()
          return fromRow(row)
        })
    },

    /** Newest first; `beforeSeq` continues after the last one of the page before. */
    async list({ limit, beforeSeq }: { limit: number; beforeSeq?: number }): Promise<AuditEntry[]> {
      const rows = await db
        .selectFrom('audit_entries')
        .selectAll()
        .$if(beforeSeq !== undefined, (query) => query.where('seq', '<', beforeSeq ?? 0))
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },

    /**
     * Reads the whole chain and recomputes it. Finds changed, inserted, moved and missing entries; entries cut off
     * at the end leave a shorter true chain, which only a hash noted elsewhere can tell.
     */
    async verify(): Promise<AuditVerification> {
      const walk = walkChain(db)
      for (;;) {
        const step = await walk.next()
        if (step.done) return step.value
      }
    },

    /** Intents whose outcome nobody wrote, oldest first: what a killed process left behind. */
    async openIntents(): Promise<AuditEntry[]> {
      const rows = await db
        .selectFrom('audit_entries as intent')
        .selectAll('intent')
        .where('intent.phase', '=', 'intent')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('audit_entries as outcome')
                .select('outcome.seq')
                .whereRef('outcome.intent_id', '=', 'intent.id'),
            ),
          ),
        )
        .orderBy('intent.seq')
        .execute()
      return rows.map(fromRow)
    },
  })
}

function lastEntry(db: Kysely<Schema>): Promise<Pick<Row, 'seq' | 'hash'> | undefined> {
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

function entriesAfter(db: Kysely<Schema>, seq: number): Promise<Row[]> {
  return db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(VERIFY_PAGE)
    .execute()
}

/**
 * Walks along the chain from its start: how many entries have been found true so far, now and then, and at last the
 * verdict. The event loop has its turn in between. Throws what the driver throws.
 */
export async function* walkChain(db: Kysely<Schema>): AsyncGenerator<number, AuditVerification> {
  let entries = 0
  let previousHash = GENESIS_HASH
  for (;;) {
    const page = await entriesAfter(db, entries)
    for (const row of page) {
      const fault = faultOf(row, entries + 1, previousHash)
      if (fault) return { ok: false, firstBadSeq: entries + 1, fault }
      entries = row.seq
      previousHash = row.hash
    }
    if (page.length < VERIFY_PAGE) return { ok: true, entries, hash: entries > 0 ? previousHash : null }
    yield entries
    await nextTurn()
  }
}

function faultOf(row: Row, seq: number, previousHash: string) {
  if (row.seq !== seq) return 'missing'
  if (row.hash !== hashOf(row)) return 'changed'
  return row.previous_hash === previousHash ? null : 'unchained'
}

const line = (text: string | null | undefined) => (text == null ? null : oneLine(text))

function sealRow(entry: NewAuditEntry, lastSeq: number, previousHash: string): Row {
  const isOutcome = entry.phase === 'outcome'
  const row = {
    seq: lastSeq + 1,
    id: randomUUID(),
    at: entry.at,
    actor: oneLine(entry.actor),
    actor_address: line(entry.actorAddress),
    action: oneLine(entry.action),
    event: line(entry.event),
    subject: line(entry.subject),
    phase: entry.phase,
    intent_id: isOutcome ? (entry.intentId ?? null) : null,
    outcome: isOutcome ? entry.outcome : null,
    detail: entry.detail == null ? null : oneLineJson(entry.detail),
    request_id: line(entry.requestId),
    previous_hash: previousHash,
  }
  return { ...row, hash: hashOf(row) }
}

/** SHA-256 over a JSON object of every other column, keys in alphabetical order, no spaces. */
function hashOf(row: Omit<Row, 'hash'>): string {
  const fields = Object.entries(row).filter(([name]) => name !== 'hash')
  const ordered = fields.sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(ordered)))
    .digest('hex')
}

/** The entry as it was written. Somebody with every right may have changed it since: nothing here throws. */
export function fromRow(row: Row): AuditEntry {
  return {
    seq: row.seq,
    id: row.id,
    at: row.at,
    actor: row.actor,
    actorAddress: row.actor_address,
    action: row.action,
    event: row.event,
    subject: row.subject,
    phase: row.phase,
    intentId: row.intent_id,
    outcome: row.outcome,
    detail: row.detail === null ? null : parsed(row.detail),
    requestId: row.request_id,
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}
