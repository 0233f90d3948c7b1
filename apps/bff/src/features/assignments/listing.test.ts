import { AssignmentLine, EffectSummary, ErrorBody } from '@ohif-admin/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import {
  A,
  B,
  C,
  LIST_OF,
  LOGIN_PAGE,
  lines,
  NEVER_SET,
  put,
  putByCurl,
  read,
  rows,
} from './testing/assigned.ts'

let console: TestConsole
let admin: Browser
const overrides: { stop: () => void }[] = []

beforeAll(async () => {
  console = await startConsole({
    logFolder: null,
    settings: { XNAT_PUBLIC_URL: 'https://xnat.example.org/' },
  })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  for (const id of ['LIVER', 'KNEE', 'BRAIN'])
    console.xnat.addProject({ id, owners: id === 'LIVER' ? ['owner'] : [] })
  console.xnat.storeAiServers([B])
})
afterEach(() => {
  for (const override of overrides.splice(0)) override.stop()
})
afterAll(() => console[Symbol.asyncDispose]())

const answer = (place: string, given: Parameters<typeof console.xnat.answerWith>[1]) =>
  overrides.push(console.xnat.answerWith(LIST_OF(place), given))

const list = (...entries: unknown[]) => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(entries),
})

describe('the effective server is the viewer’s', () => {
  // What the viewer does with each pair of answers (observed in viewer 3.6 source).
  it.each<[string, Parameters<typeof answer>[1], Parameters<typeof answer>[1], object]>([
    ['the project’s first entry', list(A, C), list(B), { from: 'project', entry: { text: A } }],
    [
      'the site’s when the project’s list was never set',
      NEVER_SET,
      list(B),
      { from: 'site', entry: { text: B } },
    ],
    ['the site’s when the project’s list is empty', list(), list(B, C), { from: 'site', entry: { text: B } }],
    [
      'the site’s when the project may not be read',
      { status: 403 },
      list(B),
      { from: 'site', entry: { text: B } },
    ],
    [
      'the site’s when XNAT fails for the project',
      { status: 500 },
      list(B),
      { from: 'site', entry: { text: B } },
    ],
    ['the site’s when XNAT does not know the project', { status: 422 }, list(B), { from: 'site' }],
    ['none when neither is set', NEVER_SET, NEVER_SET, { from: 'none', entry: null, reason: 'none-set' }],
    ['none when both are empty', list(), list(), { from: 'none', reason: 'none-set' }],
    [
      'none, and not the site’s, when the project’s answer is a page',
      { status: 200, body: LOGIN_PAGE },
      list(B),
      { from: 'none', reason: 'project-not-json' },
    ],
    [
      'none when the site’s answer is a page',
      NEVER_SET,
      { status: 200, body: LOGIN_PAGE },
      { from: 'none', reason: 'site-not-json' },
    ],
    ['none when the first entry is no text', list(5), list(B), { from: 'none', reason: 'entry-not-text' }],
    ['unknown when nobody answers for the project', { cut: true }, list(B), { from: 'unknown' }],
    [
      'unknown when nobody answers for the site',
      NEVER_SET,
      { cut: true },
      { from: 'unknown', reason: 'site-no-answer' },
    ],
    ['unknown when only the proxy speaks', { status: 502, body: LOGIN_PAGE }, list(B), { from: 'unknown' }],
    [
      'another host when the scheme is written large',
      list('HTTP://h:5000'),
      list(B),
      { entry: { origin: 'http://http' } },
    ],
    [
      'the host without its path',
      list('https://h/aiaa'),
      list(B),
      { entry: { origin: 'https://h', droppedPath: '/aiaa' } },
    ],
    [
      'nothing for a port that is none',
      list('http://h:99999'),
      list(B),
      { entry: { origin: null, trouble: ['not-a-url'] } },
    ],
    ['nothing for an address with a password', list('http://u:p@h'), list(B), { entry: { origin: null } }],
  ])('%s', async (_what, project, site, effective) => {
    answer('project:LIVER', project)
    answer('site', site)
    admin = await console.signIn('admin')
    expect((await rows(admin))['LIVER']?.effective).toMatchObject(effective)
  })

  it('never shows the sentence of “never set” as a server', async () => {
    admin = await console.signIn('admin')
    expect((await admin.get('/api/assignments')).text).not.toContain('No AIAA server list found')
    expect((await rows(admin))['KNEE']).toMatchObject({ list: 'never-set', entries: [] })
  })

  it('over http under an XNAT over https is warned of, unless it is on the browser’s own machine', async () => {
    answer(
      'project:LIVER',
      list('http://h.example.org:5000', 'http://localhost:5000', 'https://h.example.org'),
    )
    admin = await console.signIn('admin')
    expect((await rows(admin))['LIVER']?.entries.map(({ warnings }) => warnings)).toEqual([
      ['mixed-content'],
      ['loopback'],
      [],
    ])
  })
})

describe('the listing', () => {
  it('has for each person the projects XNAT shows to that person', async () => {
    const seen = async (username: string) => Object.keys(await rows(await console.signIn(username))).sort()
    expect(await seen('admin')).toEqual(['BRAIN', 'KNEE', 'LIVER'])
    expect(await seen('support')).toEqual(['BRAIN', 'KNEE', 'LIVER'])
    expect(await seen('owner')).toEqual(['LIVER'])
    const [head] = await lines(await console.signIn('owner'))
    expect(head).toMatchObject({
      type: 'head',
      mayEdit: false,
      site: { effective: { from: 'site', entry: { text: B } } },
    })
  })

  it('tells XNAT’s words to site admins only', async () => {
    answer('project:LIVER', { status: 500, body: 'java.lang.CANARY' })
    expect((await rows(await console.signIn('admin')))['LIVER']?.said).toBe('500 java.lang.CANARY')
    expect((await (await console.signIn('owner')).get('/api/assignments')).text).not.toContain('CANARY')
  })

  it('asks XNAT once in 30 seconds for each sign-in, and at once after a change', async () => {
    admin = await console.signIn('admin')
    const asked = () => console.xnat.calls.to('GET', LIST_OF('project:BRAIN')).length
    await rows(admin)
    const before = asked()
    await rows(admin)
    expect(asked()).toBe(before)
    const other = await console.signIn('admin')
    await rows(other)
    await put(other, 'project:BRAIN', { list: [C], seen: null })
    expect((await rows(admin))['BRAIN']?.effective.entry?.text).toBe(C)
    await put(other, 'project:BRAIN', { list: [], seen: [C] })
    console.clock.advance(31_000)
    const later = asked()
    await rows(admin)
    expect(asked()).toBe(later + 1)
  })

  it('asks at most eight at a time', async () => {
    for (let n = 0; n < 40; n += 1) console.xnat.addProject({ id: `MANY${n}` })
    console.clock.advance(31_000)
    admin = await console.signIn('admin')
    console.xnat.goSlow(40)
    console.xnat.calls.clear()
    await rows(admin)
    console.xnat.goSlow(0)
    const at = console.xnat.calls.to('GET', /ohifaiaa\/projects/).map((call) => call.at)
    const busiest = Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + 38).length))
    expect(at.length).toBeGreaterThanOrEqual(40)
    expect(busiest).toBeLessThanOrEqual(8)
  })

  it('gives up asking when XNAT has gone, and calls the rest unknown', async () => {
    admin = await console.signIn('admin')
    overrides.push(console.xnat.answerWith(/ohifaiaa\/projects/, { cut: true }))
    console.xnat.calls.clear()
    const all = await lines(admin)
    const end = all.at(-1)
    expect(end).toMatchObject({ type: 'end', unanswered: 43 })
    expect(console.xnat.calls.to('GET', /ohifaiaa\/projects/).length).toBeLessThan(43)
  })

  it('fails as an ordinary error before its first line, and as a line of its own after it', async () => {
    admin = await console.signIn('admin')
    overrides.push(console.xnat.answerWith('/data/projects', { status: 500 }))
    const refused = await admin.get('/api/assignments')
    expect([refused.status, ErrorBody.parse(refused.json).code]).toEqual([502, 'upstream-refused'])
    for (const one of overrides.splice(0)) one.stop()
    answer('project:KNEE', { status: 401 })
    const broken = await admin.get('/api/assignments')
    const last = AssignmentLine.parse(JSON.parse(broken.text.trim().split('\n').at(-1) ?? ''))
    expect(last).toEqual({ type: 'failed', code: 'xnat-session-expired' })
  })

  it('has a table only when it is complete', async () => {
    admin = await console.signIn('admin')
    answer('project:KNEE', { cut: true })
    expect((await admin.get('/api/assignments/csv')).status).toBe(502)
  })
})

describe('a change made elsewhere', () => {
  it('is noticed at the next reading and told with XNAT’s own user and time', async () => {
    admin = await console.signIn('admin')
    const { entries } = await read(admin, 'project:KNEE')
    expect(entries).toEqual([])
    await put(admin, 'project:KNEE', { list: [A], seen: null })
    await putByCurl(console, 'project:KNEE', [C])
    expect((await rows(admin))['KNEE']?.lastChange).toMatchObject({
      kind: 'changed-outside',
      by: 'admin',
      stamp: expect.stringMatching(/^\d{4}-\d\d-\d\d /),
    })
    // Seen once: the next reading has nothing new to say, and asks nobody who it was.
    console.clock.advance(31_000)
    console.xnat.calls.clear()
    await rows(admin)
    expect(console.xnat.calls.to('GET', /config\/ohif-aiaa/)).toEqual([])
  })

  it('is noticed once, however many look at the same time', async () => {
    await putByCurl(console, 'project:KNEE', [B, A])
    const browsers = await Promise.all(
      ['admin', 'admin', 'support', 'admin'].map((name) => console.signIn(name)),
    )
    await Promise.all(browsers.map(rows))
    const { json } = await admin.get('/api/assignments/places/project:KNEE/history')
    expect(json).toMatchObject({
      versions: [{ kind: 'changed-outside', list: [B, A] }, { list: [C] }, { list: [A] }],
    })
  })

  it('is told also when XNAT does not say who it was', async () => {
    await putByCurl(console, 'project:KNEE', [A])
    overrides.push(console.xnat.answerWith(/config\/ohif-aiaa/, { status: 500 }))
    console.clock.advance(31_000)
    expect((await rows(admin))['KNEE']?.lastChange).toMatchObject({
      kind: 'changed-outside',
      by: null,
      stamp: null,
    })
  })
})

describe('the impact of a list', () => {
  const impact = async (place: string, entries: string[]) =>
    EffectSummary.parse(
      (
        await admin.get(
          `/api/assignments/impact?place=${place}&list=${encodeURIComponent(JSON.stringify(entries))}`,
        )
      ).json,
    )

  it('of the site is every project that takes it', async () => {
    admin = await console.signIn('admin')
    const effect = await impact('site', [C])
    expect(effect).toMatchObject({ projects: 43, changes: 42, unknown: 0 })
    expect(effect.first[0]).toEqual({ projectId: 'BRAIN', title: 'BRAIN', before: B, after: C })
    expect((await impact('site', [B, C])).changes).toBe(0)
  })

  it('of a project is that project, when its first entry changes', async () => {
    expect(await impact('project:KNEE', [A, C])).toMatchObject({ changes: 0 })
    expect(await impact('project:KNEE', [])).toMatchObject({ changes: 1, first: [{ before: A, after: B }] })
  })

  it('is unknown where XNAT does not answer', async () => {
    answer('project:LIVER', { cut: true })
    console.clock.advance(31_000)
    expect(await impact('site', [C])).toMatchObject({ changes: 41, unknown: 1 })
  })
})
