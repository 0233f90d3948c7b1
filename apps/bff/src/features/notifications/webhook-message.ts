import { createHmac, randomBytes } from 'node:crypto'
import type { Notice } from '@ohif-admin/contracts'

const PREFIX = 'whsec_'
const KEY_BYTES = 32

/** A new secret of a webhook, as its receiver is given it. */
export const newWebhookSecret = () => `${PREFIX}${randomBytes(KEY_BYTES).toString('base64')}`

/** Where messages come from. */
export interface Site {
  name: string
  /** The console as browsers reach it, with a slash at the end. */
  url: string
}

/** What a receiver gets: the same bytes each time a message is tried. `notice` is what may leave. */
export function webhookBody({ page, ...notice }: Notice, { name, url }: Site): string {
  return JSON.stringify({ ...notice, site: name, link: `${url}${page}` })
}

interface Signed {
  /** Of the message: the same when it is tried again. */
  id: string
  /** Epoch seconds. */
  timestamp: number
  body: string
  secret: string
}

/** The headers of Standard Webhooks: `HMAC-SHA256(secret, id.timestamp.body)`. */
export function webhookHeaders({ id, timestamp, body, secret }: Signed): Record<string, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'user-agent': 'ohif-admin',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
}
