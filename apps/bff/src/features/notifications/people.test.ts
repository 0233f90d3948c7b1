import {
  type Notice,
  NoticeWatchState,
  RecentNotices,
  type ServerOrigin,
  type ServerState,
} from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAiServersRepository } from '../../storage/ai-servers.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { startGuided } from '../../testing/guided.ts'
import { choices, deliveriesOf } from '../../testing/notices.ts'
import { runOver, runUntil, startBulk } from '../../testing/runs.ts'

let console: TestConsole
let admin: Browser
let owner: Browser
let other: Browser

beforeEach(async () => {
  console = await startConsole()
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'other' })
  console.xnat.addProject({ id: 'LIVER', sessions: 3, owners: ['owner'] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
  other = await console.signIn('other')
})
afterEach(() => console[Symbol.asyncDispose]())

const choose = async (browser: Browser, more = {}) =>
  expect((await browser.send('PUT', '/api/notifications/mine', { body: choices(more) })).status).toBe(200)
const recent = async (browser: Browser): Promise<Notice[]> =>
  RecentNotices.parse((await browser.get('/api/notifications/recent')).json).notices
const kindsOf = async (browser: Browser) => (await recent(browser)).map(({ kind }) => kind)
const untilKinds = (browser: Browser, ...kinds: string[]) =>
  expect.poll(() => kindsOf(browser), { timeout: 15_000 }).toEqual(kinds)
const runLiver = () => startBulk(admin, { scope: 'project', projectId: 'LIVER' })
const propose = async () => {
  const asked = { projectId: 'LIVER', list: ['http://ai.example.org:5000'], reason: 'x' }
  return ((await owner.post('/api/requests', asked)).json as { id: string }).id
}

describe('people', () => {
  it('are told of their own runs, by default in their browser, and of nobody else’s', async () => {
    await using stream = await admin.listen('notices')
    await using others = await owner.listen('notices')
    const run = await runOver(admin, await runLiver())
    await stream.until(({ type }) => type === 'notices')
    expect(await recent(admin)).toMatchObject([
      { kind: 'run-finished', page: `runs/${run.id}`, run: { counts: run.counts } },
    ])
    expect(await recent(owner)).toEqual([])
    expect(others.messages).toEqual([])
  })

  it('are told of one run that they asked to be told of', async () => {
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await runLiver()
    const address = `/api/notifications/runs/${run.id}`
    expect(NoticeWatchState.parse((await owner.get(address)).json)).toMatchObject({ channels: [], told: [] })
    const body = { channels: ['browser'] }
    expect((await owner.send('PUT', address, { body })).json).toMatchObject({
      channels: ['browser'],
      told: ['browser'],
    })
    // A run that is not seen cannot be listened to, either.
    expect((await other.send('PUT', address, { body })).status).toBe(404)
    hold.release()
    await runOver(admin, run)
    await untilKinds(owner, 'run-finished')
    expect(await recent(other)).toEqual([])
  })

  it('who are support staff may be told of all runs, and others may not', async () => {
    console.xnat.addUser({ username: 'helper', groups: ['ALL_DATA_ACCESS'] })
    const helper = await console.signIn('helper')
    await choose(helper, { runs: 'all' })
    const body = choices({ runs: 'all' })
    expect((await owner.send('PUT', '/api/notifications/mine', { body })).status).toBe(403)
    await runOver(admin, await runLiver())
    await untilKinds(helper, 'run-finished')
  })

  it('are no longer told what their role told them, once it is gone', async () => {
    console.xnat.addUser({ username: 'former', roles: ['Administrator'] })
    const former = await console.signIn('former')
    await choose(former, { runs: 'all', browser: ['run-finished', 'request-made'] })
    await choose(admin, { browser: ['request-made'] })
    console.xnat.revokeRole('former', 'Administrator')
    console.clock.advance(60_000)
    await former.get('/api/session')
    await runOver(admin, await runLiver())
    await propose()
    await untilKinds(admin, 'request-made')
    expect(await recent(former)).toEqual([])
  })

  it('who decide are told of requests, who asked of the decision, and nobody of what they did', async () => {
    await choose(admin, { browser: ['request-made', 'request-decided'] })
    const id = await propose()
    await untilKinds(admin, 'request-made')
    await admin.post(`/api/requests/${id}/refuse`, { word: 'CANARY' })
    await untilKinds(owner, 'request-decided')
    expect(await recent(owner)).toMatchObject([
      { page: `requests?request=${id}`, request: { state: 'refused' } },
    ])
    expect(await kindsOf(admin)).toEqual(['request-made'])
    expect(JSON.stringify(await recent(owner))).not.toContain('CANARY')
  })

  it('see in the list of what was sent only what was sent to them', async () => {
    await runOver(admin, await runLiver())
    await owner.post('/api/notifications/test', { channel: 'browser' })
    await untilKinds(admin, 'run-finished')
    expect((await deliveriesOf(owner)).deliveries.map(({ target }) => target)).toEqual(['owner'])
    expect((await deliveriesOf(admin)).total).toBe(2)
    expect((await deliveriesOf(admin, { kind: 'test' })).total).toBe(1)
    expect((await deliveriesOf(admin, { search: 'owner' })).total).toBe(1)
    expect((await deliveriesOf(admin, { state: 'given-up' })).total).toBe(0)
  })
})

describe('a guided run', () => {
  it('that waits for a sign-in says so once, and only after a while', async () => {
    const run = await startGuided(owner, 'LIVER', {
      settings: { sessionsAtOnce: 1, pauseMs: 600_000, quietHours: null },
    })
    await runUntil(admin, run, ({ counts }) => counts.stored > 0)
    await owner.delete('/api/session')
    await runUntil(admin, run, ({ guided }) => guided?.waitingFor === 'sign-in')
    await choose(admin, { runs: 'all', browser: ['run-waits'] })
    const later = () => {
      console.clock.advance(40_000)
      return kindsOf(admin)
    }
    await expect.poll(later, { timeout: 15_000, interval: 1_000 }).toEqual(['run-waits'])
    for (let time = 0; time < 3; time++) expect(await later()).toEqual(['run-waits'])
  }, 30_000)
})

describe('an AI server', () => {
  const origin = 'http://ai.example.org:5000' as ServerOrigin
  const seen = async (...states: ServerState[]) => {
    const servers = createAiServersRepository(console.deps.database)
    for (const state of states) {
      console.clock.advance(1_000)
      await servers.record(origin, { at: console.now(), state, reason: null, latencyMs: 1 }, null)
    }
  }

  it('is told of when it changes, twice seen, and not when nobody knows or it is busy', async () => {
    await choose(admin, { browser: ['ai-server'], names: true })
    await seen('ok', 'ok')
    await console.restart()
    admin = await console.signIn('admin')
    await seen('unreachable', 'ok', 'busy', 'not-called', 'ok', 'ok')
    await seen('unreachable', 'error')
    await untilKinds(admin, 'ai-server')
    expect(await recent(admin)).toMatchObject([
      { serverOrigin: origin, server: { is: 'fails', state: 'error' } },
    ])
    await seen('ok', 'ok')
    await untilKinds(admin, 'ai-server', 'ai-server')
    expect((await recent(admin))[1]?.server?.is).toBe('works')
    expect(await recent(owner)).toEqual([])
  }, 30_000)
})
