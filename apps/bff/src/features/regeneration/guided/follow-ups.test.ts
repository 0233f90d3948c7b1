import type { FollowUpTake, Run } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../../testing/console.ts'
import { askGuided, runOf, sessionPosts, startGuided } from '../../../testing/guided.ts'
import { runOver, runUntil, sessionsOf, startBulk } from '../../../testing/runs.ts'

let console: TestConsole
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole({ ...options, settings: { VERIFY_PER_SECOND: '200', ...options.settings } })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const bulk = async (projectId: string) =>
  runOver(admin, await startBulk(admin, { scope: 'project', projectId }))
const takeUp = (run: Run, take: FollowUpTake, more: object = {}) =>
  startGuided(admin, { of: 'run', runId: run.id, take }, more)
const idsOf = (projectId: string) => console.xnat.sessions(projectId).map(({ id }) => id)

describe('a run that takes up another', () => {
  it('retries what failed and what is unknown, and nothing else, and both name each other', async () => {
    await setUp()
    console.xnat.addProject({
      id: 'LOSSY',
      sessions: [{}, { behaviour: 'explicit-error' }, {}, { behaviour: 'silent-gone' }],
    })
    const run = await bulk('LOSSY')
    const [, error, , silent] = idsOf('LOSSY')
    for (const id of idsOf('LOSSY')) console.xnat.setBehaviour(id, 'ok')
    const retry = await runOver(admin, await takeUp(run, 'failed'))
    expect(retry).toMatchObject({
      kind: 'guided',
      state: 'finished',
      counts: { total: 2, stored: 2 },
      parent: { runId: run.id, take: 'failed' },
    })
    expect(sessionPosts(console)).toEqual([error, silent])
    expect((await runOf(admin, run)).followUps).toMatchObject([
      { runId: retry.id, take: 'failed', state: 'finished', counts: { stored: 2 } },
    ])
  })

  it('gives what was only migrated a second pass, which rebuilds it', async () => {
    await setUp()
    console.xnat.addProject({ id: 'MOVED', sessions: [{ document: 'old' }, {}, { document: 'old' }] })
    const run = await bulk('MOVED')
    expect(run.counts).toMatchObject({ migrated: 2, stored: 1 })
    const second = await runOver(admin, await takeUp(run, 'migrated'))
    expect(second.counts).toMatchObject({ total: 2, stored: 2, migrated: 0 })
    expect(sessionPosts(console)).toEqual([idsOf('MOVED')[0], idsOf('MOVED')[2]])
  })

  it('goes on with what an interrupted bulk run did not come to', async () => {
    await setUp()
    console.xnat.addProject({ id: 'LIVER', sessions: 6 })
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    await hold.storeOne()
    await hold.storeOne()
    await runUntil(admin, run, ({ counts }) => counts.stored === 2)
    await console.xnat.restart()
    hold.release()
    const over = await runOver(admin, run)
    expect(over).toMatchObject({ state: 'interrupted', counts: { stored: 2 } })
    const stored = (await sessionsOf(admin, run)).filter(({ verdict }) => verdict === 'stored')
    admin = await console.signIn('admin')
    const rest = await runOver(admin, await takeUp(run, 'remaining'))
    expect(rest).toMatchObject({ state: 'finished', counts: { total: 4, stored: 4 } })
    const done = new Set(stored.map(({ sessionId }) => sessionId))
    expect(sessionPosts(console)).toEqual(idsOf('LIVER').filter((id) => !done.has(id)))
  })

  it('goes on with what a stopped guided run left', async () => {
    await setUp()
    console.xnat.addProject({ id: 'LIVER', sessions: 5 })
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(admin, 'LIVER')
    await hold.reached(1)
    await admin.post(`/api/runs/${run.id}/control`, { action: 'stop' })
    hold.release()
    const stopped = await runOver(admin, run)
    expect(stopped).toMatchObject({ state: 'stopped', counts: { stored: 1 } })
    const rest = await runOver(admin, await takeUp(run, 'remaining'))
    expect(rest.counts).toMatchObject({ total: 4, stored: 4 })
    expect(sessionPosts(console)).toEqual(idsOf('LIVER'))
  })

  it('can be asked for again when it was taken out of the queue', async () => {
    await setUp()
    console.xnat.addProject({ id: 'LOSSY', sessions: [{ behaviour: 'explicit-error' }] })
    console.xnat.addProject({ id: 'LIVER', sessions: 1 })
    const run = await bulk('LOSSY')
    console.xnat.setBehaviour(idsOf('LOSSY')[0] ?? '', 'ok')
    const hold = console.xnat.holdRegeneration('LIVER')
    await startGuided(admin, 'LIVER')
    const cancelled = await takeUp(run, 'failed')
    expect(cancelled.state).toBe('queued')
    await admin.post(`/api/runs/${cancelled.id}/control`, { action: 'cancel' })
    const again = await takeUp(run, 'failed')
    hold.release()
    expect(await runOver(admin, again)).toMatchObject({ counts: { total: 1, stored: 1 } })
    const { followUps } = await runOf(admin, run)
    expect(followUps.map(({ runId, state }) => [runId, state])).toEqual([
      [again.id, 'finished'],
      [cancelled.id, 'cancelled'],
    ])
  })

  it('is refused when there is nothing of the kind to take up', async () => {
    await setUp()
    console.xnat.addProject({ id: 'FINE', sessions: 2 })
    const run = await bulk('FINE')
    for (const take of ['failed', 'migrated', 'remaining'])
      expect((await askGuided(admin, { of: 'run', runId: run.id, take })).json).toMatchObject({
        code: 'no-sessions',
      })
    expect(sessionPosts(console)).toEqual([])
  })
})

describe('a guided run over DICOMweb data', () => {
  it('calls XNAT once for each session, checks what its log cannot tell, and is retried over the same data', async () => {
    await setUp({ xnat: { pluginVersion: '3.7.2' } })
    console.xnat.addProject({
      id: 'SLIDES',
      sessions: [{ modality: 'SM' }, { modality: 'SM' }, { modality: 'MR' }],
    })
    const run = await startGuided(admin, 'SLIDES', { data: 'dicomweb' })
    const over = await runUntil(
      admin,
      run,
      ({ verification, endedAt }) => endedAt !== null && verification?.state !== 'running',
    )
    expect(over).toMatchObject({
      data: 'dicomweb',
      state: 'finished',
      counts: { failed: 0, silentFailure: 0 },
    })
    const calls = console.xnat.calls.to('POST', /viewerDicomweb/).map(({ path }) => path)
    expect(calls).toEqual(
      idsOf('SLIDES').map((id) => `/xapi/viewerDicomweb/projects/SLIDES/experiments/${id}`),
    )
    expect(console.xnat.calls.to('POST', /^\/xapi\/viewer\//)).toHaveLength(0)
    const sessions = await sessionsOf(admin, run)
    expect(sessions.filter(({ verdict }) => verdict === 'stored' || verdict === 'unknown')).toHaveLength(3)
  })
})
