import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newWebhookSecret, webhookHeaders } from './webhook-message.ts'

type IsFromConsole = (
  headers: Readonly<Record<string, string>>,
  body: string,
  secret: string,
  now?: number,
) => boolean

const page = readFileSync(new URL('../../../../../docs/notifications.md', import.meta.url), 'utf8')
const block = (language: string) => page.split(`\`\`\`${language}\n`)[1]?.split('\n```')[0] ?? ''

/** What the documentation tells receivers to do, run as it stands there. */
const load = async () => {
  const source = `data:text/javascript,${encodeURIComponent(block('js'))}`
  return ((await import(/* @vite-ignore */ source)) as { isFromConsole: IsFromConsole }).isFromConsole
}

test('the check in the documentation takes the message in the documentation, at its time only', async () => {
  const isFromConsole = await load()
  const [head = '', body = ''] = block('http').split('\n\n')
  const headers = Object.fromEntries(head.split('\n').map((line) => line.split(': ') as [string, string]))
  const secret = /whsec_[A-Za-z0-9+/=]+/.exec(page)?.[0] ?? ''
  const at = Number(headers['webhook-timestamp'])
  expect(isFromConsole(headers, body, secret, at)).toBe(true)
  expect(isFromConsole(headers, body, secret)).toBe(false)
  expect(isFromConsole(headers, `${body} `, secret, at)).toBe(false)
  expect(isFromConsole({ ...headers, 'webhook-id': 'another' }, body, secret, at)).toBe(false)
  const { id, timestamp } = { id: headers['webhook-id'] ?? '', timestamp: at }
  expect(webhookHeaders({ id, timestamp, body, secret })['webhook-signature']).toBe(
    headers['webhook-signature'],
  )
})

test('the check takes what is sent, with its own secret and no other', async () => {
  const isFromConsole = await load()
  const secret = newWebhookSecret()
  const body = JSON.stringify({ text: 'Ünïcode 🦴' })
  const headers = webhookHeaders({ id: 'a', timestamp: Math.floor(Date.now() / 1_000), body, secret })
  expect(isFromConsole(headers, body, secret)).toBe(true)
  expect(isFromConsole(headers, body, newWebhookSecret())).toBe(false)
})

test('no two secrets are alike', () => {
  expect(new Set(Array.from({ length: 1_000 }, newWebhookSecret)).size).toBe(1_000)
})
