import type { DocumentState, SessionSpec } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'
import {
  askScan,
  controlScan,
  knownProjects,
  knownSessions,
  scansOf,
  scanUntil,
  startScan,
} from '../../testing/coverage.ts'
import { startBulk } from '../../testing/runs.ts'

let console: TestConsole
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole({ ...options, settings: { VERIFY_PER_SECOND: '200', ...options.settings } })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'other' })
  console.xnat.addUser({ username: 'reader' })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

/** A project of so many sessions of each kind. */
function addProject(id: string, kinds: Partial<Record<DocumentState, number>>) {
  const sessions = Object.entries(kinds).flatMap(([document, count]) =>
    Array.from({ length: count }, (): SessionSpec => ({ document: document as DocumentState })),
  )
  console.xnat.addProject({ id, sessions, owners: ['owner'], collaborators: ['reader'] })
}

const asked = () => console.xnat.calls.to('GET', /\/exists$/)
const askedIds = () => asked().map(({ path }) => path.split('/').at(-2))
const LIVER = { projectId: 'LIVER' }

describe('a scan', () => {
  it('tells which sessions have valid metadata, and when each was looked at', async () => {
    await setUp()
    addProject('LIVER', { valid: 3, none: 2, outdated: 1 })
    const scan = await startScan(admin, LIVER)
    expect(scan).toMatchObject({ projectId: 'LIVER', startedBy: 'admin', asks: 'admin', mayControl: true })
    const done = await scanUntil(admin, scan, { state: 'done' })
    expect(done).toMatchObject({ total: 6, looked: 6, valid: 3, missing: 3, unknown: 0, mayControl: false })
    const { sessions, total } = await knownSessions(admin)
    expect(total).toBe(6)
    expect(sessions.map(({ state }) => state)).toEqual([
      ...Array(3).fill('valid'),
      ...Array(3).fill('missing'),
    ])
    for (const { lookedAt } of sessions)
      expect(Math.abs(Date.parse(lookedAt ?? '') - console.now())).toBeLessThan(10_000)
    expect(await knownProjects(admin)).toMatchObject({
      projects: [{ projectId: 'LIVER', counts: { total: 6, valid: 3, missing: 3, never: 0 } }],
      sums: { total: 6, valid: 3, missing: 3 },
      neverListed: 0,
    })
  })

  it('over everything counts each session once, in the project that owns it', async () => {
    await setUp()
    addProject('KNEE', { valid: 2 })
    addProject('LIVER', { none: 1 })
    console.xnat.addSession('LIVER', { document: 'valid', sharedInto: [{ project: 'KNEE' }] })
    await scanUntil(admin, await startScan(admin, { projectId: null }), { state: 'done', total: 4 })
    expect(new Set(askedIds()).size).toBe(4)
    expect(asked()).toHaveLength(4)
    await scanUntil(admin, await startScan(admin, { projectId: 'KNEE' }), { state: 'done', total: 2 })
  })

  it('over everything is heard of live by whoever sees one project, when it comes to that one', async () => {
    await setUp()
    addProject('LIVER', { valid: 2 })
    console.xnat.addProject({ id: 'SECRET', sessions: 3 })
    const owner = await console.signIn('owner')
    await using stream = await owner.listen('coverage')
    await scanUntil(admin, await startScan(admin, { projectId: null }), { state: 'done', total: 5 })
    const known = async () => (await knownProjects(owner)).sums.valid
    await stream.until(({ type }) => type === 'coverage')
    await expect.poll(known).toBe(2)
    expect(new Set(stream.messages.map((message) => JSON.stringify(message)))).toEqual(
      new Set([JSON.stringify({ type: 'coverage', projectId: 'LIVER' })]),
    )
  })

  it('of an owner over everything looks at the projects the owner may edit', async () => {
    await setUp()
    addProject('LIVER', { valid: 2 })
    console.xnat.addProject({ id: 'SECRET', sessions: 3 })
    console.xnat.addProject({ id: 'OPEN', access: 'public', sessions: 3 })
    const owner = await console.signIn('owner')
    await scanUntil(owner, await startScan(owner, { projectId: null }), { state: 'done', total: 2 })
    expect(asked().every(({ user, path }) => user === 'owner' && path.includes('/LIVER/'))).toBe(true)
  })

  it('asks about slides twice from plugin 3.7 on: for the document and for the index', async () => {
    await setUp({ xnat: { pluginVersion: '3.7.2' } })
    console.xnat.addProject({ id: 'LIVER', sessions: [{ modality: 'SM' }, { document: 'valid' }] })
    await scanUntil(admin, await startScan(admin, LIVER), { state: 'done', total: 3 })
    expect(await knownSessions(admin, 'data=dicomweb')).toMatchObject({
      total: 1,
      sessions: [{ data: 'dicomweb', state: 'missing' }],
    })
    expect(await knownProjects(admin)).toMatchObject({ otherData: true, sums: { total: 2 } })
  })

  it('can look again at only what is not known to be valid', async () => {
    await setUp()
    addProject('LIVER', { valid: 3, none: 2 })
    await scanUntil(admin, await startScan(admin, LIVER), { state: 'done' })
    console.xnat.calls.clear()
    const again = await startScan(admin, { ...LIVER, take: 'not-valid' })
    await scanUntil(admin, again, { state: 'done', total: 2, missing: 2 })
    expect(asked()).toHaveLength(2)
  })

  it('forgets sessions that are no longer there', async () => {
    await setUp()
    addProject('LIVER', { valid: 3 })
    await scanUntil(admin, await startScan(admin, LIVER), { state: 'done' })
    console.xnat.removeSession(console.xnat.sessions('LIVER')[0]?.id ?? '')
    console.clock.advance(1_000)
    await scanUntil(admin, await startScan(admin, LIVER), { state: 'done', total: 2 })
    expect(await knownSessions(admin)).toMatchObject({ total: 2 })
  })

  it('keeps to its pace, which can be changed, and asks eight at a time at most', async () => {
    await setUp()
    addProject('LIVER', { valid: 60 })
    expect(await scansOf(admin)).toMatchObject({ atOnce: 8, answerMs: null })
    const scan = await startScan(admin, { ...LIVER, perSecond: 10 })
    await expect.poll(() => asked().length).toBeGreaterThan(5)
    const slow = asked().map(({ at }) => at)
    expect(Number(slow[5]) - Number(slow[0])).toBeGreaterThan(400)
    console.xnat.goSlow(60)
    const pace = await admin.send('PUT', `/api/coverage/scans/${scan.id}/pace`, { body: { perSecond: 200 } })
    expect(pace).toMatchObject({ status: 200, json: { perSecond: 200 } })
    await scanUntil(admin, scan, { state: 'done' })
    // Most of them were asked since the answers take 60 ms.
    expect((await scansOf(admin)).answerMs).toBeGreaterThan(30)
    const times = asked().map(({ at }) => at)
    const quick = times.slice(-30)
    expect(Number(quick.at(-1)) - Number(quick[0])).toBeLessThan(1_500)
    for (const [index, at] of times.entries()) {
      const ninth = times[index + 8]
      // The answers take 60 ms since the pace was changed.
      if (ninth !== undefined && index > 20) expect(ninth - at).toBeGreaterThan(40)
    }
  })

  it('is refused a second time while the same is being scanned', async () => {
    await setUp()
    addProject('LIVER', { valid: 60 })
    addProject('KNEE', { valid: 1 })
    const twice = await Promise.all([askScan(admin, { ...LIVER, perSecond: 1 }), askScan(admin, LIVER)])
    expect(twice.map(({ status }) => status).sort()).toEqual([202, 409])
    expect(twice.find(({ status }) => status === 409)?.json).toMatchObject({ code: 'scan-active' })
    await scanUntil(admin, await startScan(admin, { projectId: 'KNEE' }), { state: 'done' })
  })

  it('is not begun without the plugin, for projects that are not there, or by people who may not', async () => {
    await setUp()
    addProject('LIVER', { valid: 1 })
    console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
    expect(await askScan(admin, { projectId: 'GONE' })).toMatchObject({ status: 404 })
    for (const name of ['reader', 'other', 'support'])
      for (const projectId of ['LIVER', null])
        expect(await askScan(await console.signIn(name), { projectId })).toMatchObject({ status: 403 })
    console.xnat.setPluginVersion(null)
    expect(await askScan(admin, LIVER)).toMatchObject({ status: 409, json: { code: 'plugin-missing' } })
    expect(asked()).toEqual([])
  })

  it('of an empty project says so', async () => {
    await setUp()
    addProject('LIVER', {})
    await scanUntil(admin, await startScan(admin, LIVER), { state: 'failed', failure: 'no-sessions' })
  })
})

describe('a scan can be', () => {
  it('paused and resumed, with partial results meanwhile and no question twice', async () => {
    await setUp()
    addProject('LIVER', { valid: 20, none: 20 })
    const scan = await startScan(admin, { ...LIVER, perSecond: 20 })
    await expect.poll(() => asked().length).toBeGreaterThan(4)
    expect(await controlScan(admin, scan, 'pause')).toMatchObject({ status: 200 })
    const paused = await scanUntil(admin, scan, { state: 'paused' })
    expect(paused.looked).toBeGreaterThan(3)
    expect(await knownProjects(admin)).toMatchObject({
      sums: { total: 40, valid: paused.valid, never: 40 - paused.looked },
    })
    const count = asked().length
    expect(count).toBe(paused.looked)
    await admin.send('PUT', `/api/coverage/scans/${scan.id}/pace`, { body: { perSecond: 200 } })
    await controlScan(admin, scan, 'resume')
    await scanUntil(admin, scan, { state: 'done', looked: 40, valid: 20, missing: 20 })
    expect(asked()).toHaveLength(40)
  })

  it('cancelled; what it saw stays, and it cannot be resumed', async () => {
    await setUp()
    addProject('LIVER', { valid: 40 })
    const scan = await startScan(admin, { ...LIVER, perSecond: 20 })
    await expect.poll(() => asked().length).toBeGreaterThan(2)
    await controlScan(admin, scan, 'cancel')
    const { looked } = await scanUntil(admin, scan, { state: 'cancelled' })
    expect(await knownProjects(admin)).toMatchObject({ sums: { valid: looked, never: 40 - looked } })
    expect(await controlScan(admin, scan, 'resume')).toMatchObject({
      status: 409,
      json: { code: 'scan-over' },
    })
    await scanUntil(admin, await startScan(admin, LIVER), { state: 'done', looked: 40 })
  })

  it('steered by whoever may edit the project, and by nobody else', async () => {
    await setUp()
    addProject('LIVER', { valid: 60 })
    const scan = await startScan(admin, { ...LIVER, perSecond: 1 })
    const reader = await console.signIn('reader')
    expect(await controlScan(reader, scan, 'pause')).toMatchObject({ status: 404 })
    const owner = await console.signIn('owner')
    expect(await controlScan(owner, scan, 'pause')).toMatchObject({ status: 200 })
    await scanUntil(owner, scan, { state: 'paused', asks: 'admin' })
    await controlScan(owner, scan, 'resume')
    await scanUntil(owner, scan, { state: 'running', asks: 'owner' })
  })
})

describe('a scan waits', () => {
  it('while a bulk run goes on, and goes on afterwards', async () => {
    await setUp()
    addProject('LIVER', { valid: 30 })
    addProject('KNEE', { valid: 2 })
    const hold = console.xnat.holdRegeneration('KNEE')
    await startBulk(admin, { scope: 'project', projectId: 'KNEE' })
    const scan = await startScan(admin, LIVER)
    await scanUntil(admin, scan, { state: 'waiting', waitingFor: 'run' })
    expect(asked()).toEqual([])
    hold.release()
    await scanUntil(admin, scan, { state: 'done', looked: 30 })
  })

  it('for its person when XNAT ends the session, and goes on when that person is back', async () => {
    await setUp()
    addProject('LIVER', { valid: 40 })
    const scan = await startScan(admin, { ...LIVER, perSecond: 20 })
    await expect.poll(() => asked().length).toBeGreaterThan(2)
    console.xnat.expireSessions()
    const owner = await console.signIn('owner')
    await scanUntil(owner, scan, { state: 'waiting', waitingFor: 'sign-in', asks: 'admin' })
    admin = await console.signIn('admin')
    await admin.send('PUT', `/api/coverage/scans/${scan.id}/pace`, { body: { perSecond: 200 } })
    await scanUntil(admin, scan, { state: 'done', looked: 40, valid: 40 })
  })

  it('for its person after sign-out, and goes on in the name of another who takes it over', async () => {
    await setUp()
    addProject('LIVER', { valid: 40 })
    const owner = await console.signIn('owner')
    const scan = await startScan(owner, { ...LIVER, perSecond: 20 })
    await expect.poll(() => asked().length).toBeGreaterThan(2)
    await owner.delete('/api/session')
    await scanUntil(admin, scan, { state: 'waiting', waitingFor: 'sign-in' })
    console.xnat.calls.clear()
    await controlScan(admin, scan, 'resume')
    await scanUntil(admin, scan, { state: 'done', asks: 'admin', looked: 40 })
    expect(new Set(asked().map(({ user }) => user))).toEqual(new Set(['admin']))
  })

  it('for XNAT to be back, and marks no session because XNAT was away', async () => {
    await setUp()
    addProject('LIVER', { valid: 40 })
    const scan = await startScan(admin, { ...LIVER, perSecond: 40 })
    await expect.poll(() => asked().length).toBeGreaterThan(2)
    await console.xnat.goDown()
    await scanUntil(admin, scan, { state: 'waiting', waitingFor: 'xnat' })
    await console.xnat.comeBack()
    await scanUntil(admin, scan, { state: 'done', looked: 40, valid: 40, unknown: 0 })
  })

  it('for the plugin to be back', async () => {
    await setUp()
    addProject('LIVER', { valid: 40 })
    const scan = await startScan(admin, { ...LIVER, perSecond: 40 })
    await expect.poll(() => asked().length).toBeGreaterThan(2)
    console.xnat.setPluginVersion(null)
    await scanUntil(admin, scan, { state: 'waiting', waitingFor: 'plugin' })
    console.xnat.setPluginVersion('3.6.0')
    console.clock.advance(31_000)
    await scanUntil(admin, scan, { state: 'done', looked: 40, valid: 40, unknown: 0 })
  })
})

describe('what XNAT cannot say', () => {
  it.each([
    [500, 'failed'],
    [502, 'unreachable'],
    [504, 'timed-out'],
    [403, 'not-visible'],
  ])(
    'about one session (%i) is unknown, with the reason, and the others are looked at',
    async (status, reason) => {
      await setUp()
      addProject('LIVER', { valid: 5 })
      const [bad] = console.xnat.sessions('LIVER')
      console.xnat.answerWith(new RegExp(`${bad?.id}/exists$`), {
        status,
        body: '',
        contentType: 'text/plain',
      })
      const done = await scanUntil(admin, await startScan(admin, LIVER), { state: 'done' })
      expect(done).toMatchObject({ valid: 4, unknown: 1, looked: 5 })
      expect(await knownSessions(admin, 'state=unknown')).toMatchObject({
        total: 1,
        sessions: [{ sessionId: bad?.id, reason }],
      })
      expect(askedIds().filter((id) => id === bad?.id)).toHaveLength(status === 403 ? 1 : 3)
    },
  )

  it('when it lists is tried three times, and then said', async () => {
    await setUp()
    addProject('LIVER', { valid: 5 })
    console.xnat.answerWith(/\/data\/projects\/LIVER\/experiments/, { status: 500, body: 'boom' })
    const scan = await startScan(admin, LIVER)
    for (let tries = 0; tries < 3; tries += 1) {
      await expect
        .poll(() => console.xnat.calls.to('GET', /projects\/LIVER\/experiments/).length)
        .toBe(tries + 1)
      console.clock.advance(16_000)
    }
    await scanUntil(admin, scan, { state: 'failed', failure: 'not-listed', total: null })
  })
})

describe('after a restart a scan', () => {
  it('goes on where it was when its person is there, asks nothing twice and counts nothing twice', async () => {
    await setUp()
    addProject('LIVER', { valid: 30, none: 30 })
    const scan = await startScan(admin, { ...LIVER, perSecond: 40 })
    await expect.poll(() => asked().length).toBeGreaterThan(12)
    await console.restart()
    // Sessions are sealed with keys that only browsers have.
    const { scans } = await scansOf(await console.signIn('owner'))
    expect(scans).toMatchObject([{ id: scan.id, state: 'waiting', waitingFor: 'sign-in' }])
    await admin.get('/api/session')
    await scanUntil(admin, scan, { state: 'done', total: 60, looked: 60, valid: 30, missing: 30 })
    expect(asked()).toHaveLength(60)
  })
})

it('tells pages on the stream that something changed, without saying what', async () => {
  await setUp()
  addProject('LIVER', { valid: 5 })
  await using stream = await admin.listen('coverage')
  await startScan(admin, LIVER)
  await stream.until((message) => message.type === 'coverage')
  expect(stream.messages.filter(({ type }) => type === 'coverage')[0]).toEqual({
    type: 'coverage',
    projectId: 'LIVER',
  })
})
