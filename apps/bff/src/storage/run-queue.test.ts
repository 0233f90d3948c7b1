import { expect, test } from 'vitest'
import { createRunQueueRepository } from './run-queue.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

const waiting = (queueRank: number) => makeRun({ state: 'queued', queueRank, slot: null })

describeEngines('queued runs', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const queue = () => createRunQueueRepository(database())
  const runs = () => createRunsRepository(database())

  async function addThree() {
    const three = [waiting(3), waiting(1), waiting(2)] as const
    for (const run of three) await runs().insertIntent(run)
    return three
  }

  test('wait in their order, beside the run that is at work', async () => {
    const [third, first, second] = await addThree()
    await runs().insertIntent(makeRun())
    expect((await queue().queued()).map(({ id }) => id)).toEqual([first.id, second.id, third.id])
    expect(await runs().active()).toHaveLength(1)
  })

  test('are taken one at a time, however many try at once', async () => {
    const three = await addThree()
    const taken = await Promise.all(three.map(({ id }) => queue().take(id, 2_000)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    const [active] = await runs().active()
    expect(active).toMatchObject({ state: 'starting', slot: 'dispatch', startedAt: 2_000, queueRank: null })
    expect(await runs().dispatched()).toEqual(active)
    await runs().finish(active?.id ?? three[0].id, { state: 'finished', endedAt: 3_000 })
    const [next] = await queue().queued()
    expect(await queue().take(next?.id ?? three[0].id, 4_000)).toBe(true)
  })

  test('that were cancelled are never taken', async () => {
    const [run] = await addThree()
    expect(await queue().cancel(run.id, 9)).toBe(true)
    expect(await queue().cancel(run.id, 9)).toBe(false)
    expect(await queue().take(run.id, 10)).toBe(false)
    expect(await runs().find(run.id)).toMatchObject({ state: 'cancelled', reason: 'cancelled', endedAt: 9 })
  })

  test('are put in another order only as a whole', async () => {
    const [third, first, second] = await addThree()
    expect(await queue().reorder([third.id, second.id, first.id])).toBe(true)
    expect((await queue().queued()).map(({ id }) => id)).toEqual([third.id, second.id, first.id])
    expect(await queue().reorder([third.id, second.id])).toBe(false)
    expect(await queue().reorder([third.id, second.id, second.id])).toBe(false)
    expect(await queue().reorder([third.id, second.id, makeRun().id])).toBe(false)
  })

  test('can be ended without having begun', async () => {
    const [run] = await addThree()
    expect(await runs().finish(run.id, { state: 'failed-to-start', reason: 'target-gone', endedAt: 5 })).toBe(
      true,
    )
    expect(await queue().queued()).toHaveLength(2)
  })
})
