import { LogCursor, ProjectId } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

const ended = { state: 'finished', endedAt: 1_764_000_060_000 } as const

describeEngines('runs', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createRunsRepository(database())

  test('are found as they were written', async () => {
    const run = makeRun({
      startCursors: { main: LogCursor.parse('main:ab12:4096') },
      counts: { ...makeRun().counts, total: 12, stored: 3 },
      expected: 12,
    })
    expect(await repository().insertIntent(run)).toEqual({ created: true, run })
    expect(await repository().find(run.id)).toEqual(run)
    expect(await repository().dispatched()).toEqual(run)
    expect(await repository().find(makeRun().id)).toBeUndefined()
  })

  test('are open one at a time: another one is refused', async () => {
    const run = makeRun()
    await repository().insertIntent(run)
    await expect(repository().insertIntent(makeRun({ startedBy: 'bob' }))).rejects.toMatchObject({
      name: 'StorageError',
      kind: 'conflict',
      rule: 'active-run-exists',
    })
    expect(await repository().list({ limit: 10, projectIds: 'all' })).toEqual([run])
  })

  test('asked for twice with one key are one run, open or over', async () => {
    const run = makeRun()
    await repository().insertIntent(run)
    const again = makeRun({ idempotencyKey: run.idempotencyKey })
    expect(await repository().insertIntent(again)).toEqual({ created: false, run })
    await repository().finish(run.id, ended)
    expect(await repository().insertIntent(again)).toMatchObject({
      created: false,
      run: { id: run.id, ...ended },
    })
  })

  test('of different people may share a key', async () => {
    const run = makeRun()
    await repository().insertIntent(run)
    await repository().finish(run.id, ended)
    const other = makeRun({ idempotencyKey: run.idempotencyKey, startedBy: 'bob' })
    expect(await repository().insertIntent(other)).toEqual({ created: true, run: other })
  })

  test('of 50 asked for at once exactly one is open', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => repository().insertIntent(makeRun())),
    )
    const refusals = results.filter((result) => result.status === 'rejected').map((result) => result.reason)
    expect(refusals).toHaveLength(49)
    expect(refusals.every((reason) => reason.rule === 'active-run-exists')).toBe(true)
    expect(await repository().list({ limit: 100, projectIds: 'all' })).toHaveLength(1)
  })

  test('of 50 equal requests at once all get the same run', async () => {
    const { idempotencyKey } = makeRun()
    const results = await Promise.all(
      Array.from({ length: 50 }, () => repository().insertIntent(makeRun({ idempotencyKey }))),
    )
    expect(new Set(results.map(({ run }) => run.id)).size).toBe(1)
    expect(results.filter(({ created }) => created)).toHaveLength(1)
  })

  test('that are over when they become known do not take the place of an open one', async () => {
    const past = makeRun({ kind: 'adopted', idempotencyKey: null, ...ended })
    const otherPast = makeRun({ kind: 'adopted', idempotencyKey: null, ...ended })
    await repository().insertIntent(past)
    await repository().insertIntent(otherPast)
    expect(await repository().dispatched()).toBeUndefined()
    expect(await repository().insertIntent(makeRun())).toMatchObject({ created: true })
    await expect(repository().insertIntent(past)).rejects.toMatchObject({ kind: 'conflict' })
  })

  test('change only in what a patch names', async () => {
    const run = makeRun({ threads: 4, detail: 'as written' })
    await repository().insertIntent(run)
    const patch = {
      state: 'running',
      xnatCall: { outcome: 'gateway-timeout', status: 504, afterMs: 60_000 },
      counts: { ...run.counts, total: 9, inWork: 4 },
      endCursors: { main: LogCursor.parse('main:ab12:9000') },
      lastLineAt: 1_764_000_001_000,
      detail: 'torn\0line',
    } as const
    expect(await repository().update(run.id, patch)).toBe(true)
    expect(await repository().find(run.id)).toEqual({ ...run, ...patch, detail: 'torn\uFFFDline' })
    expect(await repository().update(run.id, { threads: null, endCursors: null })).toBe(true)
    expect(await repository().find(run.id)).toMatchObject({
      threads: null,
      endCursors: null,
      state: 'running',
    })
    expect(await repository().update(run.id, {})).toBe(false)
    expect(await repository().update(makeRun().id, { threads: 1 })).toBe(false)
  })

  test('end once, make room for the next, and are never opened again', async () => {
    const run = makeRun()
    await repository().insertIntent(run)
    expect(await repository().finish(run.id, { ...ended, reason: null })).toBe(true)
    expect(await repository().finish(run.id, { state: 'unknown', endedAt: 1 })).toBe(false)
    expect(await repository().update(run.id, { state: 'running' })).toBe(false)
    expect(await repository().update(run.id, { counts: { ...run.counts, stored: 7 } })).toBe(true)
    expect(await repository().find(run.id)).toMatchObject({ ...ended, counts: { stored: 7 } })
    expect(await repository().dispatched()).toBeUndefined()
    expect(await repository().insertIntent(makeRun())).toMatchObject({ created: true })
  })

  test('are listed newest first, of all projects or of some', async () => {
    const projects = ['LIVER', 'HEART', null] as const
    for (const [index, project] of projects.entries()) {
      const projectId = project && ProjectId.parse(project)
      const run = makeRun({ ...ended, projectId, startedAt: 1_000 + index, idempotencyKey: null })
      await repository().insertIntent(run)
    }
    const listed = async (projectIds: ProjectId[] | 'all', limit = 10) =>
      (await repository().list({ limit, projectIds })).map((run) => run.projectId)
    expect(await listed('all')).toEqual([null, 'HEART', 'LIVER'])
    expect(await listed('all', 1)).toEqual([null])
    expect(await listed([ProjectId.parse('LIVER'), ProjectId.parse('BRAIN')])).toEqual(['LIVER'])
    expect(await listed([])).toEqual([])
  })

  test('that finished give the rates for estimates', async () => {
    const counts = { ...makeRun().counts, stored: 120 }
    const past = { idempotencyKey: null, startedAt: 1_000, counts }
    await repository().insertIntent(makeRun({ ...past, state: 'finished', endedAt: 61_000 }))
    await repository().insertIntent(makeRun({ ...past, state: 'failed', endedAt: 2_000 }))
    await repository().insertIntent(makeRun({ ...past, state: 'finished', startedAt: 5_000, endedAt: 4_000 }))
    await repository().insertIntent(makeRun())
    expect(await repository().rates(10)).toEqual([
      { counts, durationMs: 0 },
      { counts, durationMs: 60_000 },
    ])
    expect(await repository().rates(1)).toHaveLength(1)
  })

  test('cannot be asked for while the database is closed', async () => {
    await database().close()
    await expect(repository().insertIntent(makeRun())).rejects.toMatchObject({ kind: 'unavailable' })
    await expect(repository().dispatched()).rejects.toMatchObject({ kind: 'unavailable' })
  })
})
