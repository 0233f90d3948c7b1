import { setTimeout as sleep } from 'node:timers/promises'
import { startWebhookReceiver, type WebhookReceiver } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { addWebhook, LOCAL_WEBHOOKS, untilDeliveries } from '../../testing/notices.ts'
import { type ProcessConsole, type ProcessWorld, startProcessWorld } from '../../testing/process-console.ts'
import { runOver, startBulk } from '../../testing/runs.ts'

let disposal: AsyncDisposableStack
let xnat: ProcessWorld['xnat']
let receiver: WebhookReceiver
let bff: ProcessConsole['bff']
let admin: Browser

beforeEach(async () => {
  disposal = new AsyncDisposableStack()
  const world = disposal.use(await startProcessWorld({ sessionMs: [1, 4] }))
  xnat = world.xnat
  receiver = disposal.use(await startWebhookReceiver())
  const console = await world.addConsole(LOCAL_WEBHOOKS)
  bff = console.bff
  admin = await console.signIn()
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
