import {
  ErrorBody,
  SessionLookup,
  SessionMetadata,
  SessionRebuilds,
  SessionScans,
  SessionSearch,
} from '@ohif-admin/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { startGuided } from '../../testing/guided.ts'
import { runOver, startBulk } from '../../testing/runs.ts'

const LOGIN_PAGE = '<!DOCTYPE html><html><body><form name="form1" method="post"></form></body></html>'

let console: TestConsole
let admin: Browser
let owner: Browser
let support: Browser
const overrides: { stop: () => void }[] = []

beforeAll(async () => {
  console = await startConsole({
    gatewayTimeoutMs: 400,
    settings: { XNAT_PUBLIC_URL: 'https://xnat.example.org/xnat/' },
  })
  const { xnat } = console
  xnat.addUser({ username: 'owner' })
  xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  xnat.addProject({
    id: 'LIVER',
    owners: ['owner'],
    sessions: [
      {
        id: 'XNAT_E1',
        label: 'Füße & 1',
        document: 'none',
        scans: [
          { id: '1', modality: 'MR', description: 'T1 <b>', frames: 12 },
          { id: '2', modality: 'SR', xsiType: 'xnat:srScanData' },
          { id: '3', xsiType: 'xnat:otherDicomScanData' },
        ],
      },
      { id: 'XNAT_E2', label: '50%,x', behaviour: 'explicit-error' },
      { id: 'XNAT_E3', behaviour: 'silent-begun', document: 'outdated' },
      { id: 'XNAT_E4', behaviour: 'empty', document: 'none' },
      { id: 'XNAT_E5', label: 'QC', imageSession: false, xsiType: 'xnat:qcManualAssessorData' },
      { id: 'XNAT_E6', modality: 'SM', document: 'none' },
      { id: 'XNAT_E7', document: 'old' },
      { id: 'XNAT_E8' },
    ],
  })
  xnat.addProject({
    id: 'OTHER',
    sessions: [
      { id: 'XNAT_E20', label: 'SECRET_1' },
      { id: 'XNAT_E21', label: 'GIVEN', sharedInto: [{ project: 'LIVER', label: 'GIVEN' }] },
    ],
  })
  xnat.addProject({ id: 'OPEN', access: 'protected', sessions: [{ id: 'XNAT_E30' }] })
  xnat.addProject({ id: 'MINE', owners: ['owner'], sessions: [{ id: 'XNAT_E40', label: 'MINE_1' }] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
  support = await console.signIn('support')
})
afterEach(() => {
  for (const override of overrides.splice(0)) override.stop()
})
afterAll(() => console[Symbol.asyncDispose]())

const lookup = async (browser: Browser, name: string, project = 'LIVER') => {
  const answer = await browser.get(`/api/projects/${project}/sessions?name=${encodeURIComponent(name)}`)
  return SessionLookup.parse(answer.json)
}
const scans = (browser: Browser, id: string) => browser.get(`/api/projects/LIVER/sessions/${id}/scans`)
const metadata = async (browser: Browser, id: string, query = '') =>
  SessionMetadata.parse((await browser.get(`/api/projects/LIVER/sessions/${id}/metadata${query}`)).json)
const rebuilds = async (browser: Browser, id: string, project = 'LIVER') =>
  SessionRebuilds.parse((await browser.get(`/api/projects/${project}/sessions/${id}/rebuilds`)).json)
const answerWith = (...given: Parameters<typeof console.xnat.answerWith>) =>
  overrides.push(console.xnat.answerWith(...given))

describe('looking a session up', () => {
  it('finds it by its id and by its label, with the address of the viewer', async () => {
    expect(await lookup(owner, 'XNAT_E1')).toMatchObject({
      outcome: 'found',
      by: 'id',
      session: {
        sessionId: 'XNAT_E1',
        label: 'Füße & 1',
        ownerProjectId: 'LIVER',
        xsiType: 'xnat:mrSessionData',
        mayRebuild: true,
        viewer: {
          url: `https://xnat.example.org/xnat/VIEWER?subjectId=${console.xnat.session('XNAT_E1').subjectId}&projectId=LIVER&experimentId=XNAT_E1&experimentLabel=F%C3%BC%C3%9Fe+%26+1`,
          guessed: false,
        },
      },
    })
    for (const label of ['Füße & 1', '50%,x'])
      expect(await lookup(owner, label)).toMatchObject({ outcome: 'found', by: 'label', session: { label } })
  })

  it('says of a session that is shared in who owns it, and that its owner decides about rebuilding it', async () => {
    expect(await lookup(owner, 'XNAT_E21')).toMatchObject({
      outcome: 'found',
      session: {
        ownerProjectId: 'OTHER',
        mayRebuild: false,
        viewer: { url: expect.stringContaining('projectId=LIVER&') },
      },
    })
    const { session } = (await lookup(admin, 'XNAT_E21')) as Extract<SessionLookup, { outcome: 'found' }>
    expect(session.mayRebuild).toBe(true)
    expect(new URL(session.viewer.url).searchParams.get('parentProjectId')).toBe('OTHER')
  })

  it('says what stands in the way, each in its own way', async () => {
    expect(await lookup(owner, 'XNAT_E5')).toMatchObject({
      outcome: 'not-imaging',
      label: 'QC',
      xsiType: 'xnat:qcManualAssessorData',
    })
    expect(await lookup(owner, 'MINE_1')).toEqual({
      outcome: 'elsewhere',
      places: [{ projectId: 'MINE', sessionId: 'XNAT_E40', label: 'MINE_1' }],
    })
    expect(await lookup(owner, 'XNAT_E30', 'OPEN')).toEqual({ outcome: 'sessions-refused' })
    expect(await lookup(owner, 'XNAT_E999')).toEqual({ outcome: 'not-found' })
    // Whether the project or the session is missing or hidden is nobody's to know.
    for (const project of ['OTHER', 'NOWHERE'])
      expect(await lookup(owner, 'XNAT_E20', project)).toEqual({ outcome: 'project-not-readable' })
    expect(await lookup(owner, 'SECRET_1')).toEqual({ outcome: 'not-found' })
  })

  it.each([
    ['its login page', { body: LOGIN_PAGE }, 'upstream-bad-response'],
    ['nothing', { body: '' }, 'upstream-bad-response'],
    ['a page of its proxy', { status: 502, body: LOGIN_PAGE }, 'upstream-unreachable'],
    ['silence until its proxy gives up', { hang: true }, 'upstream-timeout'],
  ])('is a step that could not be made when XNAT answers with %s', async (_what, answer, code) => {
    answerWith(/^\/data\/projects\/LIVER\/experiments/, answer)
    const { json } = await owner.get('/api/projects/LIVER/sessions?name=XNAT_E1')
    expect(ErrorBody.parse(json).code).toBe(code)
  })

  it('takes no letter of a name for a wildcard, and refuses names that are none', async () => {
    expect(await lookup(admin, '%')).toEqual({ outcome: 'not-found' })
    expect(await lookup(admin, 'XNAT_E*')).toEqual({ outcome: 'not-found' })
    expect((await admin.get('/api/projects/LIVER/sessions?name=')).status).toBe(400)
    expect((await admin.get('/api/projects/LIVER/sessions/a%20b/scans')).status).toBe(400)
  })
})

describe('searching for sessions', () => {
  it('finds them by the beginning of label or id, only where the person can read', async () => {
    const search = async (browser: Browser, q: string) =>
      SessionSearch.parse((await browser.get(`/api/sessions?q=${encodeURIComponent(q)}`)).json)
    expect(await search(owner, 'mine')).toEqual({
      sessions: [{ projectId: 'MINE', sessionId: 'XNAT_E40', label: 'MINE_1' }],
      more: false,
    })
    expect((await search(owner, 'SECRET')).sessions).toEqual([])
    expect((await search(admin, 'SECRET')).sessions).toHaveLength(1)
    expect((await search(admin, 'XNAT_E')).sessions.length).toBeGreaterThan(5)
    for (const q of ['ab', 'abc%', '***', 'a,b,c'])
      expect((await admin.get(`/api/sessions?q=${encodeURIComponent(q)}`)).status).toBe(400)
  })
})

describe('the scans', () => {
  it('are counted by what the viewer can probably show', async () => {
    expect(SessionScans.parse((await scans(owner, 'XNAT_E1')).json)).toMatchObject({
      total: 3,
      likely: 1,
      none: 1,
      unknown: 1,
      scans: [{ id: '1', description: 'T1 <b>', frames: 12, images: 'likely' }, { images: 'none' }, {}],
    })
    expect(SessionScans.parse((await scans(owner, 'XNAT_E4')).json)).toMatchObject({ total: 0, scans: [] })
  })

  it('are not told of a session that may not be seen', async () => {
    expect((await scans(owner, 'XNAT_E20')).status).toBe(404)
  })
})

describe('the metadata', () => {
  it('is there, or missing, or was not to be learned, and then why', async () => {
    expect(await metadata(owner, 'XNAT_E8')).toMatchObject({ viewer: { state: 'present' }, index: null })
    expect(await metadata(owner, 'XNAT_E3')).toMatchObject({ viewer: { state: 'missing' } })
    expect(await metadata(owner, 'XNAT_E20')).toMatchObject({ viewer: { state: 'not-visible', status: 403 } })
    answerWith(/exists$/, { hang: true })
    expect((await metadata(owner, 'XNAT_E8')).viewer).toEqual({
      state: 'not-answered',
      why: 'gateway',
      status: 504,
    })
  })

  it('that is asked of an XNAT without the plugin is not missing', async () => {
    answerWith(/exists$/, { status: 404, body: LOGIN_PAGE, contentType: 'text/html' })
    expect((await metadata(owner, 'XNAT_E8')).viewer).toEqual({
      state: 'not-answered',
      why: 'page',
      status: 404,
    })
  })

  it('in whose place a page comes is not known, and the sign-in goes on', async () => {
    answerWith(/exists$/, { status: 200, body: LOGIN_PAGE, contentType: 'text/html' })
    const page = { state: 'not-answered', why: 'page', status: 200 }
    expect((await metadata(owner, 'XNAT_E8')).viewer).toEqual(page)
    expect((await owner.get('/api/session')).status).toBe(200)
  })

  it('of a slide has an index beside it, from plugin 3.7 on', async () => {
    console.xnat.setPluginVersion('3.7.2')
    expect(await metadata(owner, 'XNAT_E6', '?index=true')).toMatchObject({ index: { state: 'missing' } })
    expect(await metadata(owner, 'XNAT_E8', '?index=true')).toMatchObject({
      index: { state: 'not-supported' },
    })
    console.xnat.setPluginVersion('3.6.0')
  })
})

describe('the rebuilds', () => {
  it('of a session that never had one are none, and the log was read to its beginning', async () => {
    expect(await rebuilds(owner, 'XNAT_E8')).toMatchObject({
      rebuilds: [],
      coming: [],
      log: { sight: { state: 'ok' }, backTo: null, before: null },
    })
  })

  it('tell a call of somebody else from a visit, an event and a run, newest first', async () => {
    const { xnat } = console
    await xnat.visitViewer('XNAT_E1', 'owner')
    await xnat.archiveEvent('XNAT_E1', 'Merged', 'uploader')
    await fetch(`${xnat.url}/xapi/viewer/projects/LIVER/experiments/XNAT_E1`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('owner:owner')}`, 'user-agent': 'curl/8.0' },
    })
    const { id } = await runOver(
      admin,
      await startGuided(admin, {
        of: 'target',
        target: { scope: 'session', projectId: 'LIVER', sessionId: 'XNAT_E1' },
      }),
    )
    const seen = (await rebuilds(admin, 'XNAT_E1')).rebuilds
    expect(seen).toMatchObject([
      { by: 'run', run: { id, kind: 'guided', startedBy: 'admin' }, verdict: 'stored' },
      { by: 'session-call', run: null, verdict: 'stored', user: 'owner' },
      { by: 'event', trigger: 'Merged', user: 'uploader', verdict: 'stored' },
      { by: 'visit', user: 'owner', verdict: 'stored' },
    ])
    expect(seen.every(({ began, ended, cursor }) => began && ended && cursor)).toBe(true)
    const others = (await rebuilds(owner, 'XNAT_E1')).rebuilds
    expect(others).toHaveLength(4)
    expect(others.some(({ user }) => user !== null)).toBe(false)
  })

  it('say why one failed: the log’s words to admins, the verdict to everybody', async () => {
    const { id } = await runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'LIVER' }))
    const failed = { by: 'run', run: { id, kind: 'bulk' }, verdict: 'failed' }
    expect((await rebuilds(admin, 'XNAT_E2')).rebuilds).toMatchObject([
      { ...failed, reason: 'Stale file handle' },
    ])
    for (const browser of [owner, support])
      expect((await rebuilds(browser, 'XNAT_E2')).rebuilds).toMatchObject([{ ...failed, reason: null }])
    expect((await rebuilds(owner, 'XNAT_E3')).rebuilds).toMatchObject([
      { run: { id }, verdict: 'silent-failure' },
    ])
    expect((await rebuilds(owner, 'XNAT_E7')).rebuilds).toMatchObject([{ run: { id }, verdict: 'migrated' }])
  })

  it('carry the signs of a document with nothing in it', async () => {
    expect((await rebuilds(owner, 'XNAT_E4')).rebuilds).toMatchObject([
      { verdict: 'stored', empty: ['zero-scans', 'no-folder'] },
    ])
    expect((await metadata(owner, 'XNAT_E4')).viewer.state).toBe('present')
  })

  it('name the runs that will take the session, also those whose list is not known', async () => {
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    const queued = await startGuided(admin, {
      of: 'target',
      target: { scope: 'session', projectId: 'LIVER', sessionId: 'XNAT_E8' },
    })
    const site = await startBulk(admin, { scope: 'site' }, { confirm: 'XNAT' })
    await expect
      .poll(async () => (await rebuilds(owner, 'XNAT_E8')).coming)
      .toMatchObject([
        { run: { id: run.id, state: 'running' }, certain: true },
        { run: { id: queued.id, state: 'queued' }, certain: true, verdict: 'waiting' },
        // An owner does not see a run over the site, but it will take the session.
        { run: { id: null, scope: 'site', state: 'queued', startedBy: null }, certain: false },
      ])
    hold.storeRest()
    await runOver(admin, site)
    expect((await rebuilds(owner, 'XNAT_E8')).coming).toEqual([])
    expect((await rebuilds(owner, 'XNAT_E8')).rebuilds[0]).toMatchObject({
      run: { id: null, scope: 'site', startedBy: null },
      verdict: 'stored',
    })
  })

  it('are told to nobody who may not see the session', async () => {
    expect((await owner.get('/api/projects/LIVER/sessions/XNAT_E20/rebuilds')).status).toBe(404)
    expect((await owner.get('/api/projects/OTHER/sessions/XNAT_E20/rebuilds')).status).toBe(404)
  })

  it('are known to admins while XNAT is away', async () => {
    answerWith(/^\/data\//, { cut: true })
    expect((await rebuilds(admin, 'XNAT_E2')).rebuilds.length).toBeGreaterThan(0)
    expect((await owner.get('/api/projects/LIVER/sessions/XNAT_E2/rebuilds')).status).toBe(502)
  })
})
