import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { basic, expiryCookie, sessionCookie } from './battery/client.ts'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'
import { anonymous, signedIn } from './testing/signed-in.ts'

let xnat: XnatSimulator
beforeAll(async () => {
  xnat = await startXnatSimulator()
})
beforeEach(async () => {
  await xnat.reset()
  xnat.addUser({ username: 'jdoe' })
})
afterAll(async () => {
  await xnat[Symbol.asyncDispose]()
})

const logIn = (name: string, secret: string) => anonymous(xnat).signIn(name, secret)
const HOUR = 3_600_000

test('a session ends after its idle time, and every request starts the clock anew', async () => {
  const client = await signedIn(xnat, 'jdoe')
  xnat.advanceClock(14 * 60_000)
  expect((await client.get('/xapi/users/username')).status).toBe(200)
  xnat.advanceClock(14 * 60_000)
  expect((await client.get('/xapi/users/username')).status).toBe(200)
  xnat.advanceClock(15 * 60_000)
  expect((await client.get('/xapi/users/username')).status).toBe(401)
})

test('the idle time is fixed when the session is created', async () => {
  const client = await signedIn(xnat, 'jdoe')
  xnat.site.sessionTimeoutMs = 1000
  expect(expiryCookie(await client.get('/data/auth'))).toContain(',900000"')
  expect(expiryCookie(await anonymous(xnat).get('/data/JSESSION'))).toContain(',1000"')
})

test('a site without the log-in wall silently answers as the guest once a session is over', async () => {
  xnat.site.requireLogin = false
  xnat.addProject({ id: 'PUB', access: 'public', sessions: 1 })
  xnat.addProject({ id: 'PRIV', owners: ['jdoe'] })
  const client = await signedIn(xnat, 'jdoe')
  xnat.expireSessions('jdoe')
  const listed = await client.rows('/data/projects?format=json')
  expect(listed.map((row) => row['ID'])).toEqual(['PUB'])
  expect((await client.get('/data/auth')).body).toBe("User 'guest' is logged in")
  const denied = await client.get('/xapi/users/username')
  expect([denied.status, denied.body]).toEqual([401, ''])
  expect(denied.headers.get('www-authenticate')).toBe('Basic realm="XNAT"')
})

test('too many failures lock the account until the hourly job finds the lock old enough', async () => {
  xnat.site.maxFailedLogins = 3
  for (let attempt = 0; attempt < 3; attempt += 1) expect((await logIn('jdoe', 'wrong')).status).toBe(401)
  expect((await logIn('jdoe', 'jdoe')).status).toBe(401)
  xnat.advanceClock(HOUR)
  expect((await logIn('jdoe', 'jdoe')).status).toBe(401)
  xnat.advanceClock(HOUR)
  expect((await logIn('jdoe', 'jdoe')).status).toBe(200)
})

test('a correct log-in resets the count of failures', async () => {
  xnat.site.maxFailedLogins = 2
  await logIn('jdoe', 'wrong')
  await logIn('jdoe', 'jdoe')
  await logIn('jdoe', 'wrong')
  expect((await logIn('jdoe', 'jdoe')).status).toBe(200)
})

test('one refusal covers unknown, disabled and unverified accounts and the session limit', async () => {
  xnat.addUser({ username: 'off', enabled: false })
  xnat.addUser({ username: 'new', verified: false })
  xnat.site.concurrentMaxSessions = 1
  await logIn('jdoe', 'jdoe')
  const answers = await Promise.all(['nobody', 'off', 'new', 'jdoe'].map((name) => logIn(name, name)))
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401])
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
})

test('every Basic request without a cookie opens another session', async () => {
  const before = xnat.sessionsOpened
  await anonymous(xnat).get('/xapi/users/username', basic('jdoe', 'jdoe'))
  await anonymous(xnat).get('/xapi/users/username', basic('jdoe', 'jdoe'))
  expect(xnat.sessionsOpened - before).toBe(2)
  expect(xnat.liveSessions('jdoe').length).toBe(2)
})

test('a provider prefix is needed until an external account is known', async () => {
  xnat.addUser({ username: 'ext', provider: 'ldap1', knownToXnat: false })
  expect((await logIn('ext', 'ext')).status).toBe(401)
  expect((await logIn('LDAP1/ext', 'ext')).status).toBe(200)
  expect((await logIn('ext', 'ext')).status).toBe(200)
  expect((await logIn('unknown-provider/jdoe', 'jdoe')).status).toBe(200)
})

test('an expired password redirects every call, sign-out included', async () => {
  xnat.addUser({ username: 'old', passwordExpired: true })
  const answer = await logIn('old', 'old')
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe(`${xnat.url}/app/template/XDATScreen_UpdateUser.vm`)
  const client = anonymous(xnat)
  client.cookie = sessionCookie(answer)
  expect((await client.send('DELETE', '/data/JSESSION')).status).toBe(302)
  const fromThePage = { referer: `${xnat.url}/app/template/XDATScreen_UpdateUser.vm` }
  expect((await client.get('/xapi/users/username', fromThePage)).status).toBe(200)
})

test('a session alive when its account is disabled is sent to a page of its own', async () => {
  const client = await signedIn(xnat, 'jdoe')
  xnat.user('jdoe').enabled = false
  const answer = await client.get('/xapi/users/username')
  expect(answer.headers.get('location')).toMatch(/\/app\/template\/InactiveAccount\.vm$/)
})

test('an administrator can expire all sessions of a user', async () => {
  const [client, admin] = [await signedIn(xnat, 'jdoe'), await signedIn(xnat)]
  const active = (await admin.json('/xapi/users/active')) as Record<string, { count: number }>
  expect(active['jdoe']?.count).toBe(1)
  expect(JSON.parse((await admin.send('DELETE', '/xapi/users/active/jdoe')).body).length).toBe(1)
  expect((await client.get('/xapi/users/username')).status).toBe(401)
  expect((await admin.send('DELETE', '/xapi/users/active/jdoe')).status).toBe(304)
})

test('alias tokens expire, and are only for their owner', async () => {
  const [client, admin] = [await signedIn(xnat, 'jdoe'), await signedIn(xnat)]
  const { alias, secret } = (await client.json('/data/services/tokens/issue')) as {
    alias: string
    secret: string
  }
  expect((await client.get('/data/services/tokens/issue/user/admin')).status).toBe(403)
  expect((await admin.get(`/data/services/tokens/validate/${alias}/wrong`)).body).toBe('{}')
  expect((await admin.get('/data/services/tokens/validate/unknown/x')).status).toBe(404)
  expect((await anonymous(xnat).get('/data/services/tokens/issue')).status).toBe(401)
  xnat.advanceClock(49 * HOUR)
  expect((await logIn(alias, secret)).status).toBe(401)
})

test('a malformed Basic header is a server error', async () => {
  expect((await anonymous(xnat).get('/data/JSESSION', { authorization: 'Basic !!!' })).status).toBe(500)
})

test('a browser may write under /data only with the token of its session', async () => {
  const client = anonymous(xnat)
  const answer = await client.get('/data/JSESSION?CSRF=true', basic('admin', 'admin'))
  client.cookie = sessionCookie(answer)
  const token = answer.body.split('XNAT_CSRF=')[1] ?? ''
  const browser = { 'user-agent': 'Mozilla/5.0 Firefox/140' }
  expect((await client.send('PUT', '/data/config/t/p', browser, 'x')).status).toBe(500)
  expect((await client.send('PUT', `/data/config/t/p?XNAT_CSRF=${token}`, browser, 'x')).status).toBe(201)
})

test('a role taken away counts from the next request', async () => {
  xnat.grantRole('jdoe', 'Administrator')
  const client = await signedIn(xnat, 'jdoe')
  expect(await client.json('/xapi/users/jdoe/roles')).toEqual(['Administrator'])
  xnat.revokeRole('jdoe', 'Administrator')
  expect(await client.json('/xapi/users/jdoe/roles')).toEqual([])
  expect((await client.get('/xapi/users/active')).status).toBe(403)
})

test('a site that is not set up says so', async () => {
  xnat.site.initialised = false
  const refused = await logIn('jdoe', 'wrong')
  expect([refused.status, refused.body]).toEqual([403, 'Site has not yet been configured.'])
  expect((await logIn('admin', 'admin')).headers.get('location')).toMatch(/\/setup$/)
})
