import {
  type DeliveriesQuery,
  DeliveryPage,
  type NoticeChoices,
  WebhookWithSecret,
} from '@ohif-admin/contracts'
import type { WebhookReceiver } from '@ohif-admin/simulators'
import { expect } from 'vitest'
import type { Browser } from './browser.ts'

/** Lets webhooks call this machine, where the tests' receivers are. */
export const LOCAL_WEBHOOKS = { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' }

export const mailSettings = (port: number) => ({
  SMTP_URL: `smtp://127.0.0.1:${port}`,
  SMTP_FROM: 'OHIF <ohif@example.org>',
  SMTP_PLAINTEXT: 'true',
})

export const webhookTo = (url: string, more: object = {}) => ({
  name: 'Chat',
  url,
  kinds: ['run-finished', 'run-not-started', 'run-broken', 'request-made', 'request-decided', 'ai-server'],
  names: false,
  enabled: true,
  ...more,
})

/** Adds a webhook to the receiver. Throws the answer when it is refused. */
export async function addWebhook(browser: Browser, { url }: Pick<WebhookReceiver, 'url'>, more: object = {}) {
  const answer = await browser.post('/api/webhooks', webhookTo(url, more))
  if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text}`)
  return WebhookWithSecret.parse(answer.json)
}

export const choices = (more: Partial<NoticeChoices> = {}): NoticeChoices => ({
  browser: ['run-finished'],
  email: [],
  runs: 'mine',
  names: false,
  ...more,
})

export async function deliveriesOf(browser: Browser, query: Partial<DeliveriesQuery> = {}) {
  const given = Object.entries(query).map(([name, value]) => [name, String(value)] as [string, string])
  const text = new URLSearchParams(given)
  return DeliveryPage.parse((await browser.get(`/api/notifications/deliveries?${text}`)).json)
}

/** Waits until there are so many like this, and gives them. */
export async function untilDeliveries(browser: Browser, query: Partial<DeliveriesQuery>, count = 1) {
  await expect.poll(async () => (await deliveriesOf(browser, query)).total, { timeout: 15_000 }).toBe(count)
  return (await deliveriesOf(browser, query)).deliveries
}
