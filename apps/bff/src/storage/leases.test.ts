import { expect, test } from 'vitest'
import { createLeasesRepository } from './leases.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

describeEngines('a lease', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const leases = () => createLeasesRepository(database())
  const hold = (holder: string, now: number, name = 'run') => leases().hold({ name, holder, now, forMs: 30 })

  test('is held by one, who can keep it', async () => {
    expect(await hold('a', 0)).toBe(true)
    expect(await hold('b', 0)).toBe(false)
    expect(await hold('a', 20)).toBe(true)
    expect(await hold('b', 49)).toBe(false)
  })

  test('goes to somebody else when its time is over, and not before', async () => {
    await hold('a', 0)
    expect(await hold('b', 29)).toBe(false)
    expect(await hold('b', 30)).toBe(true)
    expect(await hold('a', 31)).toBe(false)
  })

  test('is free at once when it is let go, by its holder only', async () => {
    await hold('a', 0)
    await leases().release({ name: 'run', holder: 'b' })
    expect(await hold('b', 1)).toBe(false)
    await leases().release({ name: 'run', holder: 'a' })
    expect(await hold('b', 1)).toBe(true)
  })

  test('does not stand in the way of another', async () => {
    await hold('a', 0)
    expect(await hold('b', 0, 'other run')).toBe(true)
  })

  test('is taken from whoever has it by the only console of a database', async () => {
    await hold('a', 0)
    await leases().seize({ name: 'run', holder: 'b', now: 1, forMs: 30 })
    expect(await hold('a', 2)).toBe(false)
    expect(await hold('b', 2)).toBe(true)
  })

  test('goes to exactly one of fifty who reach for it at once', async () => {
    const got = await Promise.all(Array.from({ length: 50 }, (_, n) => hold(`console ${n}`, 0)))
    expect(got.filter(Boolean)).toHaveLength(1)
  })
})
