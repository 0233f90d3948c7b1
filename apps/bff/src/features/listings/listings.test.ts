import { ErrorBody, ProjectListing, SessionListing } from '@ohif-admin/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { askImpact } from '../../testing/guided.ts'

const LISTINGS = ['/api/xnat/projects', '/api/xnat/accessible-projects', '/api/xnat/projects/LIVER/sessions']
/** What goes through a service, and so through a schema. */
const SERVICE = 'the impact of a run'
const LOGIN_PAGE = '<!DOCTYPE html><html><body>CANARY <form name="form1" method="post"></form></body></html>'

let console: TestConsole
let admin: Browser

beforeAll(async () => {
  console = await startConsole({ gatewayTimeoutMs: 400 })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', title: 'Füße & <b>Hände</b>', sessions: 300, owners: ['owner'] })
  console.xnat.addProject({ id: 'OTHER', sessions: 1 })
  admin = await console.signIn('admin')
})
afterEach(() => {
  for (const override of overrides.splice(0)) override.stop()
})
afterAll(() => console[Symbol.asyncDispose]())

const overrides: { stop: () => void }[] = []
function answerWith(answer: Parameters<typeof console.xnat.answerWith>[1]) {
  overrides.push(console.xnat.answerWith(/^\/data\/projects/, answer))
}

describe('a listing', () => {
  it('is XNAT’s own, in the session of whoever asks', async () => {
    const projects = ProjectListing.parse((await admin.get('/api/xnat/projects')).json)
    expect(projects.ResultSet.Result.map(({ ID, name }) => [ID, name])).toEqual(
      expect.arrayContaining([
        ['LIVER', 'Füße & <b>Hände</b>'],
        ['OTHER', 'OTHER'],
      ]),
    )
    const sessions = SessionListing.parse((await admin.get('/api/xnat/projects/LIVER/sessions')).json)
    expect(sessions.ResultSet.Result).toHaveLength(300)
    const owner = await console.signIn('owner')
    expect(ProjectListing.parse((await owner.get('/api/xnat/projects')).json).ResultSet.Result).toHaveLength(
      1,
    )
    const refused = await owner.get('/api/xnat/projects/OTHER/sessions')
    expect([403, 404]).toContain(refused.status)
    expect(() => ErrorBody.parse(refused.json)).not.toThrow()
  })

  it('passes on none of XNAT’s headers', async () => {
    const { headers } = await admin.get('/api/xnat/projects')
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('server')).toBeNull()
  })
})

describe('an answer of XNAT that is not what was asked for', () => {
  const answers: [string, Parameters<typeof console.xnat.answerWith>[1], number, string][] = [
    ['its login page with 200', { body: LOGIN_PAGE }, 502, 'upstream-bad-response'],
    [
      'its login page called JSON',
      { body: LOGIN_PAGE, contentType: 'application/json' },
      502,
      'upstream-bad-response',
    ],
    ['nothing with 200', { body: '' }, 502, 'upstream-bad-response'],
    ['blanks with 200', { body: '  \n ' }, 502, 'upstream-bad-response'],
    ['a list instead of an object', { body: '["CANARY"]' }, 502, 'upstream-bad-response'],
    ['success of another kind', { status: 204 }, 502, 'upstream-'],
    [
      'a redirect to its login page',
      { status: 302, headers: { location: 'http://x/app/template/Login.vm' } },
      401,
      'xnat-session-expired',
    ],
    ['401', { status: 401, body: LOGIN_PAGE }, 401, 'xnat-session-expired'],
    [
      'a redirect to the new password',
      { status: 302, headers: { location: '/app/template/XDATScreen_UpdateUser.vm' } },
      401,
      'password-expired',
    ],
    [
      'a redirect to anywhere',
      { status: 302, headers: { location: 'http://evil.example/CANARY' } },
      502,
      'upstream-refused',
    ],
    ['403', { status: 403, body: LOGIN_PAGE }, 403, 'forbidden'],
    ['404', { status: 404, body: LOGIN_PAGE }, 404, 'not-found'],
    ['500 with a page', { status: 500, body: '<h3>CANARY at java.lang</h3>' }, 502, 'upstream-refused'],
    ['503 of its proxy', { status: 503, body: LOGIN_PAGE }, 502, 'upstream-unreachable'],
    ['a connection that breaks', { cut: true }, 502, 'upstream-unreachable'],
    ['silence, until its proxy gives up', { hang: true }, 504, 'upstream-timeout'],
  ]

  it.each(answers)('is an error with its code: %s', async (_what, given, status, code) => {
    for (const address of [...LISTINGS, SERVICE]) {
      const browser = await console.signIn('admin')
      answerWith(given)
      const before = console.xnat.calls.length
      const answer = address === SERVICE ? await askImpact(browser, 'LIVER') : await browser.get(address)
      const { code: got } = ErrorBody.parse(answer.json)
      expect([address, answer.status, got]).toEqual([address, status, expect.stringMatching(code)])
      expect(answer.text).not.toMatch(/CANARY|java|http:|evil/)
      // Nothing is asked twice and no redirect is followed.
      const asked = console.xnat.calls.slice(before).filter(({ path }) => path.startsWith('/data/projects'))
      expect(asked.length).toBe(LISTINGS.includes(address) ? 1 : 2)
      for (const override of overrides.splice(0)) override.stop()
    }
  })

  it('is an error even when it looks right at first: the service checks all of it', async () => {
    answerWith({ body: '{"ResultSet":{"Result":[{"ID":7}]}}' })
    const answer = await askImpact(admin, 'LIVER')
    expect(answer.json).toMatchObject({ code: 'upstream-bad-response' })
  })

  it('that breaks off in the middle breaks off here, too, and is not taken for whole', async () => {
    const whole = (await admin.get('/api/xnat/projects/LIVER/sessions')).text
    answerWith({
      body: whole.slice(0, -200),
      headers: { 'content-length': String(Buffer.byteLength(whole)) },
    })
    await expect(admin.get('/api/xnat/projects/LIVER/sessions')).rejects.toThrow()
    for (const override of overrides.splice(0)) override.stop()
    expect((await admin.get('/api/xnat/projects/LIVER/sessions')).text).toBe(whole)
  })
})

describe('the overview', () => {
  it('says of each part what is wrong with it, and shows the others', async () => {
    const down = console.xnat.answerWith('/xapi/siteConfig/buildInfo', { body: LOGIN_PAGE })
    const plugins = console.xnat.answerWith('/xapi/plugins', { status: 500 })
    const { json, status } = await admin.get('/api/overview')
    expect([status, json]).toMatchObject([
      200,
      { xnat: { state: 'unexpected', version: null }, plugin: { state: 'unknown' }, lastRuns: [] },
    ])
    down.stop()
    plugins.stop()
    expect((await admin.get('/api/overview')).json).toMatchObject({
      xnat: { state: 'up', version: '1.9.3' },
      plugin: { state: 'present', version: '3.6.0' },
    })
  })
})
