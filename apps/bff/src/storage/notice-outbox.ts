import { randomUUID } from 'node:crypto'
import type { Notice, NoticeChannel } from '@ohif-admin/contracts'
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { Schema } from './schema.ts'
import { storable } from './text.ts'

/** Who is to hear of something, and by which way. */
export interface Recipient {
  channel: NoticeChannel
  /** Id of a webhook, or name of a person. */
  target: string
  targetName: string
  /** Whether ids of projects and addresses of servers may stand in the message. */
  names: boolean
  /** Set for one that its writer sends at once and keeps from others until then. */
  held?: { deliveryId: string; until: number }
}

/** A state that was noted, and what it is now; only one of those who find the same change makes it. */
interface Step {
  name: string
  from: string | null
  to: string
}

export interface NewEvent {
  /** Names what happened: a second event of this key is none. */
  key: string
  notice: Notice
  step?: Step
}

export type NoticeOutbox = ReturnType<typeof createNoticeOutbox>

/** What happened, written down together with whom to tell. Every method throws StorageError. */
export function createNoticeOutbox({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /**
     * Writes an event and its deliveries, all or nothing, once. False when somebody has written it already, or the step
     * it belongs to has been made.
     */
    add: (event: NewEvent, recipients: readonly Recipient[], now: number): Promise<boolean> =>
      db.transaction().execute(async (transaction) => {
        if (event.step && !(await makeStep(transaction, event.step))) return false
        return insert(transaction, event, recipients, now)
      }),

    /** Makes a step that nobody is told of. */
    step: (step: Step): Promise<boolean> =>
      db.transaction().execute((transaction) => makeStep(transaction, step)),

    /** Noted states by name, of those that begin like this. */
    async marks(prefix: string): Promise<ReadonlyMap<string, string>> {
      const rows = await db
        .selectFrom('notice_marks')
        .selectAll()
        .where('name', '>=', prefix)
        .where('name', '<', `${prefix}\uffff`)
        .execute()
      return new Map(rows.map(({ name, value }) => [name, value]))
    },

    /** From when on people are told of things, epoch ms. */
    async since(): Promise<number> {
      const row = await db
        .selectFrom('notice_marks')
        .select('value')
        .where('name', '=', 'since')
        .executeTakeFirst()
      return Number(row?.value ?? 0)
    },

    /** Which of these keys have been written down. */
    async known(keys: readonly string[]): Promise<ReadonlySet<string>> {
      if (keys.length === 0) return new Set()
      const rows = await db.selectFrom('notice_events').select('key').where('key', 'in', keys).execute()
      return new Set(rows.map(({ key }) => key))
    },

    /** Forgets what happened before then, sent or not. */
    async prune(before: number): Promise<void> {
      await db.deleteFrom('notice_deliveries').where('at', '<', before).execute()
      await db.deleteFrom('notice_events').where('at', '<', before).execute()
    },
  })
}

async function makeStep(db: Kysely<Schema>, { name, from, to }: Step): Promise<boolean> {
  if (from === null) {
    const row = await db
      .insertInto('notice_marks')
      .values({ name, value: to })
      .onConflict((conflict) => conflict.doNothing())
      .returning('name')
      .executeTakeFirst()
    return row !== undefined
  }
  const { numUpdatedRows } = await db
    .updateTable('notice_marks')
    .set({ value: to })
    .where('name', '=', name)
    .where('value', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

async function insert(
  db: Kysely<Schema>,
  { key, notice }: NewEvent,
  recipients: readonly Recipient[],
  now: number,
): Promise<boolean> {
  const at = Date.parse(notice.at)
  const event = { id: notice.id, key, kind: notice.kind, at, notice: JSON.stringify(notice) }
  const written = await db
    .insertInto('notice_events')
    .values(event)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!written) return false
  if (recipients.length > 0)
    await db
      .insertInto('notice_deliveries')
      .values(recipients.map((recipient) => deliveryOf(notice, recipient, now)))
      .execute()
  return true
}

function deliveryOf(notice: Notice, { channel, target, targetName, names, held }: Recipient, now: number) {
  const listed = channel === 'browser'
  const found = [targetName, notice.id, notice.run?.id, notice.request?.id, names ? notice.projectId : '']
  return {
    id: held?.deliveryId ?? randomUUID(),
    event_id: notice.id,
    at: now,
    channel,
    target,
    target_name: storable(targetName),
    names: names ? 1 : 0,
    state: listed ? ('listed' as const) : ('waiting' as const),
    tries: 0,
    log: '[]',
    next_at: listed ? null : now,
    leased_until: held?.until ?? null,
    search_text: storable(found.filter(Boolean).join('\n').toLowerCase()),
  }
}
