import { networkFailure } from '@ohif-admin/aiaa-client'
import { DeliveryOutcome } from '@ohif-admin/contracts'
import type { GuardedFetch } from '../../lib/outbound/guarded-fetch.ts'
import { OutboundRefused } from '../../lib/outbound/outbound-policy.ts'
import type { SecretBox } from '../../lib/secret-box.ts'
import type { StoredDelivery } from '../../storage/notice-deliveries.ts'
import type { WebhooksRepository } from '../../storage/webhooks.ts'
import { toldNotice } from './notice-view.ts'
import { type Send, type Sent, sent } from './sending.ts'
import { type Site, webhookBody, webhookHeaders } from './webhook-message.ts'

/** Connecting, answering, all of it. */
const TIME_MS = 10_000

interface Needs {
  webhooks: Pick<WebhooksRepository, 'find'>
  box: SecretBox
  fetch: GuardedFetch
  site: Site
  now: () => number
}

/** What the parts of a webhook that are kept secret are sealed for. */
export const sealedFor = (webhookId: string, part: 'url' | 'secret') => `webhook ${webhookId} ${part}`

/** Posts a message to its webhook. */
export function createWebhookSender({ webhooks, box, fetch, site, now }: Needs): Send {
  return async (delivery, stopping) => {
    const webhook = await webhooks.find(delivery.target)
    const isTest = delivery.notice.kind === 'test'
    if (!webhook || !(webhook.enabled || isTest)) return sent('target-gone')
    const url = box.unseal(webhook.sealedUrl, sealedFor(webhook.id, 'url'))
    const secret = box.unseal(webhook.sealedSecret, sealedFor(webhook.id, 'secret'))
    if (url === undefined || secret === undefined) return sent('secret-lost')
    const body = webhookBody(toldNotice(delivery.notice, delivery.names), site)
    const timestamp = Math.floor(now() / 1_000)
    const headers = webhookHeaders({ id: delivery.id, timestamp, body, secret })
    return post(fetch, { url, headers, body, stopping, delivery })
  }
}

interface Post {
  url: string
  headers: Record<string, string>
  body: string
  stopping: AbortSignal
  delivery: StoredDelivery
}

async function post(fetch: GuardedFetch, { url, headers, body, stopping }: Post): Promise<Sent> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(TIME_MS)])
  try {
    const request = fetch(url, { method: 'POST', headers, body, signal })
    // The resolver of names knows no signal.
    const answer = await Promise.race([request, rejectOn(signal)])
    // What the receiver says beyond its status is nobody's business here.
    for await (const _part of answer.body) break
    return judged(answer.status)
  } catch (error) {
    stopping.throwIfAborted()
    if (error instanceof OutboundRefused) return sent(outcomeNamed(error.code))
    const failure = networkFailure(error, null)
    if (!failure) throw error
    return sent(outcomeNamed(failure.reason))
  }
}

function judged(status: number): Sent {
  if (status >= 200 && status < 300) return sent('delivered', status)
  return sent(status >= 300 && status < 400 ? 'redirects' : 'answered', status)
}

/** Refusals of the guard and failures of the network have the names of outcomes. */
export const outcomeNamed = (name: string) =>
  DeliveryOutcome.safeParse(name === 'not-http-url' ? 'not-a-url' : name).data ?? 'internal'

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(signal.reason)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
}
