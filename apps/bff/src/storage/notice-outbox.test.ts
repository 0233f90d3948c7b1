import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createNoticeDeliveries } from './notice-deliveries.ts'
import { createNoticeOutbox, type NewEvent, type Recipient } from './notice-outbox.ts'
import { createNoticedChanges } from './noticed-changes.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

const event = (key: string, step?: NewEvent['step']): NewEvent => ({
  key,
  notice: { id: randomUUID(), kind: 'request-made', at: new Date(1_000).toISOString(), page: 'requests' },
  ...(step ? { step } : {}),
})
const to = (target: string): Recipient => ({ channel: 'webhook', target, targetName: target, names: false })

describeEngines('the outbox', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const outbox = () => createNoticeOutbox(database())
  const deliveries = () => createNoticeDeliveries(database())
  const all = { person: null, search: '' }

  test('takes an event once, whoever finds it and however many at once', async () => {
    const finders = Array.from({ length: 8 }, () =>
      outbox().add(event('run:1:over'), [to('a'), to('b')], 1_000),
    )
    expect((await Promise.all(finders)).filter(Boolean)).toHaveLength(1)
    expect((await deliveries().page(all, { offset: 0, limit: 10 })).total).toBe(2)
    expect([...(await outbox().known(['run:1:over', 'run:2:over']))]).toEqual(['run:1:over'])
  })

  test('lets one of many make a step, and writes nothing for the others', async () => {
    await outbox().step({ name: 'server:a', from: null, to: 'works' })
    const step = { name: 'server:a', from: 'works', to: 'fails' }
    const finders = [1, 2, 3].map((at) => outbox().add(event(`server:a:${at}`, step), [to('a')], at))
    expect((await Promise.all(finders)).filter(Boolean)).toHaveLength(1)
    expect((await deliveries().page(all, { offset: 0, limit: 10 })).total).toBe(1)
    expect(await outbox().marks('server:')).toEqual(new Map([['server:a', 'fails']]))
  })

  test('gives a message to one carrier at a time, and to the next when the first is gone', async () => {
    await outbox().add(event('one'), [to('a')], 1_000)
    const takers = await Promise.all([1, 2, 3].map(() => deliveries().take(1_000, 2_000, [])))
    expect(takers.filter(Boolean)).toHaveLength(1)
    expect(await deliveries().take(1_999, 3_000, [])).toBeUndefined()
    expect(await deliveries().take(2_000, 3_000, ['a'])).toBeUndefined()
    expect((await deliveries().take(2_000, 3_000, []))?.target).toBe('a')
  })

  test('finds the runs that ended and that nobody was told of, once', async () => {
    const runs = createRunsRepository(database())
    const changes = createNoticedChanges(database())
    const run = makeRun({ startedAt: 1_000 })
    await runs.insertIntent(run)
    expect(await changes.endedRuns(0)).toEqual([])
    await runs.finish(run.id, { state: 'finished', endedAt: 5_000 })
    expect((await changes.endedRuns(5_000)).map(({ id }) => id)).toEqual([run.id])
    expect(await changes.endedRuns(5_001)).toEqual([])
    await outbox().add(event(`run:${run.id}:over`), [], 6_000)
    expect(await changes.endedRuns(0)).toEqual([])
  })
})
