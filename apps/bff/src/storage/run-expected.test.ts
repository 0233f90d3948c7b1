import { beforeEach, expect, test } from 'vitest'
import { createRunExpectedRepository } from './run-expected.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

const make = (number: number) => ({
  sessionId: `XNAT_E${number}`,
  projectId: 'LIVER',
  label: `s${number}`,
  subjectLabel: null,
})

describeEngines('expected sessions of a run', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createRunExpectedRepository(database())
  const run = makeRun()

  beforeEach(async () => {
    await createRunsRepository(database()).insertIntent(run)
  })

  test('are none until they are saved', async () => {
    expect(await repository().loadExpected(run.id)).toEqual(new Map())
  })

  test('come back by id, more than fit a batch or a page', async () => {
    const sessions = Array.from({ length: 5_001 }, (_, index) => make(index))
    await repository().saveExpected(run.id, sessions)
    const loaded = await repository().loadExpected(run.id)
    expect(loaded.size).toBe(5_001)
    expect(loaded.get('XNAT_E4999')).toEqual(make(4_999))
  })

  test('are replaced as a whole, and kept once when listed twice', async () => {
    await repository().saveExpected(run.id, [make(1), make(2)])
    await repository().saveExpected(run.id, [make(3), make(3)])
    expect([...(await repository().loadExpected(run.id)).values()]).toEqual([make(3)])
  })
})
