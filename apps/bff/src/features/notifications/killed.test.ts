import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { BffProcess, freePort } from '@ohif-admin/dev-stack'
import {
  startWebhookReceiver,
  startXnatSimulator,
  type WebhookReceiver,
  type XnatSimulator,
} from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, createBrowser } from '../../testing/browser.ts'
import { addWebhook, LOCAL_WEBHOOKS, untilDeliveries } from '../../testing/notices.ts'
import { runOver, startBulk } from '../../testing/runs.ts'

let disposal: AsyncDisposableStack
let xnat: XnatSimulator
let receiver: WebhookReceiver
let bff: BffProcess
let admin: Browser

beforeEach(async () => {
  disposal = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-killed-'))
  disposal.defer(() => rm(folder, { recursive: true, force: true }))
  xnat = disposal.use(await startXnatSimulator({ sessionMs: [1, 4] }))
  receiver = disposal.use(await startWebhookReceiver())
  const port = await freePort()
  const url = `http://localhost:${port}/`
  const settings = {
    XNAT_URL: xnat.url,
    PUBLIC_URL: url,
    HOST: 'localhost',
    PORT: String(port),
    DATA_DIR: folder,
    LOG_SOURCES: `xnat=${xnat.logFolder}`,
    ...LOCAL_WEBHOOKS,
  }
  const entry = fileURLToPath(new URL('../../main.ts', import.meta.url))
  bff = disposal.use(new BffProcess(url, { entry, settings }))
  await bff.start()
  admin = createBrowser(() => bff.url)
  await admin.post('/api/session', { username: 'admin', password: 'admin' })
})
afterEach(() => disposal.disposeAsync())

const restart = async () => {
  await bff.kill()
  await bff.start()
}
const idsOf = () => receiver.received.map(({ headers }) => headers['webhook-id'])
const runLiver = (browser: Browser) => startBulk(browser, { scope: 'project', projectId: 'LIVER' })

describe('when the console is killed', () => {
  it('while it sends, the message is sent again, as the same one', async () => {
    xnat.addProject({ id: 'LIVER', sessions: 2 })
    await addWebhook(admin, receiver)
    receiver.answerWith('hangs')
    await runLiver(admin)
    await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(1)
    await bff.kill()
    receiver.answerWith(200)
    await bff.start()
    const [sent] = await untilDeliveries(admin, { channel: 'webhook', state: 'sent' })
    expect(idsOf()).toEqual([sent?.id, sent?.id])
  }, 60_000)

  it('again and again while a run goes on, its end is told once', async () => {
    xnat.addProject({ id: 'LIVER', sessions: 400 })
    await addWebhook(admin, receiver, { kinds: ['run-finished'] })
    const run = await runLiver(admin)
    for (let time = 0; time < 4; time++) {
      await sleep(150)
      await restart()
    }
    await runOver(admin, run)
    // Right after its end, before anybody can have been told.
    await restart()
    await untilDeliveries(admin, { channel: 'webhook', state: 'sent' })
    await restart()
    await untilDeliveries(admin, { channel: 'webhook', state: 'sent' })
    expect(new Set(idsOf()).size).toBe(1)
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
      kind: 'run-finished',
      run: { id: run.id, counts: { stored: 400, total: 400 } },
    })
  }, 90_000)
})
