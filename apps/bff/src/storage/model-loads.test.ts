import type { ServerOrigin } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { pastLoad } from '../testing/past-load.ts'
import { createModelLoadsRepository } from './model-loads.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const A = 'http://a:5000' as ServerOrigin
const underWay = { endedAt: null, state: 'receiving' } as const

describeEngines('model loads', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const loads = () => createModelLoadsRepository(database())

  test('come back as they were written, newest first', async () => {
    const first = pastLoad(A)
    const second = pastLoad(A, { startedAt: '2026-01-02T10:00:00.000Z', name: 'müller \0' })
    for (const load of [first, second, pastLoad('http://b:5000')]) await loads().insert(load)
    expect(await loads().latest(A, 10)).toEqual([second, first])
    expect(await loads().latest(A, 1)).toEqual([second])
    expect(await loads().find(first.id)).toEqual(first)
  })

  test('are one at a time for a server', async () => {
    const first = pastLoad(A, underWay)
    await loads().insert(first)
    await expect(loads().insert(pastLoad(A, underWay))).rejects.toMatchObject({ kind: 'conflict' })
    await loads().insert(pastLoad('http://b:5000', underWay))
    await loads().save({ ...first, state: 'over', endedAt: '2026-01-01T11:00:00.000Z' })
    await loads().insert(pastLoad(A, underWay))
    expect(await loads().underWay()).toHaveLength(2)
  })
})
