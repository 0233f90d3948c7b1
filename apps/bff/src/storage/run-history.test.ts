import { LogCursor, ProjectId } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createLogMarksRepository } from './log-marks.ts'
import { createRunHistoryRepository } from './run-history.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

const over = (startedAt: number, changes: Parameters<typeof makeRun>[0] = {}) =>
  makeRun({ state: 'finished', startedAt, endedAt: startedAt + 1, ...changes })

describeEngines('the history of runs', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const history = () => createRunHistoryRepository(database())
  const runs = () => createRunsRepository(database())
  const add = async (run: ReturnType<typeof makeRun>) => (await runs().insertIntent(run)).run

  test('knows the run before of the same scope and data', async () => {
    const first = await add(over(1_000))
    await add(over(2_000, { state: 'refused' }))
    await add(over(3_000, { projectId: ProjectId.parse('HEART') }))
    await add(over(4_000, { data: 'dicomweb' }))
    const subject = await add(over(5_000, { scope: 'subject', targetId: 'S1' }))
    const last = await add(over(6_000))
    expect(await history().previousOf(last)).toEqual(first)
    expect(await history().previousOf(first)).toBeUndefined()
    expect(await history().previousOf(subject)).toBeUndefined()
    const site = { scope: 'site', projectId: null, targetId: null } as const
    const before = await add(over(7_000, site))
    expect(await history().previousOf(await add(over(8_000, site)))).toEqual(before)
  })

  test('knows what became of the failures of a run', async () => {
    const parent = await add(over(1_000))
    const child = await add(over(2_000, { kind: 'guided', parentId: parent.id, parentTake: 'failed' }))
    const later = await add(over(3_000, { kind: 'guided', parentId: parent.id, parentTake: 'migrated' }))
    expect(await history().followUpsOf([parent.id, child.id])).toEqual([
      { parentId: parent.id, take: 'migrated', run: later },
      { parentId: parent.id, take: 'failed', run: child },
    ])
    expect(await history().followUpsOf([])).toEqual([])
  })

  test('knows which runs are still being verified', async () => {
    const counts = { total: 4, present: 1, missing: 0, notAnswered: 0 }
    const running = await add(over(2_000, { verification: { state: 'running', ...counts } }))
    const paused = await add(over(1_000, { verification: { state: 'paused', ...counts } }))
    await add(over(3_000, { verification: { state: 'done', ...counts } }))
    expect((await history().verifying()).map(({ id }) => id)).toEqual([paused.id, running.id])
    await runs().update(paused.id, { verification: { state: 'done', ...counts } })
    expect((await history().verifying()).map(({ id }) => id)).toEqual([running.id])
  })

  test('has one row for a run of the log', async () => {
    const logged = { kind: 'adopted', logSource: 'xnat', logKey: 'ab:0', idempotencyKey: null } as const
    const run = await add(makeRun(logged))
    expect(await runs().findLogged('xnat', 'ab:0')).toEqual(run)
    expect(await runs().findLogged('node-2', 'ab:0')).toBeUndefined()
    await expect(runs().insertIntent(makeRun(logged))).rejects.toMatchObject({ rule: 'known-in-log' })
    expect(await add(makeRun({ ...logged, logSource: 'node-2' }))).toMatchObject({ logSource: 'node-2' })
    expect(await add(makeRun())).toMatchObject({ slot: 'dispatch' })
    expect(await runs().active()).toHaveLength(3)
    expect((await runs().active())[0]).toMatchObject({ slot: 'dispatch' })
  })

  test('has one open run a target', async () => {
    const run = await add(makeRun({ targetKey: 'viewer project LIVER', slot: null, state: 'queued' }))
    const again = makeRun({ targetKey: run.targetKey, slot: null, state: 'queued', startedBy: 'bob' })
    await expect(runs().insertIntent(again)).rejects.toMatchObject({ rule: 'same-target' })
    await runs().finish(run.id, { state: 'finished', endedAt: 5 })
    expect(await runs().insertIntent(again)).toMatchObject({ created: true })
  })

  test('tells how long runs were silent at most', async () => {
    await add(over(1_000, { longestSilenceMs: 7_000 }))
    await add(over(2_000, { longestSilenceMs: 90_000 }))
    await add(over(3_000, { longestSilenceMs: 5, state: 'failed' }))
    await add(over(4_000))
    expect(await runs().silences(10)).toEqual([90_000, 7_000])
  })

  test('remembers how far each log was read', async () => {
    const marks = createLogMarksRepository(database())
    const at = (offset: number) => LogCursor.parse(`xnat:ab12:${offset}`)
    expect(await marks.load()).toEqual({})
    await marks.save({ xnat: at(1) })
    await marks.save({ xnat: at(2), 'node-2': LogCursor.parse('node-2:cd:7') })
    await marks.save({})
    expect(await marks.load()).toEqual({ xnat: at(2), 'node-2': 'node-2:cd:7' })
  })
})
