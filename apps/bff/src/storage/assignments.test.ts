import { randomUUID } from 'node:crypto'
import { type AssignmentPlace, SITE_PLACE } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createAssignmentJobsRepository, type StoredItem, type StoredJob } from './assignment-jobs.ts'
import { createAssignmentsRepository, type NewVersion } from './assignments.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const LIVER = 'project:LIVER' as AssignmentPlace

const makeVersion = (changes: Partial<NewVersion> = {}): NewVersion => ({
  place: LIVER,
  version: 1,
  list: ['https://ai.example.org', 'ü\u2028"x'],
  kind: 'edit',
  actor: 'ada',
  at: 1_000,
  settledAt: 1_000,
  stamp: null,
  reason: 'why\0',
  outcome: 'confirmed',
  jobId: null,
  ...changes,
})

describeEngines('versions of server lists', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createAssignmentsRepository(database())

  test('come back as they were written, newest first', async () => {
    await repository().insert(makeVersion())
    await repository().insert(
      makeVersion({ version: 2, list: null, kind: 'changed-outside', stamp: '2026-01-01' }),
    )
    expect(await repository().history(LIVER)).toMatchObject([
      { version: 2, list: null, kind: 'changed-outside', stamp: '2026-01-01' },
      { ...makeVersion(), reason: 'why\uFFFD' },
    ])
    expect(await repository().history(SITE_PLACE)).toEqual([])
  })

  test('have each number once for each place: of two that follow the same, one is refused', async () => {
    await repository().insert(makeVersion())
    const both = await Promise.allSettled([
      repository().insert(makeVersion({ version: 2, actor: 'ada' })),
      repository().insert(makeVersion({ version: 2, actor: 'eve' })),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { kind: 'conflict' } })
    expect(await repository().lastNumber(LIVER)).toBe(2)
    await repository().insert(makeVersion({ place: SITE_PLACE, version: 2 }))
  })

  test('that XNAT never had are in the history, and are not the latest', async () => {
    const first = await repository().insert(makeVersion())
    const second = await repository().insert(makeVersion({ version: 2, outcome: 'pending' }))
    await repository().insert(makeVersion({ place: SITE_PLACE }))
    expect(await repository().latest(LIVER)).toEqual(second)
    await repository().settle(second.id, 'not-applied', 5_000)
    expect(await repository().latest(LIVER)).toMatchObject({ id: first.id })
    const all = await repository().latestOfAll()
    expect([...all].map(([place, { version }]) => [place, version]).sort()).toEqual([
      [LIVER, 1],
      [SITE_PLACE, 1],
    ])
    expect((await repository().history(LIVER))[0]).toMatchObject({ outcome: 'not-applied', settledAt: 5_000 })
    expect(await repository().lastNumber(LIVER)).toBe(2)
  })
})

const makeJob = (changes: Partial<StoredJob> = {}): StoredJob => ({
  id: randomUUID(),
  kind: 'set',
  state: 'prepared',
  actor: 'ada',
  actorAddress: '192.0.2.7',
  createdAt: 1_000,
  endedAt: null,
  reason: null,
  undoes: null,
  ...changes,
})

const makeItem = (position: number, changes: Partial<StoredItem> = {}): StoredItem => ({
  position,
  place: `project:P${position}` as AssignmentPlace,
  title: `Project ${position}`,
  before: null,
  after: ['https://ai.example.org'],
  state: 'waiting',
  code: null,
  said: null,
  ...changes,
})

describeEngines('changes of many lists', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createAssignmentJobsRepository(database())

  test('keep thousands of items in their order', async () => {
    const job = makeJob()
    const items = Array.from({ length: 2_500 }, (_, index) => makeItem(index))
    await repository().insert(job, items)
    expect(await repository().find(job.id)).toEqual(job)
    expect(await repository().items(job.id)).toEqual(items)
    expect(await repository().counts(job.id)).toEqual({ waiting: 2_500 })
  })

  test('move only from where they are', async () => {
    const job = makeJob()
    await repository().insert(job, [])
    const go = () => repository().move(job.id, ['prepared'], { state: 'running', endedAt: null })
    expect(await Promise.all([go(), go()]).then((moved) => moved.sort())).toEqual([false, true])
    expect((await repository().inState('running')).map(({ id }) => id)).toEqual([job.id])
    expect(await repository().move(randomUUID(), ['running'], { state: 'done', endedAt: 2 })).toBe(false)
  })

  test('give an item to one taker', async () => {
    const job = makeJob()
    await repository().insert(job, [makeItem(0), makeItem(1, { state: 'same' })])
    const taken = await Promise.all([repository().claim(job.id, 0), repository().claim(job.id, 0)])
    expect(taken.sort()).toEqual([false, true])
    expect(await repository().claim(job.id, 1)).toBe(false)
    await repository().setItem(job.id, 0, { state: 'failed', code: 'assignment-refused', said: 'no\0' })
    expect((await repository().items(job.id))[0]).toMatchObject({
      code: 'assignment-refused',
      said: 'no\uFFFD',
    })
    await repository().moveItems(job.id, ['failed'], 'waiting')
    expect((await repository().items(job.id))[0]).toMatchObject({ state: 'waiting', code: null, said: null })
  })

  test('are listed newest first once they are started; old previews go, with their items', async () => {
    const preview = makeJob()
    const started = makeJob({ state: 'done', createdAt: 2_000 })
    const undo = makeJob({ state: 'running', kind: 'undo', undoes: started.id, createdAt: 3_000 })
    for (const job of [preview, started, undo]) await repository().insert(job, [makeItem(0)])
    expect((await repository().list(10)).map(({ id }) => id)).toEqual([undo.id, started.id])
    expect(await repository().undoing(started.id)).toMatchObject({ id: undo.id })
    expect(await repository().undoing(undo.id)).toBeUndefined()
    await repository().deletePrepared(1_001)
    expect(await repository().find(preview.id)).toBeUndefined()
    expect(await repository().items(preview.id)).toEqual([])
    expect(await repository().items(started.id)).toHaveLength(1)
  })
})
