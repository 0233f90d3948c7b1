import {
  type DeliveriesQuery,
  type DeliveryState,
  DeliveryTry,
  Notice,
  type NoticeChannel,
} from '@ohif-admin/contracts'
import { type Kysely, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { NoticeDeliveriesTable } from './notifications-schema.ts'
import type { Schema } from './schema.ts'
import { containing } from './text.ts'

/** Times are epoch ms. */
export interface StoredDelivery {
  id: string
  at: number
  notice: Notice
  channel: NoticeChannel
  target: string
  targetName: string
  names: boolean
  state: DeliveryState
  tries: number
  /** The last of them, oldest first. */
  log: DeliveryTry[]
  nextAt: number | null
}

interface Ending {
  state: DeliveryState
  tries: number
  log: readonly DeliveryTry[]
  nextAt: number | null
}

type Search = Pick<DeliveriesQuery, 'state' | 'channel' | 'kind' | 'search'> & {
  /** Of this person's own channels only; all when null. */
  person: string | null
}

const Tries = z.array(DeliveryTry)
const RECENT = 20

export type NoticeDeliveries = ReturnType<typeof createNoticeDeliveries>

/** Messages on their way and what became of them. Every method throws StorageError. */
export function createNoticeDeliveries({ db }: Pick<Database, 'db'>) {
  return { ...sending(db), ...reading(db) }
}

function sending(db: Kysely<Schema>) {
  return withStorageErrors({
    /**
     * Takes the oldest that is due, of a target that is not among the busy ones, and keeps it from others until then. A process
     * that dies with it leaves it to the next when the time is over.
     */
    async take(now: number, until: number, busy: readonly string[]): Promise<StoredDelivery | undefined> {
      const due = await db
        .selectFrom('notice_deliveries')
        .select('id')
        .where('state', '=', 'waiting')
        .where('next_at', '<=', now)
        .where(isFree(now))
        .$if(busy.length > 0, (query) => query.where('target', 'not in', [...busy]))
        .orderBy('at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      if (!due) return undefined
      const { numUpdatedRows } = await db
        .updateTable('notice_deliveries')
        .set({ leased_until: until })
        .where('id', '=', due.id)
        .where('state', '=', 'waiting')
        .where(isFree(now))
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return undefined
      return (await find(db, due.id)) ?? undefined
    },

    async finish(id: string, { state, tries, log, nextAt }: Ending): Promise<void> {
      await db
        .updateTable('notice_deliveries')
        .set({ state, tries, log: JSON.stringify(log), next_at: nextAt, leased_until: null })
        .where('id', '=', id)
        .execute()
    },

    /** Lets go of one that was not tried to the end. */
    async release(id: string): Promise<void> {
      await db.updateTable('notice_deliveries').set({ leased_until: null }).where('id', '=', id).execute()
    },

    /** For the only process of its database: whoever held one before died with it. */
    async releaseAll(): Promise<void> {
      await db
        .updateTable('notice_deliveries')
        .set({ leased_until: null })
        .where('leased_until', 'is not', null)
        .execute()
    },

    /** Sends one again that was given up. False when it is not given up any more. */
    async repeat(id: string, now: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('notice_deliveries')
        .set({ state: 'waiting', tries: 0, next_at: now, leased_until: null })
        .where('id', '=', id)
        .where('state', '=', 'given-up')
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
  })
}

function reading(db: Kysely<Schema>) {
  return withStorageErrors({
    find: (id: string) => find(db, id),

    /** Newest first, with how many there are in all. */
    async page(search: Search, { offset, limit }: { offset: number; limit: number }) {
      const rows = await withNotice(found(db, search))
        .orderBy('d.at', 'desc')
        .orderBy('d.id')
        .offset(offset)
        .limit(limit)
        .execute()
      const counted = found(db, search).select(({ fn }) => fn.countAll<number | string>().as('rows'))
      const { rows: total } = await counted.executeTakeFirstOrThrow()
      return { deliveries: rows.map(fromRow), total: Number(total) }
    },

    /** What is there for a person's browser since then, oldest first, the last of it. */
    async recent(person: string, since: number): Promise<StoredDelivery[]> {
      const rows = await withNotice(from(db))
        .where('d.target', '=', person)
        .where('d.channel', '=', 'browser')
        .where('d.at', '>=', since)
        .orderBy('d.at', 'desc')
        .orderBy('d.id', 'desc')
        .limit(RECENT)
        .execute()
      return rows.map(fromRow).reverse()
    },

    /** What was written for browsers since then, whose ever. */
    listedSince: (since: number) =>
      db
        .selectFrom('notice_deliveries')
        .select(['id', 'target', 'at'])
        .where('channel', '=', 'browser')
        .where('at', '>=', since)
        .execute(),

    /** How many wait for each target, and how many were given up. */
    async countByTarget(channel: NoticeChannel) {
      const rows = await db
        .selectFrom('notice_deliveries')
        .select(({ fn }) => ['target', 'state', fn.countAll<number | string>().as('rows')])
        .where('channel', '=', channel)
        .where('state', 'in', ['waiting', 'given-up'])
        .groupBy(['target', 'state'])
        .execute()
      return (target: string, state: DeliveryState) =>
        Number(rows.find((row) => row.target === target && row.state === state)?.rows ?? 0)
    },
  })
}

const isFree = (now: number) => sql<boolean>`(leased_until is null or leased_until <= ${now})`

const from = (db: Kysely<Schema>) =>
  db.selectFrom('notice_deliveries as d').innerJoin('notice_events as e', 'e.id', 'd.event_id')

function found(db: Kysely<Schema>, { person, state, channel, kind, search }: Search) {
  let query = from(db)
  if (person !== null) query = query.where('d.target', '=', person).where('d.channel', '!=', 'webhook')
  if (state !== undefined) query = query.where('d.state', '=', state)
  if (channel !== undefined) query = query.where('d.channel', '=', channel)
  if (kind !== undefined) query = query.where('e.kind', '=', kind)
  if (search === '') return query
  return query.where(sql<boolean>`d.search_text like ${containing(search.toLowerCase())} escape '!'`)
}

const withNotice = (query: ReturnType<typeof from>) => query.selectAll('d').select('e.notice as notice')

async function find(db: Kysely<Schema>, id: string): Promise<StoredDelivery | undefined> {
  const row = await withNotice(from(db)).where('d.id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

function fromRow(row: Selectable<NoticeDeliveriesTable> & { notice: string }): StoredDelivery {
  return {
    id: row.id,
    at: row.at,
    notice: Notice.parse(JSON.parse(row.notice)),
    channel: row.channel,
    target: row.target,
    targetName: row.target_name,
    names: row.names === 1,
    state: row.state,
    tries: row.tries,
    log: Tries.parse(JSON.parse(row.log)),
    nextAt: row.next_at,
  }
}
