import { expect, test } from 'vitest'
import { createSignInFailuresRepository } from './sign-in-failures.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

describeEngines('failed sign-ins', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const failures = () => createSignInFailuresRepository(database())
  const one = { count: 1, since: 10, lastAt: 10 }

  test('are stored as they are, and only over what was read', async () => {
    expect(await failures().find('ada')).toBeUndefined()
    expect(await failures().replace('ada', undefined, one)).toBe(true)
    expect(await failures().replace('ada', undefined, one)).toBe(false)
    const two = { count: 2, since: 10, lastAt: 20 }
    expect(await failures().replace('ada', { ...one, count: 7 }, two)).toBe(false)
    expect(await failures().replace('ada', one, two)).toBe(true)
    expect(await failures().find('ada')).toEqual(two)
  })

  test('are counted by one of fifty who try at once', async () => {
    const first = await Promise.all(
      Array.from({ length: 50 }, () => failures().replace('ada', undefined, one)),
    )
    expect(first.filter(Boolean)).toHaveLength(1)
    const next = await Promise.all(
      Array.from({ length: 50 }, (_, n) => failures().replace('ada', one, { ...one, count: 2, lastAt: n })),
    )
    expect(next.filter(Boolean)).toHaveLength(1)
  })

  test('are taken back, with the time of the attempt unless another has begun', async () => {
    await failures().replace('ada', undefined, { count: 2, since: 10, lastAt: 30 })
    await failures().takeBack('ada', 30, 20)
    expect(await failures().find('ada')).toEqual({ count: 1, since: 10, lastAt: 20 })
    await failures().takeBack('ada', 30, 5)
    expect(await failures().find('ada')).toEqual({ count: 0, since: 10, lastAt: 20 })
    await failures().takeBack('ada', 20, 5)
    expect(await failures().find('ada')).toEqual({ count: 0, since: 10, lastAt: 20 })
  })

  test('are forgotten one by one or when they are old', async () => {
    for (const [key, lastAt] of [
      ['ada', 10],
      ['bob', 20],
      ['cy', 30],
    ] as const)
      await failures().replace(key, undefined, { ...one, lastAt })
    await failures().forget('cy')
    await failures().deleteBefore(20)
    const left = await Promise.all(['ada', 'bob', 'cy'].map((key) => failures().find(key)))
    expect(left.map((found) => found?.lastAt)).toEqual([undefined, 20, undefined])
  })
})
