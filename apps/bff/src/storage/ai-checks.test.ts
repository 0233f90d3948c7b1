import { randomUUID } from 'node:crypto'
import { CheckReport } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createAiChecksRepository } from './ai-checks.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const report = (checkedAt: string): CheckReport =>
  CheckReport.parse({
    id: randomUUID(),
    entry: 'http://ai.example.org:5000',
    origin: 'http://ai.example.org:5000',
    droppedPath: null,
    kind: 'aiaa',
    generation: '4.x',
    state: 'ok',
    reason: null,
    steps: [],
    problems: [],
    models: 3,
    access: 'here',
    browser: null,
    checkedAt,
    checkedBy: 'ada',
    projectId: null,
  })

describeEngines('checks of AI servers', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createAiChecksRepository(database())

  test('are found as they were written, and with what was added', async () => {
    const one = report('2026-01-01T00:00:00.000Z')
    await repository().save(one)
    expect(await repository().find(one.id)).toEqual(one)
    const more: CheckReport = { ...one, models: 4 }
    await repository().save(more)
    expect(await repository().find(one.id)).toEqual(more)
  })

  test('are found by who made them since when, newest first', async () => {
    const [early, late] = [report('2026-01-01T00:00:00.000Z'), report('2026-01-03T00:00:00.000Z')]
    const latest = report('2026-01-04T00:00:00.000Z')
    const others = { ...report('2026-01-03T00:00:00.000Z'), checkedBy: 'bob' }
    for (const one of [late, early, others, latest]) await repository().save(one)
    expect(await repository().madeBy('ada', Date.parse('2026-01-02T00:00:00.000Z'))).toEqual([latest, late])
  })

  test('are forgotten when they are old, unless something refers to them', async () => {
    const [old, kept, young] = [
      report('2026-01-01T00:00:00.000Z'),
      report('2026-01-01T00:00:00.000Z'),
      report('2026-01-09T00:00:00.000Z'),
    ]
    for (const one of [old, kept, young]) await repository().save(one)
    await repository().keep(kept.id, 1)
    await repository().prune(Date.parse('2026-01-05T00:00:00.000Z'))
    expect(await repository().find(old.id)).toBeUndefined()
    expect(await repository().find(kept.id)).toEqual(kept)
    expect(await repository().find(young.id)).toEqual(young)
  })
})
