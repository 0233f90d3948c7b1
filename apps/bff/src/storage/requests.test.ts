import { randomUUID } from 'node:crypto'
import type { ChangeRequestId, ProjectId } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createRequestsRepository, type NewRequest } from './requests.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const LIVER = 'LIVER' as ProjectId
const KNEE = 'KNEE' as ProjectId

const makeRequest = (changes: Partial<NewRequest> = {}): NewRequest => ({
  id: randomUUID() as ChangeRequestId,
  projectId: LIVER,
  projectTitle: 'Über 100 % Liver',
  list: ['http://ai:5000'],
  base: null,
  reason: 'a reason',
  check: null,
  requestedBy: 'Olga',
  requestedAt: 1_000,
  ...changes,
})

describeEngines('change requests', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const requests = () => createRequestsRepository(database())
  const decision = { state: 'approved', by: 'admin', at: 3_000, word: 'yes' } as const

  test.each([[null], [[]], [['http://old', 'b']], ['unreadable' as const]])(
    'come back as they were made, with the list they were based on: %j',
    async (base) => {
      const request = makeRequest({ base, list: [], reason: 'line\nbreak \0' })
      await requests().insert(request)
      expect(await requests().find(request.id)).toEqual({
        ...request,
        reason: 'line\nbreak \uFFFD',
        state: 'open',
        decidedBy: null,
        decidedAt: null,
        word: null,
        acknowledgedAt: null,
      })
      expect(await requests().find(randomUUID() as ChangeRequestId)).toBeUndefined()
    },
  )

  test('are open one at a time for a project, and any number when decided', async () => {
    const first = makeRequest()
    await requests().insert(first)
    await expect(requests().insert(makeRequest())).rejects.toMatchObject({ kind: 'conflict' })
    await requests().insert(makeRequest({ projectId: KNEE }))
    await requests().decide(first.id, decision)
    const second = makeRequest()
    await requests().insert(second)
    await requests().decide(second.id, { ...decision, state: 'withdrawn', word: null })
    await requests().insert(makeRequest())
    expect(await requests().countOpen(null)).toBe(2)
    expect(await requests().countOpen([KNEE])).toBe(1)
    expect(await requests().countOpen([])).toBe(0)
  })

  test('are claimed by one at a time, and not for ever', async () => {
    const { id } = makeRequest()
    await requests().insert(makeRequest({ id }))
    expect(await requests().claim(id, 10_000)).toBe(true)
    expect(await requests().claim(id, 10_001)).toBe(false)
    await requests().release(id)
    expect(await requests().claim(id, 10_002)).toBe(true)
    expect(await requests().claim(id, 10_002 + 2 * 60_000)).toBe(true)
    await requests().decide(id, decision)
    expect(await requests().claim(id, 10_000_000)).toBe(false)
    await requests().decide(id, { ...decision, state: 'refused' })
    expect((await requests().find(id))?.state).toBe('approved')
  })

  test('are news for whoever asked, until acknowledged', async () => {
    const { id } = makeRequest()
    await requests().insert(makeRequest({ id }))
    expect(await requests().countNews('Olga', [LIVER])).toBe(0)
    await requests().decide(id, decision)
    expect(await requests().countNews('Olga', [LIVER])).toBe(1)
    expect(await requests().countNews('Olga', [KNEE])).toBe(0)
    expect(await requests().countNews('Pia', null)).toBe(0)
    await requests().acknowledge(id, 4_000)
    await requests().acknowledge(id, 5_000)
    expect((await requests().find(id))?.acknowledgedAt).toBe(4_000)
    expect(await requests().countNews('Olga', null)).toBe(0)
  })

  test('are listed newest first, of the projects somebody sees, by state and text', async () => {
    const old = makeRequest({ requestedAt: 1 })
    await requests().insert(old)
    await requests().decide(old.id, decision)
    const young = makeRequest({ requestedAt: 2 })
    await requests().insert(young)
    await requests().insert(
      makeRequest({ projectId: KNEE, projectTitle: 'Knee', requestedBy: 'pia', requestedAt: 3 }),
    )
    const page = { offset: 0, limit: 10 }
    const ids = async (search: Partial<Parameters<ReturnType<typeof requests>['list']>[0]>) =>
      (await requests().list({ projects: null, search: '', ...search }, page)).requests.map(({ id }) => id)
    expect(await ids({ projects: [LIVER] })).toEqual([young.id, old.id])
    expect(await ids({ projects: [] })).toEqual([])
    expect(await ids({ state: 'approved' })).toEqual([old.id])
    expect(await ids({ projectId: LIVER, state: 'open' })).toEqual([young.id])
    expect(await ids({ search: 'ÜBER 100 %' })).toEqual([young.id, old.id])
    expect(await ids({ search: 'OLGA' })).toHaveLength(2)
    expect(await ids({ search: '_' })).toEqual([])
    expect(await requests().list({ projects: null, search: '' }, { offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      requests: [{ id: young.id }],
    })
  })
})
