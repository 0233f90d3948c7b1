import { startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createXnatClient, type XnatClient } from './index.ts'

let xnat: XnatSimulator
let client: XnatClient
beforeAll(async () => {
  xnat = await startXnatSimulator()
  client = createXnatClient(xnat.url)
})
beforeEach(async () => {
  await xnat.reset()
  xnat.addUser({ username: 'jdoe', password: 'p:ä√ %' })
})
afterAll(async () => {
  await client.close()
  await xnat[Symbol.asyncDispose]()
})

const signIn = (username: string, password: string, provider?: string) =>
  client.signIn({ username, password, provider })
const signedIn = async () => (await signIn('jdoe', 'p:ä√ %')).session

describe('signing in', () => {
  test('gives a session that acts for the user, and opens exactly one', async () => {
    const { session, username } = await signIn('jdoe', 'p:ä√ %')
    expect(username).toBe('jdoe')
    expect(xnat.liveSessions('jdoe')).toEqual([session])
    expect(xnat.sessionsOpened).toBe(1)
    expect(await client.whoAmI(session)).toBe('jdoe')
  })

  test.each([
    ['jdoe', 'wrong'],
    ['jdoe', ''],
    ['nobody', 'p:ä√ %'],
  ])('as %s with %j is refused with 401 and leaves nothing signed in', async (username, password) => {
    await expect(signIn(username, password)).rejects.toMatchObject({ kind: 'refused', status: 401 })
    expect(xnat.liveSessions('jdoe')).toEqual([])
  })

  test('is refused alike for unknown, locked, disabled and unverified accounts', async () => {
    xnat.addUser({ username: 'off', enabled: false })
    xnat.addUser({ username: 'new', verified: false })
    xnat.site.maxFailedLogins = 1
    await signIn('jdoe', 'wrong').catch(() => undefined)
    const failures = await Promise.all(
      [signIn('jdoe', 'p:ä√ %'), signIn('off', 'off'), signIn('new', 'new'), signIn('nobody', 'x')].map(
        (attempt) =>
          attempt.then(
            () => 'signed in',
            ({ kind, status, said }) => ({ kind, status, said }),
          ),
      ),
    )
    expect(new Set(failures.map((failure) => JSON.stringify(failure))).size).toBe(1)
    expect(failures[0]).toMatchObject({ kind: 'refused', status: 401, said: xnat.site.uiLoginFailureMessage })
  })

  test.each([true, false])(
    'is not taken for done when XNAT hands out an anonymous session with 200 (log-in wall: %s)',
    async (requireLogin) => {
      xnat.site.requireLogin = requireLogin
      // A proxy that drops the credentials: XNAT then answers 200 with the id of an anonymous session.
      const anonymous = await fetch(`${xnat.url}/data/JSESSION`)
      const guest = await anonymous.text()
      expect([anonymous.status, guest]).toEqual([200, expect.stringMatching(/^[A-F0-9]{32}$/)])
      xnat.answerWith('/data/JSESSION', { body: guest, contentType: 'text/plain' })
      await expect(signIn('jdoe', 'p:ä√ %')).rejects.toMatchObject({ kind: 'refused', status: 401 })
    },
  )

  test('never sends a cookie along with the password, however often it is done', async () => {
    await signedIn()
    await signedIn()
    await expect(signIn('jdoe', 'wrong')).rejects.toMatchObject({ kind: 'refused', status: 401 })
    const attempts = xnat.calls.to('GET', '/data/JSESSION')
    expect(attempts.map(({ headers }) => headers['cookie'])).toEqual([undefined, undefined, undefined])
    expect(attempts.every(({ headers }) => headers['authorization'] !== undefined)).toBe(true)
  })

  test('sends the password in that one call and in no other', async () => {
    const session = await signedIn()
    await client.roles(session, 'jdoe')
    const secret = Buffer.from('jdoe:p:ä√ %', 'utf8').toString('base64')
    const carrying = xnat.calls.filter((call) => JSON.stringify(call).includes(secret))
    expect(carrying.map(({ path }) => path)).toEqual(['/data/JSESSION'])
  })

  test('says that the password has expired', async () => {
    xnat.addUser({ username: 'old', passwordExpired: true })
    await expect(signIn('old', 'old')).rejects.toMatchObject({
      kind: 'refused',
      status: 302,
      redirect: 'password-expired',
    })
  })

  test('says that XNAT is not set up yet', async () => {
    xnat.site.initialised = false
    await expect(signIn('admin', 'admin')).rejects.toMatchObject({ kind: 'refused', redirect: 'not-set-up' })
    await expect(signIn('jdoe', 'wrong')).rejects.toMatchObject({ kind: 'refused', status: 403 })
  })

  test('names the provider that an external account needs the first time', async () => {
    xnat.addUser({ username: 'ext', provider: 'ldap1', knownToXnat: false })
    await expect(signIn('ext', 'ext')).rejects.toMatchObject({ kind: 'refused', status: 401 })
    expect(await signIn('ext', 'ext', 'LDAP1')).toMatchObject({ username: 'ext' })
    expect(await signIn('ext', 'ext')).toMatchObject({ username: 'ext' })
  })

  test('takes the alias of a token for a name, and gives the name of its owner', async () => {
    const headers = { cookie: `JSESSIONID=${await signedIn()}` }
    const issued = await fetch(`${xnat.url}/data/services/tokens/issue`, { headers })
    const { alias, secret } = (await issued.json()) as { alias: string; secret: string }
    expect(await signIn(alias, secret)).toMatchObject({ username: 'jdoe' })
  })

  test.each([
    ['a page', '<!DOCTYPE html><html><body>Welcome</body></html>'],
    ['nothing', ''],
    ['a sentence', 'signed in, welcome'],
    ['an endless word', 'A'.repeat(4000)],
  ])('is unexpected when XNAT answers 200 with %s', async (_what, body) => {
    xnat.answerWith('/data/JSESSION', { body })
    await expect(signIn('jdoe', 'p:ä√ %')).rejects.toMatchObject({ kind: 'unexpected', status: 200 })
  })

  test('keeps the session id of an answer that carries a CSRF token too', async () => {
    const session = await signedIn()
    xnat.answerWith('/data/JSESSION', { body: `${session}; XNAT_CSRF=1f0e-4c` })
    expect(await signIn('jdoe', 'p:ä√ %')).toEqual({ session, username: 'jdoe' })
  })

  test.each([500, 502, 503])('is refused with %i when the server or its proxy fails', async (status) => {
    xnat.answerWith('/data/JSESSION', { status, body: '<html><h1>no</h1></html>' })
    await expect(signIn('jdoe', 'p:ä√ %')).rejects.toMatchObject({ kind: 'refused', status, said: 'no' })
  })

  test('is unreachable while XNAT is down', async () => {
    await xnat.goDown()
    await expect(signIn('jdoe', 'p:ä√ %')).rejects.toMatchObject({ kind: 'unreachable' })
  })
})

describe('the name of a session', () => {
  test.each([true, false])('is refused with 401 once it is over (log-in wall: %s)', async (requireLogin) => {
    xnat.site.requireLogin = requireLogin
    const session = await signedIn()
    xnat.expireSessions('jdoe')
    await expect(client.whoAmI(session)).rejects.toMatchObject({ kind: 'refused', status: 401 })
  })

  test('is refused with where XNAT sends a disabled account', async () => {
    const session = await signedIn()
    xnat.user('jdoe').enabled = false
    await expect(client.whoAmI(session)).rejects.toMatchObject({ kind: 'refused', redirect: 'inactive' })
  })

  test.each([
    '<!doctype html><html><form name="form1"></form></html>',
    '',
    'two words',
    `a${'b'.repeat(64)}`,
  ])('is unexpected when the answer is %j', async (body) => {
    const session = await signedIn()
    xnat.answerWith('/xapi/users/username', { body })
    await expect(client.whoAmI(session)).rejects.toMatchObject({ kind: 'unexpected', status: 200 })
  })
})

describe('signing out', () => {
  test('ends this session in XNAT and no other', async () => {
    const [first, second] = [await signedIn(), await signedIn()]
    await client.signOut(first)
    expect(xnat.liveSessions('jdoe')).toEqual([second])
    expect(xnat.calls.to('DELETE', '/data/JSESSION')).toHaveLength(1)
  })

  test('is done when the session is over already', async () => {
    const session = await signedIn()
    xnat.expireSessions()
    await expect(client.signOut(session)).resolves.toBeUndefined()
  })

  test('is done when an expired password redirects it', async () => {
    const session = await signedIn()
    xnat.user('jdoe').passwordExpired = true
    await expect(client.signOut(session)).resolves.toBeUndefined()
  })

  test('fails when XNAT fails or is away', async () => {
    const session = await signedIn()
    xnat.answerWith('/data/JSESSION', { status: 500, times: 1 })
    await expect(client.signOut(session)).rejects.toMatchObject({ kind: 'refused', status: 500 })
    await xnat.goDown()
    await expect(client.signOut(session)).rejects.toMatchObject({ kind: 'unreachable' })
  })
})

test('every call names a fixed agent and accepts text too, and carries no other header of note', async () => {
  const session = await signedIn()
  await client.editableProjects(session)
  await client.signOut(session)
  expect(xnat.calls).toHaveLength(4)
  for (const { headers } of xnat.calls) {
    expect(headers['user-agent']).toBe('ohif-admin-bff/1.0')
    expect(headers['accept']).toBe('application/json, */*;q=0.5')
    const known = ['accept', 'authorization', 'connection', 'cookie', 'host', 'user-agent']
    expect(Object.keys(headers).filter((name) => !known.includes(name))).toEqual([])
  }
})
