import { NoticeKind, type WebhookId } from '@ohif-admin/contracts'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { WebhooksTable } from './notifications-schema.ts'
import { storable } from './text.ts'

/** Times are epoch ms. */
export interface StoredWebhook {
  id: WebhookId
  name: string
  /** Of its address; the rest of it is a secret for many receivers. */
  origin: string
  sealedUrl: string
  sealedSecret: string
  kinds: NoticeKind[]
  names: boolean
  enabled: boolean
  createdBy: string
  createdAt: number
}

const Kinds = z
  .array(z.string())
  .transform((names) => names.flatMap((name) => NoticeKind.safeParse(name).data ?? []))

export type WebhooksRepository = ReturnType<typeof createWebhooksRepository>

/** The site's webhooks. Every method throws StorageError. */
export function createWebhooksRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** By name. */
    async all(): Promise<StoredWebhook[]> {
      const rows = await db.selectFrom('webhooks').selectAll().orderBy('name').orderBy('id').execute()
      return rows.map(fromRow)
    },

    async find(id: string): Promise<StoredWebhook | undefined> {
      const row = await db
        .selectFrom('webhooks')
        .selectAll()
        .where('id', '=', id as WebhookId)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    /** Writes it whole, new or not. */
    async save(webhook: StoredWebhook): Promise<void> {
      const { id, ...changes } = toRow(webhook)
      await db
        .insertInto('webhooks')
        .values({ id, ...changes })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
        .execute()
    },

    /** What is on its way to it is given up when its turn comes. */
    async delete(id: WebhookId): Promise<void> {
      await db.deleteFrom('webhooks').where('id', '=', id).execute()
    },
  })
}

function toRow(webhook: StoredWebhook): WebhooksTable {
  return {
    id: webhook.id,
    name: storable(webhook.name),
    origin: webhook.origin,
    sealed_url: webhook.sealedUrl,
    sealed_secret: webhook.sealedSecret,
    kinds: JSON.stringify(webhook.kinds),
    names: webhook.names ? 1 : 0,
    enabled: webhook.enabled ? 1 : 0,
    created_by: webhook.createdBy,
    created_at: webhook.createdAt,
  }
}

function fromRow(row: Selectable<WebhooksTable>): StoredWebhook {
  return {
    id: row.id,
    name: row.name,
    origin: row.origin,
    sealedUrl: row.sealed_url,
    sealedSecret: row.sealed_secret,
    kinds: Kinds.parse(JSON.parse(row.kinds)),
    names: row.names === 1,
    enabled: row.enabled === 1,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}
