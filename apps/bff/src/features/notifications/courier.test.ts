import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWebhookReceiver, type WebhookReceiver } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNoticeDeliveries } from '../../storage/notice-deliveries.ts'
import { createNoticeOutbox } from '../../storage/notice-outbox.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { addWebhook, deliveriesOf, LOCAL_WEBHOOKS, untilDeliveries } from '../../testing/notices.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let console: TestConsole
let receiver: WebhookReceiver
let admin: Browser

beforeEach(async () => {
  receiver = await startWebhookReceiver()
  console = await startConsole({ settings: LOCAL_WEBHOOKS, logFolder: null })
  admin = await console.signIn('admin')
})
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

/** Things that happened, each to be told to these webhooks. */
async function happen(count: number, ...targets: string[]) {
  const outbox = createNoticeOutbox(console.deps.database)
  for (let index = 0; index < count; index++) {
    const notice = {
      id: randomUUID(),
      kind: 'request-made' as const,
      at: new Date(console.now()).toISOString(),
      page: `requests?request=${index}`,
    }
    const recipients = targets.map((target) => ({
      channel: 'webhook' as const,
      target,
      targetName: target,
      names: false,
    }))
    await outbox.add({ key: `test:${notice.id}`, notice }, recipients, console.now())
  }
}
const idsOf = ({ received }: WebhookReceiver) => received.map(({ headers }) => headers['webhook-id'])
/** Read from storage: nobody stays signed in as long as these tests pretend to last. */
const oneDelivery = async () => {
  const all = { person: null, search: '' }
  const { deliveries } = await createNoticeDeliveries(console.deps.database).page(all, {
    offset: 0,
    limit: 1,
  })
  return deliveries[0]
}

describe('a message that is not taken', () => {
  it('is tried seven times, with longer and longer waits, the same each time, and is then given up', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    receiver.answerWith(503)
    await happen(1, webhook.id)
    const waits = [11_000, 67_000, 6 * MINUTE_MS, 34 * MINUTE_MS, 133 * MINUTE_MS, 7 * HOUR_MS]
    for (const [index, waitMs] of waits.entries()) {
      await expect.poll(async () => (await oneDelivery())?.tries, { timeout: 10_000 }).toBe(index + 1)
      expect((await oneDelivery())?.state).toBe('waiting')
      console.clock.advance(waitMs)
    }
    await expect.poll(async () => (await oneDelivery())?.state, { timeout: 10_000 }).toBe('given-up')
    const given = await oneDelivery()
    expect(given).toMatchObject({ tries: 7, nextAt: null })
    expect(given?.log.map(({ outcome, status }) => [outcome, status])).toEqual(
      Array.from({ length: 7 }, () => ['answered', 503]),
    )
    expect(new Set(idsOf(receiver)).size).toBe(1)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(7)
  }, 60_000)

  it('arrives when the receiver is back', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    await receiver.goAway()
    await happen(3, webhook.id)
    await expect
      .poll(async () => (await deliveriesOf(admin)).deliveries.map(({ tries }) => tries), { timeout: 10_000 })
      .toEqual([1, 1, 1])
    await receiver.comeBack()
    console.clock.advance(12_000)
    await untilDeliveries(admin, { state: 'sent' }, 3)
    expect(new Set(idsOf(receiver)).size).toBe(3)
  }, 30_000)

  it('can be sent again by hand, once it was given up', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    await happen(1, webhook.id)
    const [sent] = await untilDeliveries(admin, { state: 'sent' })
    const again = () => admin.post(`/api/notifications/deliveries/${sent?.id}/repeat`)
    expect((await again()).status).toBe(400)
    expect(receiver.received).toHaveLength(1)
  })

  it('is given up at once when its webhook is gone', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    await admin.delete(`/api/webhooks/${webhook.id}`)
    await happen(1, webhook.id)
    const [given] = await untilDeliveries(admin, { state: 'given-up' })
    expect(given?.lastTries).toMatchObject([{ outcome: 'target-gone' }])
  })
})

describe('many messages', () => {
  const MANY = 1_000

  /** How often each was tried: the fewest times and the most. */
  async function tries() {
    const { fn } = console.deps.database.db
    return console.deps.database.db
      .selectFrom('notice_deliveries')
      .select([fn.min('tries').as('fewest'), fn.max('tries').as('most')])
      .executeTakeFirstOrThrow()
  }
  const untilTried = (times: number) =>
    expect
      .poll(async () => (await tries()).fewest, { timeout: 60_000, interval: 200 })
      .toBeGreaterThanOrEqual(times)

  /** How long the slowest answer took for which somebody at the console waited during the work, in ms. */
  async function slowestAnswer(work: () => Promise<void>): Promise<number> {
    let [slowest, goesOn] = [0, true]
    const asking = async () => {
      while (goesOn) {
        const asked = performance.now()
        await deliveriesOf(admin, { limit: 50 })
        slowest = Math.max(slowest, performance.now() - asked)
        await sleep(100)
      }
    }
    const stop = () => {
      goesOn = false
    }
    await Promise.all([asking(), work().finally(stop)])
    return slowest
  }

  /** By how many places the order of arrival is off that of what happened, at most. */
  function furthestFromItsPlace() {
    const arrived = receiver.received.map(({ body }) => (JSON.parse(body) as { at: string }).at)
    return Math.max(
      ...arrived.toSorted().map((at, place) => {
        const near = arrived.slice(Math.max(0, place - 16), place + 17).indexOf(at)
        return near === -1 ? Number.POSITIVE_INFINITY : Math.abs(near - Math.min(place, 16))
      }),
    )
  }

  it('wait for a receiver that is away, and arrive when it is back: each once, the oldest first', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    await receiver.goAway()
    await happen(MANY, webhook.id)
    const slowest = await slowestAnswer(async () => {
      await untilTried(1)
      console.clock.advance(12_000)
      await untilTried(2)
      expect((await deliveriesOf(admin, { state: 'waiting' })).total).toBe(MANY)
      await receiver.comeBack()
      console.clock.advance(6 * MINUTE_MS)
      await expect.poll(() => receiver.received.length, { timeout: 60_000, interval: 200 }).toBe(MANY)
      await untilDeliveries(admin, { state: 'sent' }, MANY)
    })
    expect(slowest).toBeLessThan(2_000)
    expect((await tries()).most).toBeLessThanOrEqual(4)
    expect(new Set(idsOf(receiver)).size).toBe(MANY)
    expect(receiver.received).toHaveLength(MANY)
    // Two are on their way at a time, so that neighbours may overtake each other.
    expect(furthestFromItsPlace()).toBeLessThan(16)
    // The log of them is read a page at a time, and searched by the ids it holds.
    const first = await deliveriesOf(admin, { limit: 50 })
    expect(first).toMatchObject({ total: MANY, deliveries: { length: 50 } })
    const search = first.deliveries[7]?.notice.id ?? ''
    expect((await deliveriesOf(admin, { search })).deliveries.map(({ id }) => id)).toEqual([
      first.deliveries[7]?.id,
    ])
  }, 180_000)

  it('do not wait for the receiver that does not answer', async () => {
    await using silent = await startWebhookReceiver()
    silent.answerWith('hangs')
    const slow = await addWebhook(admin, silent)
    const fast = await addWebhook(admin, receiver)
    await happen(20, slow.webhook.id)
    await happen(20, fast.webhook.id)
    // Sooner than one single try of the other is over.
    await expect.poll(() => receiver.received.length, { timeout: 8_000 }).toBe(20)
    expect(silent.received.length).toBeLessThanOrEqual(2)
  }, 30_000)

  it('end in time when an answer never does', async () => {
    const { webhook } = await addWebhook(admin, receiver)
    receiver.answerWith('drips')
    await happen(2, webhook.id)
    await untilDeliveries(admin, { state: 'sent' }, 2)
  })
})
