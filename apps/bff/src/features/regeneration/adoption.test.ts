import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startXnatSimulator } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'
import { listRuns, runOver, runSeen, runUntil, sessionsOf, startBulk } from '../../testing/runs.ts'
import { blockRoad } from '../../testing/slow-road.ts'

let console: TestConsole
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole(options)
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'stranger' })
  console.xnat.addProject({ id: 'LIVER', title: 'Liver study', sessions: 6, owners: ['owner'] })
  console.xnat.addProject({ id: 'KNEE', title: 'Knee study', sessions: 3 })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

/** Somebody with curl. */
const curl = (call: string, { url }: { url: string } = console.xnat) =>
  fetch(`${url}/xapi/${call}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
  })
const adopted = (browser = admin) => listRuns(browser, { kind: 'adopted' })

describe('a run that was begun by other means', () => {
  it('appears within five seconds of its first line and is followed to its end', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const began = performance.now()
    const answer = curl('viewer/projects/LIVER')
    const run = await runSeen(admin, ({ kind }) => kind === 'adopted')
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(run).toMatchObject({
      kind: 'adopted',
      data: 'viewer',
      scope: 'project',
      projectId: 'LIVER',
      startedBy: '',
      xnatCall: { outcome: 'not-known' },
    })
    hold.storeRest()
    await answer
    const over = await runOver(admin, run)
    expect(over).toMatchObject({ state: 'finished', threads: 4, counts: { total: 6, stored: 6 } })
    expect((await sessionsOf(admin, run)).map(({ verdict }) => verdict)).toEqual(Array(6).fill('stored'))
    expect(await adopted()).toHaveLength(1)
  })

  it.each([
    ['site', 'viewer/generate-all-metadata', { scope: 'site', projectId: null, targetId: null }],
    ['subject', 'viewer/projects/LIVER/subjects/XNAT_S00001', { scope: 'subject', targetId: 'XNAT_S00001' }],
  ] as const)('is adopted with the scope %s', async (_name, path, expected) => {
    await setUp()
    await curl(path)
    const run = await runSeen(admin, ({ kind }) => kind === 'adopted').catch(() => undefined)
    const [found] = run ? [run] : await adopted()
    expect(found).toMatchObject(expected)
  })

  it('shows people what they may see: owners the runs of their projects, nobody else', async () => {
    await setUp()
    await curl('viewer/projects/LIVER')
    await curl('viewer/projects/KNEE')
    await expect.poll(async () => (await adopted()).length).toBe(2)
    const owner = await console.signIn('owner')
    expect((await adopted(owner)).map(({ projectId }) => projectId)).toEqual(['LIVER'])
    const stranger = await console.signIn('stranger')
    expect(await adopted(stranger)).toEqual([])
  })

  it('is never a session-level call', async () => {
    await setUp()
    const [session] = console.xnat.sessions('LIVER')
    await curl(`viewer/projects/LIVER/experiments/${session?.id}`)
    await curl('viewer/projects/KNEE')
    await expect.poll(async () => (await adopted()).length).toBe(1)
    expect(await adopted()).toMatchObject([{ projectId: 'KNEE' }])
  })

  it('is adopted when the console finds it half way', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    await console.app.close()
    const answer = curl('viewer/projects/LIVER')
    await hold.storeOne()
    await hold.storeOne()
    await console.restart()
    const run = await runSeen(admin, ({ kind }) => kind === 'adopted')
    expect(run.counts).toMatchObject({ total: 6, stored: 2 })
    hold.storeRest()
    await answer
    expect(await runOver(admin, run)).toMatchObject({ state: 'finished', counts: { stored: 6 } })
  })

  it('is adopted when it began and ended while the console was away', async () => {
    await setUp()
    await curl('viewer/projects/KNEE')
    await expect.poll(async () => (await adopted()).length).toBe(1)
    await console.app.close()
    await curl('viewer/projects/LIVER')
    await console.restart()
    await expect.poll(async () => (await adopted()).length).toBe(2)
    const [newest] = await adopted()
    expect(newest).toMatchObject({ projectId: 'LIVER', state: 'finished', counts: { stored: 6 } })
  })

  it('is adopted once, however often the console starts again', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const answer = curl('viewer/projects/LIVER')
    const run = await runSeen(admin, ({ kind }) => kind === 'adopted')
    await hold.storeOne()
    await console.restart()
    await console.restart()
    expect(await adopted()).toHaveLength(1)
    hold.storeRest()
    await answer
    await runOver(admin, run)
    await console.restart()
    await console.restart()
    expect(await adopted()).toHaveLength(1)
    expect((await sessionsOf(admin, run)).map(({ verdict }) => verdict)).toEqual(Array(6).fill('stored'))
  })

  it('is history when it was over before the console first looked', async () => {
    await using xnat = await startXnatSimulator({ sessionMs: [1, 4] })
    xnat.addProject({ id: 'OLD', sessions: 2 })
    xnat.addProject({ id: 'OPEN', sessions: 3 })
    await curl('viewer/projects/OLD', xnat)
    const hold = xnat.holdRegeneration('OPEN')
    const answer = curl('viewer/projects/OPEN', xnat)
    await hold.reached(3)
    await setUp({ logFolder: xnat.logFolder })
    await expect.poll(async () => (await adopted()).length).toBe(1)
    expect(await adopted()).toMatchObject([{ projectId: 'OPEN', counts: { total: 3 } }])
    hold.storeRest()
    await answer
  })

  it('is interrupted like any other when XNAT restarts', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    curl('viewer/projects/LIVER').catch(() => undefined)
    const run = await runSeen(admin, ({ kind }) => kind === 'adopted')
    await hold.storeOne()
    await console.xnat.restart()
    expect(await runOver(admin, run)).toMatchObject({
      state: 'interrupted',
      reason: 'xnat-restarted',
      counts: { stored: 1, unknown: 5 },
      marks: [{ kind: 'xnat-restarted' }],
    })
  })
})

describe('a run of somebody else on the same project', () => {
  it('makes ours wait, and is not taken for it', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const answer = curl('viewer/projects/LIVER')
    const foreign = await runSeen(admin, ({ kind }) => kind === 'adopted')
    const own = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    expect(own).toMatchObject({ kind: 'bulk', state: 'queued', queue: { position: 1 }, logSource: null })
    await hold.storeRest()
    await answer
    expect(await runOver(admin, foreign)).toMatchObject({ state: 'finished', counts: { stored: 6 } })
    expect(await runOver(admin, own)).toMatchObject({ state: 'finished', counts: { total: 6, stored: 6 } })
    expect(await adopted()).toHaveLength(1)
  })

  it('that looks like ours until XNAT refuses ours is let go and adopted', async () => {
    await setUp()
    // Our call is on its way, and somebody else's overtakes it.
    await using road = await blockRoad(console, '/xapi/viewer/projects/LIVER')
    const hold = console.xnat.holdRegeneration('LIVER')
    const own = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    const answer = curl('viewer/projects/LIVER')
    await runUntil(admin, own, ({ state, counts }) => state === 'running' && counts.total === 6)
    road.clear()
    const refused = await runOver(admin, own)
    expect(refused).toMatchObject({
      state: 'refused',
      reason: 'xnat-locked',
      counts: { total: null },
      logSource: null,
    })
    expect(await sessionsOf(admin, own)).toEqual([])
    const foreign = await runSeen(admin, ({ kind }) => kind === 'adopted')
    hold.storeRest()
    await answer
    expect(await runOver(admin, foreign)).toMatchObject({
      state: 'finished',
      counts: { total: 6, stored: 6 },
    })
  })

  it('on a second node runs beside ours', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-node-'))
    await using disposal = new AsyncDisposableStack()
    disposal.defer(() => rm(folder, { recursive: true, force: true }))
    await setUp({ otherSources: { 'node-2': folder } })
    const second = disposal.use(await console.xnat.addNode(folder))
    const [here, there] = [console.xnat.holdRegeneration('LIVER'), second.holdRegeneration('LIVER')]
    const own = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    await runUntil(admin, own, ({ state }) => state === 'running')
    const answer = curl('viewer/projects/LIVER', second)
    const other = await runSeen(admin, ({ kind }) => kind === 'adopted')
    expect(other).toMatchObject({ logSource: 'node-2' })
    there.storeRest()
    await answer
    expect(await runOver(admin, other)).toMatchObject({ state: 'finished', counts: { stored: 6 } })
    here.storeRest()
    expect(await runOver(admin, own)).toMatchObject({ state: 'finished', counts: { stored: 6 } })
  })
})
