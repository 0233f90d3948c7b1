import { ErrorBody, Me } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuditRepository } from '../../storage/audit.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole(options)
  console.xnat.addUser({ username: 'owner', password: 'right' })
}
afterEach(() => console[Symbol.asyncDispose]())

const attempt = (credentials: Record<string, string>, browser = console.browser()) =>
  browser.post('/api/session', credentials)

const logIns = () => console.xnat.calls.to('GET', '/data/JSESSION')

describe('signing in', () => {
  it('says who somebody is and what they may do', async () => {
    await setUp()
    console.xnat.addProject({ id: 'LIVER', owners: ['owner'] })
    const answer = await attempt({ username: 'owner', password: 'right' })
    expect(answer.status).toBe(200)
    expect(Me.parse(answer.json)).toMatchObject({
      username: 'owner',
      role: 'user',
      ownerOf: ['LIVER'],
      may: { startBulkRun: false, logView: 'derived' },
    })
  })

  it('knows site admins and support staff by what XNAT says of them', async () => {
    await setUp()
    console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
    for (const [username, role, logView] of [
      ['admin', 'admin', 'raw'],
      ['support', 'support', 'redacted'],
    ]) {
      const browser = await console.signIn(String(username))
      expect((await browser.get('/api/session')).json).toMatchObject({
        role,
        may: { startBulkRun: role === 'admin', logView },
      })
    }
  })

  it('sets one cookie, with everything that protects it', async () => {
    await setUp()
    const answer = await attempt({ username: 'owner', password: 'right' })
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(
      /^__Host-ohif-admin=[\w-]{22}\.[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(answer.text).not.toContain(cookies[0]?.slice('__Host-ohif-admin='.length).split(/[.;]/)[0])
  })

  it('takes the password of an account in any form a password can have', async () => {
    await setUp()
    for (const password of ['pass:word', 'pass word ', 'Pässwörd 脳', ':', '"\\', 'x'.repeat(1024)]) {
      console.xnat.user('owner').password = password
      expect((await attempt({ username: 'owner', password })).status, password).toBe(200)
    }
  })

  it('answers alike for a wrong password, an unknown, a locked and a disabled account', async () => {
    await setUp()
    console.xnat.addUser({ username: 'locked', password: 'right' }).lockedAt = Date.now()
    console.xnat.addUser({ username: 'disabled', password: 'right', enabled: false })
    console.xnat.addUser({ username: 'unverified', password: 'right', verified: false })
    const bodies = new Set<string>()
    for (const [username, password] of [
      ['owner', 'wrong'],
      ['nobody', 'right'],
      ['locked', 'right'],
      ['disabled', 'right'],
      ['unverified', 'right'],
    ]) {
      const answer = await attempt({ username: String(username), password: String(password) })
      const { requestId: _id, ...body } = ErrorBody.parse(answer.json)
      bodies.add(JSON.stringify([answer.status, body]))
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect([...bodies]).toEqual(['[401,{"code":"sign-in-refused","message":"XNAT refused this sign-in."}]'])
  })

  it('asks XNAT about no name with a colon in it: that would be a guess at the name before the colon', async () => {
    await setUp()
    for (const username of ['owner:', 'owner:x', ':', 'ow\nner', 'owner\u0007', 'own\u0085er']) {
      const answer = await attempt({ username, password: 'right' })
      expect([answer.status, ErrorBody.parse(answer.json).fields?.[0]?.path]).toEqual([400, 'username'])
    }
    expect(logIns()).toEqual([])
    expect(console.xnat.user('owner').failedLogins).toBe(0)
  })

  it('says that a password has expired, which is something else', async () => {
    await setUp()
    console.xnat.addUser({ username: 'late', passwordExpired: true })
    expect(await attempt({ username: 'late', password: 'late' })).toMatchObject({
      status: 401,
      json: { code: 'password-expired' },
    })
    expect(await attempt({ username: 'late', password: 'wrong' })).toMatchObject({
      status: 401,
      json: { code: 'sign-in-refused' },
    })
  })

  it('asks XNAT with a provider in front of the name, which an external user’s first sign-in needs', async () => {
    await setUp()
    console.xnat.addUser({ username: 'extern', provider: 'ldap1', knownToXnat: false })
    expect((await attempt({ username: 'extern', password: 'extern' })).status).toBe(401)
    const answer = await attempt({ username: 'extern', password: 'extern', provider: 'ldap1' })
    expect(answer.json).toMatchObject({ username: 'extern' })
    expect((await attempt({ username: 'extern', password: 'extern', provider: 'ldap/../x' })).status).toBe(
      400,
    )
  })

  it('takes an alias token, as the person it belongs to', async () => {
    await setUp()
    const issued = await fetch(`${console.xnat.url}/data/services/tokens/issue`, {
      headers: { authorization: `Basic ${btoa('owner:right')}`, 'user-agent': 'curl/8' },
    })
    const { alias, secret } = (await issued.json()) as { alias: string; secret: string }
    expect((await attempt({ username: alias, password: secret })).json).toMatchObject({ username: 'owner' })
    const [outcome] = await createAuditRepository(console.deps.database).list({ limit: 1 })
    expect(outcome).toMatchObject({ actor: alias, outcome: 'done', detail: { username: 'owner' } })
  })

  it.each([
    ['its proxy cannot reach it', () => console.xnat.goDown(), 502, 'upstream-unreachable'],
    ['nothing listens', () => console.gateway.goDown(), 502, 'upstream-unreachable'],
    [
      'its proxy gave up waiting',
      () => console.xnat.answerWith('/data/JSESSION', { hang: true }),
      504,
      'upstream-timeout',
    ],
    [
      'the connection is cut',
      () => console.xnat.answerWith('/data/JSESSION', { cut: true }),
      502,
      'upstream-unreachable',
    ],
    [
      'it answers a page',
      () => console.xnat.answerWith('/data/JSESSION', { body: '<html>log in</html>' }),
      502,
      'upstream-bad-response',
    ],
    [
      'it answers nothing',
      () => console.xnat.answerWith('/data/JSESSION', { body: '' }),
      502,
      'upstream-bad-response',
    ],
    [
      'it fails inside',
      () => console.xnat.answerWith('/data/JSESSION', { status: 500, body: '<h3>java.lang.CANARY</h3>' }),
      502,
      'upstream-refused',
    ],
    [
      'it is another server',
      () => console.xnat.answerWith('/data/JSESSION', { status: 404 }),
      502,
      'upstream-refused',
    ],
    [
      'nobody has set it up',
      () => Object.assign(console.xnat.site, { initialised: false }),
      502,
      'upstream-refused',
    ],
    [
      'who it was remains unclear',
      () => console.xnat.answerWith('/xapi/users/username', { body: '<html>' }),
      502,
      'upstream-bad-response',
    ],
    [
      'the rights cannot be read',
      () => console.xnat.answerWith(/\/roles$/, { status: 500 }),
      502,
      'upstream-refused',
    ],
  ] as const)(
    'says that XNAT is the trouble, not the password, when %s',
    async (_what, break_, status, code) => {
      await setUp({ gatewayTimeoutMs: 300 })
      await break_()
      for (let n = 0; n < 6; n += 1) {
        const answer = await attempt({ username: 'owner', password: 'right' })
        expect([answer.status, ErrorBody.parse(answer.json).code]).toEqual([status, code])
        expect(answer.text).not.toContain('CANARY')
      }
    },
  )

  it('leaves no session behind in XNAT when it fails half-way', async () => {
    await setUp()
    console.xnat.answerWith(/\/groups$/, { status: 500 })
    for (let n = 0; n < 3; n += 1) await attempt({ username: 'owner', password: 'right' })
    expect(console.xnat.liveSessions('owner')).toEqual([])
  })
})

describe('guessing', () => {
  it('is slowed down long before XNAT locks the account, however it is done', async () => {
    await setUp()
    const limit = console.xnat.site.maxFailedLogins
    // Slow enough that all of a round are on their way before the first is answered.
    console.xnat.goSlow(150)
    const names = ['owner', 'OWNER', ' owner', 'localdb/owner', 'nowhere/owner', 'x/owner', 'owner:']
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(
        names.flatMap((username) => [0, 1, 2].map((n) => attempt({ username, password: `guess${n}` }))),
      )
      expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
    }
    expect(logIns().length).toBeLessThan(limit)
    expect(console.xnat.user('owner').failedLogins).toBeLessThan(limit / 2)
  })

  it('is told how long to wait, each time longer, and the right password counts again afterwards', async () => {
    await setUp()
    for (let n = 0; n < 5; n += 1)
      expect((await attempt({ username: 'owner', password: 'wrong' })).status).toBe(401)
    const waits: number[] = []
    for (let n = 0; n < 4; n += 1) {
      const refused = await attempt({ username: 'owner', password: 'right' })
      expect(refused).toMatchObject({ status: 429, json: { code: 'sign-in-throttled' } })
      waits.push(Number(refused.headers.get('retry-after')))
      console.clock.advance(Number(waits.at(-1)) * 1000)
      expect((await attempt({ username: 'owner', password: 'wrong' })).status).toBe(401)
    }
    expect(waits).toEqual([1, 2, 4, 8])
    console.clock.advance(16_000)
    expect((await attempt({ username: 'owner', password: 'right' })).status).toBe(200)
    expect((await attempt({ username: 'owner', password: 'wrong' })).status).toBe(401)
  })

  it('is no faster with a restart of the console in between', async () => {
    await setUp()
    for (let n = 0; n < 5; n += 1) await attempt({ username: 'owner', password: 'wrong' })
    await console.restart()
    expect((await attempt({ username: 'owner', password: 'right' })).status).toBe(429)
    console.clock.advance(1_000)
    expect((await attempt({ username: 'owner', password: 'right' })).status).toBe(200)
  })

  it('is not what somebody does while XNAT is away: nobody waits afterwards', async () => {
    await setUp()
    const broken = console.xnat.answerWith('/data/JSESSION', { status: 503 })
    for (let n = 0; n < 12; n += 1)
      expect((await attempt({ username: 'owner', password: 'right' })).status).not.toBe(429)
    broken.stop()
    expect((await attempt({ username: 'owner', password: 'right' })).status).toBe(200)
  })

  it('that does not stop is written down once a minute, with how many more there were', async () => {
    await setUp()
    const written = async () =>
      (await createAuditRepository(console.deps.database).list({ limit: 200 })).filter(
        ({ event }) => event === 'excess_rate_limit_exceeded',
      )
    for (let n = 0; n < 5; n += 1) await attempt({ username: 'owner', password: 'wrong' })
    for (let n = 0; n < 7; n += 1) await attempt({ username: 'owner', password: 'wrong' })
    expect(await written()).toMatchObject([
      { actor: 'owner', outcome: 'refused', requestId: expect.any(String) },
    ])
    console.clock.advance(60_000)
    await console.deps.session.sweep()
    const [counted, first, ...more] = await written()
    expect(more).toEqual([])
    expect(counted).toMatchObject({
      actor: 'owner',
      actorAddress: '127.0.0.1',
      intentId: null,
      requestId: null,
      detail: { code: 'sign-in-throttled', count: 6 },
    })
    expect(first?.intentId).not.toBeNull()
    await console.deps.session.sweep()
    expect((await written()).length).toBe(2)
  })

  it('is counted when the console stops, too', async () => {
    await setUp()
    for (let n = 0; n < 8; n += 1) await attempt({ username: 'owner', password: 'wrong' })
    await console.restart()
    const [newest] = await createAuditRepository(console.deps.database).list({ limit: 1 })
    expect(newest).toMatchObject({ event: 'excess_rate_limit_exceeded', detail: { count: 2 } })
  })

  it('at one account locks nobody else out behind the same address', async () => {
    await setUp()
    for (let n = 0; n < 8; n += 1) await attempt({ username: 'owner', password: 'wrong' })
    expect((await attempt({ username: 'admin', password: 'admin' })).status).toBe(200)
  })

  it('at many accounts slows the address down, for seconds and not for ever', async () => {
    await setUp()
    for (let n = 0; n < 60; n += 1) {
      const answer = await attempt({ username: `user${n}`, password: 'wrong' })
      if (answer.status === 429) console.clock.advance(Number(answer.headers.get('retry-after')) * 1000)
    }
    const refused = await attempt({ username: 'admin', password: 'admin' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(10)
    console.clock.advance(10_000)
    expect((await attempt({ username: 'admin', password: 'admin' })).status).toBe(200)
  })
})
