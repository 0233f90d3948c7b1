import { Run, RunList } from '@ohif-admin/contracts'
import type { Hold } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../../testing/console.ts'
import { askGuided, runOf, startGuided } from '../../../testing/guided.ts'
import { listRuns, runOver, runUntil, startBulk } from '../../../testing/runs.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
const PROJECTS = ['LIVER', 'KIDNEY', 'BRAIN', 'HEART']

let console: TestConsole
let admin: Browser
let owner: Browser
let hold: Hold

/** LIVER is being rebuilt; the others have nothing to wait for but it. */
async function setUp() {
  console = await startConsole({ xnat: { clock: () => console?.now() ?? Date.now() } })
  console.xnat.addUser({ username: 'owner' })
  for (const id of PROJECTS) console.xnat.addProject({ id, sessions: 2, owners: ['owner'] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
  hold = console.xnat.holdRegeneration()
}
afterEach(async () => {
  hold.release()
  await console[Symbol.asyncDispose]()
})

const queueOf = async (browser: Browser) => RunList.parse((await browser.get('/api/runs/queue')).json).runs
const projects = async (browser = admin) => (await queueOf(browser)).map(({ projectId }) => projectId)
const order = (browser: Browser, runs: Run[]) =>
  browser.send('PUT', '/api/runs/queue', { body: { runIds: runs.map(({ id }) => id) } })
const control = (browser: Browser, run: Run, action: string) =>
  browser.post(`/api/runs/${run.id}/control`, { action })
const guidedStart = (projectId: string, more: object = {}) => startGuided(owner, projectId, more)
const bulkCalls = () => console.xnat.calls.to('POST', /^\/xapi\/viewer\/projects\/[^/]+$/)

describe('the queue', () => {
  it('lets one run go at a time, of whatever kind, and starts the next when it is over', async () => {
    await setUp()
    const first = await guidedStart('LIVER')
    const second = await startBulk(admin, { scope: 'project', projectId: 'KIDNEY' })
    const third = await guidedStart('BRAIN')
    expect(first).toMatchObject({ state: expect.not.stringMatching('queued'), queue: null })
    expect(second).toMatchObject({ state: 'queued', queue: { position: 1, notBefore: null } })
    expect(third).toMatchObject({ state: 'queued', queue: { position: 2 } })
    expect(bulkCalls()).toHaveLength(0)
    hold.release()
    expect(await runOver(admin, second)).toMatchObject({ state: 'finished', counts: { stored: 2 } })
    expect(await runOver(admin, third)).toMatchObject({ state: 'finished', counts: { stored: 2 } })
    const ends = await Promise.all([first, second, third].map((run) => runOf(admin, run)))
    const times = ends.map(({ endedAt }) => Date.parse(endedAt ?? ''))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(await queueOf(admin)).toEqual([])
  })

  it('can be put in another order by a site admin, and by others as far as their own runs go', async () => {
    await setUp()
    await guidedStart('LIVER')
    const mine = await guidedStart('KIDNEY')
    const bulk = await startBulk(admin, { scope: 'project', projectId: 'BRAIN' })
    const last = await guidedStart('HEART')
    expect((await order(admin, [last, mine, bulk])).status).toBe(200)
    expect(await projects()).toEqual(['HEART', 'KIDNEY', 'BRAIN'])
    expect((await order(owner, [mine, last])).status).toBe(200)
    expect(await projects()).toEqual(['KIDNEY', 'HEART', 'BRAIN'])
    expect((await order(owner, [bulk, mine, last])).json).toMatchObject({ code: 'forbidden' })
    expect((await order(admin, [bulk, mine])).json).toMatchObject({ code: 'queue-changed' })
    hold.release()
    await runOver(admin, bulk)
    const began = (await listRuns(admin)).toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
    expect(began.map(({ projectId }) => projectId)).toEqual(['LIVER', 'KIDNEY', 'HEART', 'BRAIN'])
  })

  it('lets a waiting run be cancelled by its starter and by site admins, not by others', async () => {
    await setUp()
    await guidedStart('LIVER')
    const bulk = await startBulk(admin, { scope: 'project', projectId: 'KIDNEY' })
    const mine = await guidedStart('BRAIN')
    expect((await control(owner, bulk, 'cancel')).json).toMatchObject({ code: 'forbidden' })
    expect((await control(owner, mine, 'cancel')).json).toMatchObject({
      state: 'cancelled',
      reason: 'cancelled',
      endedAt: expect.any(String),
    })
    expect((await control(admin, bulk, 'cancel')).json).toMatchObject({ state: 'cancelled' })
    expect((await control(admin, bulk, 'cancel')).json).toMatchObject({ code: 'run-over' })
    hold.release()
    await console.xnat.idle()
    expect(bulkCalls()).toHaveLength(0)
  })

  it('refuses a second start of the same while the first is open, and names the first', async () => {
    await setUp()
    await guidedStart('LIVER')
    const waiting = await guidedStart('KIDNEY')
    expect(await askGuided(admin, 'KIDNEY')).toMatchObject({
      status: 409,
      json: { code: 'run-active', runId: waiting.id },
    })
    await control(owner, waiting, 'cancel')
    expect((await askGuided(admin, 'KIDNEY')).status).toBe(202)
  })

  it('starts a run at its time, not before, and lets others go first', async () => {
    await setUp()
    hold.release()
    const notBefore = new Date(console.now() + 10 * 60_000).toISOString()
    const planned = await guidedStart('LIVER', { notBefore })
    expect(planned).toMatchObject({ state: 'queued', queue: { notBefore } })
    await runOver(owner, await guidedStart('KIDNEY'))
    expect((await runOf(owner, planned)).state).toBe('queued')
    console.clock.advance(11 * 60_000)
    expect(await runOver(owner, planned)).toMatchObject({ state: 'finished', counts: { stored: 2 } })
  })

  it('starts a planned run now when somebody says so', async () => {
    await setUp()
    hold.release()
    const planned = await guidedStart('LIVER', { notBefore: new Date(console.now() + DAY_MS).toISOString() })
    expect((await control(owner, planned, 'start-now')).status).toBe(200)
    expect(await runOver(owner, planned)).toMatchObject({ state: 'finished' })
  })

  it('gives a planned run up when its person is not signed in at its time, nor in the hour after', async () => {
    await setUp()
    hold.release()
    const planned = await guidedStart('LIVER', { notBefore: new Date(console.now() + HOUR_MS).toISOString() })
    await owner.delete('/api/session')
    console.clock.advance(1.5 * HOUR_MS)
    admin = await console.signIn('admin')
    const behind = await startGuided(admin, 'KIDNEY')
    expect(await runOver(admin, behind)).toMatchObject({ state: 'finished' })
    expect((await runOf(admin, planned)).state).toBe('queued')
    console.clock.advance(HOUR_MS)
    admin = await console.signIn('admin')
    expect(await runOver(admin, planned)).toMatchObject({ state: 'cancelled', reason: 'missed-its-time' })
  })

  it('repeats a nightly run at the same time of the next day, with a token of its own', async () => {
    await setUp()
    hold.release()
    const run = await guidedStart('LIVER', { repeat: 'nightly', afterSignOut: true })
    await runOver(owner, run)
    await expect.poll(() => projects()).toEqual(['LIVER'])
    const [next] = await queueOf(admin)
    const inMs = Date.parse(next?.queue?.notBefore ?? '') - console.now()
    expect(inMs).toBeGreaterThan(23.9 * HOUR_MS)
    expect(inMs).toBeLessThanOrEqual(DAY_MS)
    await owner.delete('/api/session')
    await expect.poll(() => console.xnat.aliasTokens('owner')).toHaveLength(1)
    console.clock.advance(DAY_MS + 60_000)
    admin = await console.signIn('admin')
    const over = await runOver(admin, Run.parse(next))
    expect(over).toMatchObject({ state: 'finished', counts: { stored: 2 } })
    await expect.poll(() => projects()).toEqual(['LIVER'])
    await control(admin, Run.parse((await queueOf(admin))[0]), 'cancel')
    expect(await queueOf(admin)).toEqual([])
  })

  it('says when a waiting run is expected to start, by what is before it', async () => {
    await setUp()
    hold.release()
    console.xnat.addProject({ id: 'LARGE', sessions: 12 })
    await runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'LARGE' }))
    const tonight = new Date(console.now() + HOUR_MS).toISOString()
    const planned = await guidedStart('LIVER', { notBefore: tonight })
    expect(planned.queue?.expectedStartAt).toBe(tonight)
  })

  it('asks again for rights when a turn comes, and says when they are gone', async () => {
    await setUp()
    await guidedStart('LIVER')
    const bulk = await startBulk(admin, { scope: 'project', projectId: 'KIDNEY' })
    const mine = await guidedStart('BRAIN')
    console.xnat.revokeGroup('owner', 'BRAIN_owner')
    console.xnat.removeSession(console.xnat.sessions('KIDNEY')[0]?.id ?? '')
    console.clock.advance(61_000)
    hold.release()
    expect(await runOver(admin, bulk)).toMatchObject({
      state: 'finished',
      expected: 1,
      counts: { stored: 1 },
    })
    expect(await runUntil(admin, mine, ({ endedAt }) => endedAt !== null)).toMatchObject({
      state: 'failed-to-start',
      reason: expect.stringMatching(/rights-gone|target-gone/),
    })
  })

  it('holds a bulk run back while XNAT is busy with one that was begun elsewhere, and starts it after that', async () => {
    await setUp()
    const foreign = fetch(`${console.xnat.url}/xapi/viewer/projects/KIDNEY`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
    })
    await expect.poll(() => listRuns(admin)).toMatchObject([{ kind: 'adopted' }])
    const run = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    expect(run).toMatchObject({ state: 'queued', queue: { position: 1 } })
    hold.release()
    await foreign
    expect(await runOver(admin, run)).toMatchObject({ state: 'finished', counts: { stored: 2 } })
    expect(bulkCalls()).toHaveLength(2)
  })
})
