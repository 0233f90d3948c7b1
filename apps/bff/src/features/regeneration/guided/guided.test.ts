import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../../testing/console.ts'
import { askGuided, runOf, sessionPosts, startGuided } from '../../../testing/guided.ts'
import { runOver, runUntil, sessionsOf } from '../../../testing/runs.ts'

let console: TestConsole
let owner: Browser
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole(options)
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'member' })
  console.xnat.addUser({ username: 'reader' })
  console.xnat.addProject({
    id: 'LIVER',
    title: 'Liver study',
    sessions: 6,
    owners: ['owner'],
    members: ['member'],
    collaborators: ['reader'],
  })
  owner = await console.signIn('owner')
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const ids = (projectId = 'LIVER') => console.xnat.sessions(projectId).map(({ id }) => id)

describe('a guided run', () => {
  it('calls XNAT once for each session, in order, with the rights of the person who started it', async () => {
    await setUp()
    const run = await startGuided(owner, 'LIVER')
    expect(run).toMatchObject({ kind: 'guided', scope: 'project', expected: 6, startedBy: 'owner' })
    const over = await runOver(owner, run)
    expect(over).toMatchObject({
      state: 'finished',
      reason: null,
      counts: { total: 6, stored: 6, waiting: 0 },
    })
    expect(sessionPosts(console)).toEqual(ids())
    expect(console.xnat.calls.to('POST', /experiments/).every(({ user }) => user === 'owner')).toBe(true)
    const sessions = await sessionsOf(owner, run)
    expect(sessions[0]).toMatchObject({ verdict: 'stored', evidence: null, projectId: 'LIVER' })
    expect(sessions[0]?.beganAt).toBeTruthy()
  })

  it('tells by HTTP and log together what became of each session', async () => {
    await setUp()
    console.xnat.addProject({
      id: 'BROKEN',
      owners: ['owner'],
      sessions: [
        { label: 'fine' },
        { label: 'unreadable', behaviour: 'explicit-error' },
        { label: 'unsaved', behaviour: 'silent-after-temp' },
        { label: 'begun', behaviour: 'silent-begun' },
        { label: 'gone', behaviour: 'silent-gone' },
        { label: 'old', document: 'old' },
      ],
    })
    const over = await runOver(owner, await startGuided(await console.signIn('owner'), 'BROKEN'))
    expect(over.counts).toMatchObject({ total: 6, stored: 1, migrated: 1, failed: 4, unknown: 0 })
    const byLabel = new Map((await sessionsOf(admin, over)).map((session) => [session.label, session]))
    expect(byLabel.get('unreadable')).toMatchObject({ verdict: 'failed', evidence: 'explicit-error' })
    expect(byLabel.get('unreadable')?.reason).toContain('Stale file handle')
    expect(byLabel.get('old')?.verdict).toBe('migrated')
    expect(sessionPosts(console)).toHaveLength(6)
  })

  it('runs as many sessions at once as it is told, and follows a change of that', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const settings = { sessionsAtOnce: 2, pauseMs: 0, quietHours: null }
    const run = await startGuided(owner, 'LIVER', { settings })
    await hold.reached(2)
    expect(hold.waiting).toHaveLength(2)
    const changed = await owner.send('PUT', `/api/runs/${run.id}/settings`, {
      body: { ...settings, sessionsAtOnce: 4 },
    })
    expect(changed).toMatchObject({ status: 200, json: { guided: { sessionsAtOnce: 4 } } })
    await hold.reached(4)
    expect(sessionPosts(console)).toHaveLength(4)
    hold.storeRest()
    expect(await runOver(owner, run)).toMatchObject({ counts: { stored: 6 } })
  })

  it('is paused, goes on, and is stopped after the sessions in work', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await hold.reached(1)
    const control = (action: string) => owner.post(`/api/runs/${run.id}/control`, { action })
    expect(await control('pause')).toMatchObject({ status: 200, json: { state: 'paused' } })
    await hold.storeOne()
    await runUntil(owner, run, ({ counts }) => counts.stored === 1)
    expect(sessionPosts(console)).toHaveLength(1)
    await control('resume')
    await hold.reached(1)
    expect(await control('stop')).toMatchObject({ status: 200, json: { guided: { stopping: true } } })
    await hold.storeOne()
    const over = await runOver(owner, run)
    expect(over).toMatchObject({ state: 'stopped', reason: 'stopped', counts: { stored: 2, waiting: 4 } })
    expect((await sessionsOf(owner, run)).at(-1)).toMatchObject({ verdict: 'waiting', evidence: 'stopped' })
    expect(sessionPosts(console)).toHaveLength(2)
    expect((await control('pause')).json).toMatchObject({ code: 'run-over' })
  })

  it('watches the log when the answer to a session does not come, and never asks again', async () => {
    await setUp()
    console.gateway.timeoutMs = 1_000
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await hold.reached(1)
    await expect.poll(() => console.gateway.timeouts, { timeout: 5_000 }).toBeGreaterThan(0)
    await expect.poll(async () => (await runOf(owner, run)).counts.inWork).toBe(1)
    expect(sessionPosts(console)).toHaveLength(1)
    await hold.storeOne()
    await runUntil(owner, run, ({ counts }) => counts.stored === 1)
    hold.storeRest()
    expect(await runOver(owner, run)).toMatchObject({ state: 'finished', counts: { stored: 6, unknown: 0 } })
    expect(sessionPosts(console)).toEqual(ids())
  })

  it('waits by the log for a session that alone takes most of an hour, longer than any proxy does', async () => {
    await setUp()
    console.gateway.timeoutMs = 300
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await hold.reached(1)
    await expect.poll(() => console.gateway.timeouts, { timeout: 5_000 }).toBe(1)
    for (const minutes of [2, 10, 25, 20]) {
      console.clock.advance(minutes * 60_000)
      // Answered when the run has looked at what is in work.
      for (const action of ['pause', 'resume']) await owner.post(`/api/runs/${run.id}/control`, { action })
      expect(await runOf(owner, run)).toMatchObject({
        endedAt: null,
        counts: { inWork: 1, failed: 0, silentFailure: 0, unknown: 0, waiting: 5 },
      })
    }
    expect(sessionPosts(console)).toHaveLength(1)
    await hold.storeOne()
    const [first] = await sessionsOf(owner, await runUntil(owner, run, ({ counts }) => counts.stored === 1))
    expect(first).toMatchObject({ verdict: 'stored', evidence: null, reason: null })
    hold.storeRest()
    expect(await runOver(owner, run)).toMatchObject({ state: 'finished', counts: { stored: 6 } })
    expect(sessionPosts(console)).toEqual(ids())
  })

  it('is for people who may edit, and only for the sessions they may edit', async () => {
    await setUp()
    console.xnat.addProject({
      id: 'GIVES',
      sessions: [{ label: 'shared', sharedInto: [{ project: 'LIVER' }] }],
    })
    const reader = await console.signIn('reader')
    expect(await askGuided(reader, 'LIVER')).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    expect(await askGuided(reader, 'GIVES')).toMatchObject({ status: 404, json: { code: 'not-found' } })
    const member = await console.signIn('member')
    const over = await runOver(member, await startGuided(member, 'LIVER'))
    expect(over).toMatchObject({ expected: 6, counts: { stored: 6 } })
    const forAdmin = await runOver(admin, await startGuided(admin, 'LIVER'))
    expect(forAdmin).toMatchObject({ expected: 7, counts: { stored: 7 } })
    expect(console.xnat.calls.to('POST', /projects\/GIVES\/experiments/)).toHaveLength(1)
  })

  it('refuses labels and what is not there before XNAT is asked to do anything', async () => {
    await setUp()
    const [session] = console.xnat.sessions('LIVER')
    const [subject] = console.xnat.subjects('LIVER')
    const target = (more: object) => ({ of: 'target', target: { projectId: 'LIVER', ...more } })
    const cases = [
      [target({ scope: 'session', sessionId: session?.label }), 400, 'label-not-id'],
      [target({ scope: 'session', sessionId: 'XNAT_E99999' }), 404, 'not-found'],
      [target({ scope: 'subject', subjectId: subject?.label }), 400, 'label-not-id'],
      [target({ scope: 'subject', subjectId: 'XNAT_S99999' }), 404, 'not-found'],
      [
        { of: 'sessions', sessions: [{ projectId: 'LIVER', sessionId: session?.label }] },
        400,
        'label-not-id',
      ],
      [{ of: 'coverage', projectId: null }, 404, 'not-found'],
    ] as const
    for (const [select, status, code] of cases)
      expect(await askGuided(admin, select)).toMatchObject({ status, json: { code } })
    expect(sessionPosts(console)).toEqual([])
  })
})
