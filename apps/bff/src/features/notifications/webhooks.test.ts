import { createHmac } from 'node:crypto'
import { DeliveryTry } from '@ohif-admin/contracts'
import { startWebhookReceiver, type WebhookReceiver } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import {
  addWebhook,
  deliveriesOf,
  LOCAL_WEBHOOKS,
  untilDeliveries,
  webhookTo,
} from '../../testing/notices.ts'
import { runOver, startBulk } from '../../testing/runs.ts'

let console: TestConsole
let receiver: WebhookReceiver
let admin: Browser
let settings: typeof LOCAL_WEBHOOKS

beforeEach(async () => {
  receiver = await startWebhookReceiver()
  settings = { ...LOCAL_WEBHOOKS }
  console = await startConsole({ settings })
  console.xnat.addProject({
    id: 'LIVER',
    name: 'CANARY title',
    sessions: [{ label: 'CANARY-1' }, { label: 'CANARY-2', behaviour: 'explicit-error' }],
  })
  admin = await console.signIn('admin')
})
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const runLiver = async () => runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'LIVER' }))
const testOf = async (id: string) => DeliveryTry.parse((await admin.post(`/api/webhooks/${id}/test`)).json)

describe('a webhook', () => {
  it('is told how a run ended, signed, with the true counts and without any label', async () => {
    const { secret } = await addWebhook(admin, receiver)
    const run = await runLiver()
    await untilDeliveries(admin, { channel: 'webhook', state: 'sent' })
    const [message] = receiver.received
    if (!message) throw new Error('nothing came')
    const { headers, body } = message
    expect(JSON.parse(body)).toMatchObject({
      kind: 'run-finished',
      site: 'XNAT',
      link: `http://localhost:8080/runs/${run.id}`,
      run: { id: run.id, state: 'finished', counts: run.counts },
    })
    expect(run.counts).toMatchObject({ stored: 1, failed: 1 })
    expect(body).not.toMatch(/CANARY|LIVER/)
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const signature = createHmac('sha256', key).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
    expect(headers).not.toHaveProperty('cookie')
    expect(headers).not.toHaveProperty('authorization')
  })

  it('is told the project where an admin asked for that, and still no title', async () => {
    await addWebhook(admin, receiver, { names: true })
    await runLiver()
    await untilDeliveries(admin, { channel: 'webhook', state: 'sent' })
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ projectId: 'LIVER' })
    expect(receiver.received[0]?.body).not.toContain('CANARY')
  })

  it('keeps its secrets: neither its secret nor its path is ever given out again', async () => {
    const { webhook, secret } = await addWebhook(admin, receiver)
    await testOf(webhook.id)
    const seen = await Promise.all([
      admin.get('/api/webhooks'),
      admin.get('/api/notifications/deliveries'),
      admin.get('/api/audit'),
      admin.get('/api/audit/export?format=json'),
    ])
    for (const { status, text } of seen) {
      expect(status).toBe(200)
      expect(text).not.toContain(secret)
      expect(text).not.toContain('T0K3N')
    }
    expect(console.logged()).not.toMatch(/whsec_|T0K3N/)
    const again = await admin.post(`/api/webhooks/${webhook.id}/secret`)
    expect(again.text).not.toContain(secret)
  })

  it.each([
    ['http://169.254.169.254/latest/meta-data', 'address-never-allowed'],
    ['http://10.0.0.1/x', 'not-listed'],
    ['http://user:pw@127.0.0.1/x', 'has-credentials'],
    ['http://127.0.0.1:25/', 'port-not-allowed'],
    ['ftp://127.0.0.1/x', 'not-http'],
    ['nonsense', 'not-a-url'],
  ])('is refused for %s: %s', async (url, message) => {
    const answer = await admin.post('/api/webhooks', webhookTo(url))
    expect(answer).toMatchObject({
      status: 400,
      json: { code: 'target-refused', fields: [{ path: 'url', message }] },
    })
  })

  it('is only for site admins', async () => {
    console.xnat.addUser({ username: 'owner' })
    const owner = await console.signIn('owner')
    expect((await owner.get('/api/webhooks')).status).toBe(403)
    expect((await owner.post('/api/webhooks', webhookTo(receiver.url))).status).toBe(403)
    await addWebhook(admin, receiver)
    await runLiver()
    await untilDeliveries(admin, { channel: 'webhook', state: 'sent' })
    expect((await deliveriesOf(owner)).total).toBe(0)
  })
})

describe('a test of a webhook', () => {
  it.each([
    [200, 'delivered', 200],
    [500, 'answered', 500],
    [404, 'answered', 404],
    [{ redirectTo: 'http://169.254.169.254/' }, 'redirects', 302],
  ] as const)('says what became of it: %j is %s', async (answer, outcome, status) => {
    const { webhook } = await addWebhook(admin, receiver)
    receiver.answerWith(answer)
    expect(await testOf(webhook.id)).toMatchObject({ outcome, status })
    expect(receiver.received).toHaveLength(1)
    const [delivery] = (await deliveriesOf(admin)).deliveries
    expect(delivery).toMatchObject({ state: outcome === 'delivered' ? 'sent' : 'given-up', tries: 1 })
    // What the receiver said beyond its status is shown nowhere.
    expect(JSON.stringify(delivery)).not.toContain('secrets')
  })

  it('says that nobody listens, or that nobody answers', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    await receiver.goAway()
    expect(await testOf(webhook.id)).toMatchObject({ outcome: 'refused', status: null })
    await receiver.comeBack()
    receiver.answerWith('hangs')
    expect(await testOf(webhook.id)).toMatchObject({ outcome: 'no-answer', status: null })
  }, 20_000)

  it('is refused when it is sent, too: the rules may have changed since it was saved', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    settings.WEBHOOK_ALLOWED_NETWORKS = '10.0.0.0/8'
    await console.restart()
    expect(await testOf(webhook.id)).toMatchObject({ outcome: 'address-is-this-machine', status: null })
    expect(receiver.received).toEqual([])
  })

  it('is not a way to hammer somebody', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    for (let time = 0; time < 10; time++) await testOf(webhook.id)
    const answer = await admin.post(`/api/webhooks/${webhook.id}/test`)
    expect(answer).toMatchObject({ status: 429, json: { code: 'too-many-requests' } })
    expect(receiver.received).toHaveLength(10)
  })
})
