import { expect, test } from 'vitest'
import { createAiLooksRepository, type StoredLook } from './ai-looks.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const look = (change: Partial<StoredLook> = {}): StoredLook => ({
  by: 'ada',
  target: 'http://ai.example.org:5000',
  check: { checkId: null, verdict: 'unknown' },
  at: 1_000,
  ...change,
})

describeEngines('looks at AI servers before they are used', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createAiLooksRepository(database())

  test('are the last of each person at each server', async () => {
    const later = look({ at: 1_767_225_600_000, check: { checkId: 'b', verdict: 'ok' } })
    const ofOther = look({ by: 'grace' })
    for (const one of [look(), ofOther, later]) await repository().save(one)
    expect(await repository().find('ada', later.target)).toEqual(later)
    expect(await repository().find('grace', later.target)).toEqual(ofOther)
    expect(await repository().find('ada', 'http://other.example.org')).toBeUndefined()
  })

  test('are forgotten when they are old', async () => {
    const young = look({ by: 'grace', at: 2_000 })
    for (const one of [look(), young]) await repository().save(one)
    await repository().prune(1_500)
    expect(await repository().find('ada', young.target)).toBeUndefined()
    expect(await repository().find('grace', young.target)).toEqual(young)
  })
})
