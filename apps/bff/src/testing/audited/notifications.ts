import { randomUUID } from 'node:crypto'
import { DeliveryPage, Run, WebhookWithSecret } from '@ohif-admin/contracts'
import type { Browser } from '../browser.ts'
import { startScan } from '../coverage.ts'
import { bulkStart } from '../runs.ts'
import type { Actions, World } from './action.ts'

const URL_ = 'http://hooks.example.invalid/T0K3N'
const GIVEN = { name: 'Chat', kinds: ['run-finished'], names: false, enabled: true }
const CHOICES = { browser: ['run-finished'], email: [], runs: 'mine', names: false }
const forbidden = { outcome: 'refused', event: 'authz_fail', detail: { code: 'forbidden' } } as const
const unseen = { outcome: 'refused', detail: { code: 'not-found' } } as const

const put = (browser: Browser, path: string, body: unknown) => browser.send('PUT', path, { body })
const create = (browser: Browser) => browser.post('/api/webhooks', { ...GIVEN, url: URL_ })
const created = async ({ admin }: World) => WebhookWithSecret.parse((await create(admin)).json).webhook.id
const choose = (browser: Browser, more: object = {}) =>
  put(browser, '/api/notifications/mine', { ...CHOICES, ...more })

const started = async ({ admin }: World) =>
  Run.parse((await admin.post('/api/runs', bulkStart({ scope: 'project', projectId: 'LIVER' }))).json).id
const watch = (browser: Browser, runId: unknown) =>
  put(browser, `/api/notifications/runs/${runId}`, { channels: ['browser'] })

const scanned = async ({ admin }: World) => (await startScan(admin, { projectId: 'LIVER', perSecond: 1 })).id
const watchScan = (browser: Browser, scanId: unknown) =>
  put(browser, `/api/notifications/scans/${scanId}`, { channels: ['browser'] })

/** A test to a webhook that cannot be reached is given up at once. */
const givenUp = async (world: World) => {
  const id = await created(world)
  await world.admin.post(`/api/webhooks/${id}/test`)
  const page = DeliveryPage.parse(
    (await world.admin.get('/api/notifications/deliveries?state=given-up')).json,
  )
  return page.deliveries[0]?.id
}
const repeat = (browser: Browser, id: unknown) => browser.post(`/api/notifications/deliveries/${id}/repeat`)

type Call = (browser: Browser, id: unknown) => ReturnType<Browser['get']>

/** One webhook's routes refuse and miss alike. */
const onWebhook = (action: string, status: number, call: Call): Actions[string] => [
  { prepare: created, call: ({ admin }, id) => call(admin, id), status, entry: { action, outcome: 'done' } },
  {
    prepare: created,
    call: ({ owner }, id) => call(owner, id),
    status: 403,
    entry: { action, ...forbidden },
  },
  { call: ({ admin }) => call(admin, randomUUID()), status: 404, entry: { action, ...unseen } },
]

export const notificationActions: Actions = {
  'PUT /api/notifications/mine': [
    {
      call: ({ owner }) => choose(owner),
      status: 200,
      entry: { action: 'notices.choose', actor: 'owner', outcome: 'done' },
    },
    {
      call: ({ owner }) => choose(owner, { runs: 'all' }),
      status: 403,
      entry: { action: 'notices.choose', actor: 'owner', ...forbidden },
    },
    {
      call: ({ admin }) => choose(admin, { email: ['run-finished'] }),
      status: 400,
      entry: { action: 'notices.choose', outcome: 'refused', detail: { code: 'bad-request' } },
    },
  ],
  'POST /api/notifications/test': [
    {
      call: ({ reader }) => reader.post('/api/notifications/test', { channel: 'browser' }),
      status: 200,
      entry: { action: 'notices.test', actor: 'reader', outcome: 'done', detail: { outcome: 'listed' } },
    },
  ],
  'PUT /api/notifications/runs/:runId': [
    {
      prepare: started,
      call: ({ owner }, id) => watch(owner, id),
      status: 200,
      entry: { action: 'notices.watch-run', actor: 'owner', outcome: 'done' },
    },
    {
      call: ({ owner }) => watch(owner, randomUUID()),
      status: 404,
      entry: { action: 'notices.watch-run', ...unseen },
    },
  ],
  'PUT /api/notifications/scans/:scanId': [
    {
      prepare: scanned,
      call: ({ owner }, id) => watchScan(owner, id),
      status: 200,
      entry: { action: 'notices.watch-scan', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: scanned,
      call: ({ reader }, id) => watchScan(reader, id),
      status: 404,
      entry: { action: 'notices.watch-scan', actor: 'reader', ...unseen },
    },
  ],
  'POST /api/notifications/deliveries/:deliveryId/repeat': [
    {
      prepare: givenUp,
      call: ({ admin }, id) => repeat(admin, id),
      status: 200,
      entry: { action: 'delivery.repeat', actor: 'admin', outcome: 'done' },
    },
    {
      prepare: givenUp,
      call: ({ owner }, id) => repeat(owner, id),
      status: 404,
      entry: { action: 'delivery.repeat', actor: 'owner', ...unseen },
    },
  ],
  'POST /api/webhooks/': [
    {
      call: ({ admin }) => create(admin),
      status: 201,
      entry: { action: 'webhook.create', actor: 'admin', outcome: 'done' },
    },
    {
      call: ({ owner }) => create(owner),
      status: 403,
      entry: { action: 'webhook.create', actor: 'owner', ...forbidden },
    },
    {
      call: ({ admin }) => admin.post('/api/webhooks', { ...GIVEN, url: 'http://169.254.169.254' }),
      status: 400,
      entry: { action: 'webhook.create', outcome: 'refused', detail: { code: 'target-refused' } },
    },
  ],
  'PUT /api/webhooks/:webhookId': onWebhook('webhook.change', 200, (browser, id) =>
    put(browser, `/api/webhooks/${id}`, { ...GIVEN, enabled: false }),
  ),
  'DELETE /api/webhooks/:webhookId': onWebhook('webhook.delete', 204, (browser, id) =>
    browser.delete(`/api/webhooks/${id}`),
  ),
  'POST /api/webhooks/:webhookId/secret': onWebhook('webhook.new-secret', 200, (browser, id) =>
    browser.post(`/api/webhooks/${id}/secret`),
  ),
  'POST /api/webhooks/:webhookId/test': onWebhook('webhook.test', 200, (browser, id) =>
    browser.post(`/api/webhooks/${id}/test`),
  ),
}
