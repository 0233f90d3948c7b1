import { Impact } from '@ohif-admin/contracts'
import type { SessionSpec } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'
import { knownSessions, scanUntil, startScan } from '../../testing/coverage.ts'
import { askGuided, sessionPosts, startGuided } from '../../testing/guided.ts'
import { runOver, runUntil, startBulk } from '../../testing/runs.ts'

let console: TestConsole
let admin: Browser

async function setUp(sessions: readonly SessionSpec[], options: ConsoleOptions = {}) {
  console = await startConsole({ ...options, settings: { VERIFY_PER_SECOND: '200', ...options.settings } })
  console.xnat.addUser({ username: 'member' })
  console.xnat.addProject({ id: 'LIVER', sessions, members: ['member'] })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const project = { scope: 'project', projectId: 'LIVER' }
const missing = { of: 'coverage', projectId: 'LIVER' }

async function scanned(projectId: string | null = 'LIVER') {
  await scanUntil(admin, await startScan(admin, { projectId }), { state: 'done' })
  // What follows is later by any clock.
  console.clock.advance(1_000)
}
const states = async (query = '') => (await knownSessions(admin, query)).sessions.map(({ state }) => state)

describe('a run after the look', () => {
  it('that stored a session makes what was missing "changed since", until somebody looks again', async () => {
    await setUp([{ document: 'none' }, {}])
    await scanned()
    const run = await startBulk(admin, project)
    await runOver(admin, run)
    await expect.poll(() => states()).toEqual(['changed', 'valid'])
    for (const { change } of (await knownSessions(admin)).sessions)
      expect(change).toMatchObject({ runId: run.id, verdict: 'stored' })
    console.clock.advance(1_000)
    await scanned()
    expect(await knownSessions(admin)).toMatchObject({
      sessions: [
        { state: 'valid', change: null },
        { state: 'valid', change: null },
      ],
    })
  })

  it('that failed changes nothing, and one that only migrated says so', async () => {
    await setUp([
      { document: 'none', behaviour: 'explicit-error' },
      { document: 'none', behaviour: 'silent-after-temp' },
      { document: 'old' },
    ])
    await scanned()
    await runOver(admin, await startBulk(admin, project))
    await expect.poll(() => states()).toEqual(['missing', 'missing', 'changed'])
    const { sessions } = await knownSessions(admin, 'state=changed')
    expect(sessions[0]?.change).toMatchObject({ verdict: 'migrated' })
  })

  it('whose log could not decide is followed by what XNAT said when it was asked', async () => {
    await setUp([{ document: 'none', behaviour: 'silent-gone' }, { behaviour: 'silent-gone' }, {}], {
      xnat: { pluginVersion: '3.7.2' },
    })
    await scanned()
    const before = (await knownSessions(admin)).sessions
    console.clock.advance(60_000)
    const run = await startBulk(admin, project)
    await runUntil(admin, run, ({ verification }) => verification?.state === 'done')
    await expect.poll(() => states()).toEqual(['missing', 'valid', 'valid'])
    const after = (await knownSessions(admin)).sessions
    expect(Date.parse(after[0]?.lookedAt ?? '')).toBeGreaterThan(Date.parse(before[0]?.lookedAt ?? ''))
  })

  it('that ended while the console was away is taken over when it is back', async () => {
    await setUp([{ document: 'none' }])
    await scanned()
    const hold = console.xnat.holdRegeneration('LIVER')
    await startBulk(admin, project)
    await hold.reached(1)
    await console.app.close()
    hold.release()
    await console.xnat.idle()
    await console.restart()
    admin = await console.signIn('admin')
    await expect.poll(() => states(), { timeout: 10_000 }).toEqual(['changed'])
  })

  it('never makes a newer look older', async () => {
    await setUp([{ document: 'none' }])
    const run = await startGuided(admin, 'LIVER')
    await runOver(admin, run)
    console.clock.advance(1_000)
    await scanned()
    expect(await knownSessions(admin)).toMatchObject({ sessions: [{ state: 'valid', change: null }] })
  })
})

describe('"rebuild only these"', () => {
  const sessions = (['valid', 'none', 'outdated', 'valid'] as const).map(
    (document): SessionSpec => ({ document }),
  )

  it('rebuilds exactly the sessions that were missing or outdated', async () => {
    await setUp(sessions)
    await scanned()
    const impact = await admin.post('/api/runs/impact', { kind: 'guided', select: missing })
    expect(Impact.parse(impact.json)).toMatchObject({ sessions: 2, projectId: 'LIVER', refusal: null })
    const wanted = (await knownSessions(admin, 'state=missing')).sessions.map(({ sessionId }) => sessionId)
    const run = await startGuided(admin, missing)
    expect(await runOver(admin, run)).toMatchObject({ counts: { stored: 2 } })
    expect(sessionPosts(console).sort()).toEqual(wanted.sort())
    await expect.poll(() => states()).toEqual(['valid', 'changed', 'changed', 'valid'])
  })

  it('takes those too that XNAT could not tell about, when it is asked to', async () => {
    await setUp(sessions)
    const [first] = console.xnat.sessions('LIVER')
    const refusing = console.xnat.answerWith(new RegExp(`${first?.id}/exists$`), {
      status: 403,
      body: '',
      contentType: 'text/plain',
    })
    await scanned()
    refusing.stop()
    await runOver(admin, await startGuided(admin, { ...missing, withUnknown: true }))
    expect(sessionPosts(console)).toHaveLength(3)
  })

  it('takes of all projects only what its person may edit', async () => {
    await setUp(sessions)
    console.xnat.addProject({ id: 'KNEE', sessions: [{ document: 'none' }] })
    await scanned(null)
    const member = await console.signIn('member')
    const run = await startGuided(member, { of: 'coverage', projectId: null })
    expect(await runOver(member, run)).toMatchObject({ counts: { stored: 2 } })
    expect(await askGuided(member, { of: 'coverage', projectId: 'KNEE' })).toMatchObject({ status: 404 })
  })

  it('says so when nothing was scanned, and when nothing is missing', async () => {
    await setUp([{}])
    expect(await askGuided(admin, missing)).toMatchObject({ status: 404, json: { code: 'not-found' } })
    await scanned()
    expect(await askGuided(admin, missing)).toMatchObject({ json: { code: 'no-sessions' } })
  })

  it('of slides without an index makes the index', async () => {
    await setUp([{ modality: 'SM' }], { xnat: { pluginVersion: '3.7.2' } })
    await scanned()
    expect(await states('data=dicomweb')).toEqual(['missing'])
    await runOver(admin, await startGuided(admin, missing, { data: 'dicomweb' }))
    expect(console.xnat.calls.to('POST', /viewerDicomweb\/.*\/experiments\//)).toHaveLength(1)
    await expect.poll(() => states('data=dicomweb')).not.toEqual(['missing'])
  })
})
