import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Me } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { readTicket, unseal } from '../../lib/ticket.ts'
import { createSignInsRepository } from '../../storage/sign-ins.ts'
import type { Answer, Browser } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'
import { askImpact } from '../../testing/guided.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const BACKGROUND = { headers: { 'x-ohif-admin-background': '1' } }

let console: TestConsole

async function setUp(options: ConsoleOptions = {}): Promise<Browser> {
  console = await startConsole({ heartbeatMs: 50, ...options })
  console.xnat.addUser({ username: 'owner', password: 'CANARY-password' })
  console.xnat.addProject({ id: 'LIVER', sessions: 2, owners: ['owner'] })
  return signIn()
}
afterEach(() => console[Symbol.asyncDispose]())

async function signIn(browser = console.browser()): Promise<Browser> {
  const answer = await browser.post('/api/session', { username: 'owner', password: 'CANARY-password' })
  expect(answer.status, answer.text).toBe(200)
  return browser
}

const stateOf = async (browser: Browser) => {
  const { status, json } = await browser.get('/api/session')
  return [status, status === 200 ? 'signed in' : (json as { code: string }).code]
}
const SIGNED_IN = [200, 'signed in']
const SIGNED_OUT = [401, 'unauthenticated']
const ticketOf = (browser: Browser) => readTicket(browser.cookie?.split('=')[1])
const rowOf = async (browser: Browser) =>
  createSignInsRepository(console.deps.database).find(ticketOf(browser)?.idHash ?? '')

describe('what is kept of a sign-in', () => {
  it('is neither the password nor the XNAT session nor the ticket, in any file', async () => {
    const browser = await setUp()
    await browser.get('/api/overview')
    const [xnatSession = ''] = console.xnat.liveSessions('owner')
    expect(xnatSession).not.toBe('')
    const [id = '', secret = ''] = browser.cookie?.split('=')[1]?.split('.') ?? []
    const secrets = ['CANARY-password', xnatSession, id, secret].flatMap((text) => [
      Buffer.from(text),
      Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
      Buffer.from(text, 'base64url'),
      Buffer.from(text, 'utf16le'),
    ])
    const entries = await readdir(console.dataFolder, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
    expect(files).toContain(path.join(console.dataFolder, 'ohif-admin.sqlite'))
    for (const file of files) {
      const bytes = await readFile(file)
      expect(
        secrets.filter((known) => known.length > 4 && bytes.includes(known)),
        file,
      ).toEqual([])
    }
    // The hash and the name are there: the files that were searched are the ones that count.
    const all = Buffer.concat(await Promise.all(files.map((file) => readFile(file))))
    expect(all.includes(ticketOf(browser)?.idHash ?? '?')).toBe(true)
  })

  it('cannot be opened by the database alone, nor by somebody else’s cookie', async () => {
    const browser = await setUp()
    const row = await rowOf(browser)
    const other = await signIn()
    const [xnatSession] = console.xnat.liveSessions('owner')
    expect(unseal(ticketOf(browser)?.key ?? Buffer.alloc(32), row?.sealedXnatSession ?? '')).toBe(xnatSession)
    expect(unseal(ticketOf(other)?.key ?? Buffer.alloc(32), row?.sealedXnatSession ?? '')).toBeUndefined()
    expect(unseal(Buffer.from(row?.idHash ?? '', 'hex'), row?.sealedXnatSession ?? '')).toBeUndefined()
    // The id of one ticket with the secret of another is no ticket at all.
    const [id] = browser.cookie?.split('.') ?? []
    const [, secret] = other.cookie?.split('.') ?? []
    const mixed = console.browser()
    mixed.cookie = `${id}.${secret}`
    expect(await stateOf(mixed)).toEqual(SIGNED_OUT)
    expect(await stateOf(browser)).toEqual(SIGNED_IN)
  })

  it('is gone when the sign-in is over', async () => {
    const browser = await setUp()
    const before = console.browser()
    before.cookie = browser.cookie
    await browser.delete('/api/session')
    expect((await rowOf(before))?.sealedXnatSession).toBe('')
  })

  it('is not in the server’s own log either, whatever goes wrong', async () => {
    const browser = await setUp()
    const [xnatSession = '?'] = console.xnat.liveSessions('owner')
    console.xnat.answerWith(/^\/data\/projects/, {
      status: 500,
      body: '<h3>CANARY-label /data/archive/CANARY-path</h3>',
      times: 2,
    })
    await askImpact(browser, 'LIVER')
    console.xnat.answerWith(/^\/data\/projects/, { body: 'CANARY-label is not JSON', times: 2 })
    await askImpact(browser, 'LIVER')
    console.xnat.answerWith(/^\/data\/projects/, { status: 500, body: '<h3>CANARY-label</h3>', times: 2 })
    await browser.get('/api/xnat/projects')
    await browser.post('/api/session', { username: 'owner', password: 'CANARY-wrong' })
    await browser.send('POST', '/api/session', { body: '{"username":"owner","password":"CANARY-broken' })
    await browser.get('/api/runs?search=CANARY-query')
    await browser.delete('/api/session')
    const logged = console.logged()
    expect(logged).toContain('request refused')
    expect(logged).not.toMatch(/CANARY/)
    expect(logged).not.toContain(xnatSession)
    for (const part of browser.cookie?.split('=')[1]?.split('.') ?? [])
      if (part) expect(logged).not.toContain(part)
  })
})

describe('a sign-in', () => {
  it('replaces the one the browser came with, here and in XNAT', async () => {
    const browser = await setUp()
    const before = console.browser()
    before.cookie = browser.cookie
    await using stream = await before.listen('runs')
    await signIn(browser)
    expect(browser.cookie).not.toBe(before.cookie)
    expect(await stateOf(before)).toEqual(SIGNED_OUT)
    expect(await stateOf(browser)).toEqual(SIGNED_IN)
    await stream.until(({ type }) => type === 'session-ended')
    expect(console.xnat.liveSessions('owner')).toHaveLength(1)
  })

  it('cannot be planted: a cookie somebody else chose is never the one that counts', async () => {
    await setUp()
    const victim = console.browser()
    const planted = `__Host-ohif-admin=${'a'.repeat(22)}.${'b'.repeat(43)}`
    victim.cookie = planted
    await signIn(victim)
    expect(victim.cookie).not.toBe(planted)
    const attacker = console.browser()
    attacker.cookie = planted
    expect(await stateOf(attacker)).toEqual(SIGNED_OUT)
  })

  it('stays as it was when signing in again is refused', async () => {
    const browser = await setUp()
    expect((await browser.post('/api/session', { username: 'owner', password: 'wrong' })).status).toBe(401)
    expect(await stateOf(browser)).toEqual(SIGNED_IN)
  })

  it('is one session in XNAT and one question about rights, however many requests come at once', async () => {
    const browser = await setUp()
    const opened = console.xnat.sessionsOpened
    console.clock.advance(31_000)
    console.xnat.goSlow(30)
    console.xnat.calls.clear()
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.get('/api/session')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(console.xnat.calls.map(({ path: asked }) => asked).sort()).toEqual([
      '/xapi/users/owner/groups',
      '/xapi/users/owner/roles',
      '/xapi/users/projects',
      '/xapi/users/username',
    ])
    expect(console.xnat.sessionsOpened).toBe(opened)
    expect(console.xnat.liveSessions('owner')).toHaveLength(1)
  })

  it('survives a restart of the server', async () => {
    const browser = await setUp()
    await console.restart()
    expect(await stateOf(browser)).toEqual(SIGNED_IN)
  })
})

describe('the end of a sign-in', () => {
  it('comes when nobody did anything for half an hour, to the millisecond', async () => {
    const browser = await setUp()
    const idle = Date.parse(Me.parse((await browser.get('/api/session')).json).idleExpiresAt)
    console.clock.advance(idle - console.now() - 300)
    expect((await browser.send('GET', '/api/session', BACKGROUND)).status).toBe(200)
    console.clock.advance(300)
    expect(await stateOf(browser)).toEqual(SIGNED_OUT)
  })

  it('is put off by what a person does, and by nothing else', async () => {
    const browser = await setUp()
    for (let n = 0; n < 4; n += 1) {
      console.clock.advance(20 * MINUTE_MS)
      expect(await stateOf(browser)).toEqual(SIGNED_IN)
    }
    await using stream = await browser.listen('runs')
    for (let n = 0; n < 3; n += 1) {
      console.clock.advance(9 * MINUTE_MS)
      expect((await browser.send('GET', '/api/overview', BACKGROUND)).status).toBe(200)
      await stream.beats(2)
      await using again = await browser.listen('runs')
      await again.beats(1)
    }
    console.clock.advance(4 * MINUTE_MS)
    const last = await stream.until(({ type }) => type === 'session-ended')
    expect(last).toEqual({ type: 'session-ended', reason: 'expired' })
    await stream.ended
    expect(await stateOf(browser)).toEqual(SIGNED_OUT)
    await expect(browser.listen('runs')).rejects.toThrow('401')
  })

  it('is never later than the page was told', async () => {
    const browser = await setUp({ settings: { SESSION_IDLE_MINUTES: '1' } })
    for (let n = 0; n < 20; n += 1) {
      console.clock.advance(10_000)
      expect((await browser.get('/api/session')).status).toBe(200)
    }
    console.clock.advance(3_000)
    const { idleExpiresAt } = Me.parse((await browser.get('/api/session')).json)
    console.clock.advance(Date.parse(idleExpiresAt) - console.now() - 500)
    expect((await browser.send('GET', '/api/session', BACKGROUND)).status).toBe(200)
    console.clock.advance(500)
    expect(await stateOf(browser)).toEqual(SIGNED_OUT)
  })

  it('comes after eight hours whatever somebody does', async () => {
    const browser = await setUp()
    const { expiresAt } = Me.parse((await browser.get('/api/session')).json)
    for (let n = 0; n < 23; n += 1) {
      console.clock.advance(20 * MINUTE_MS)
      expect(await stateOf(browser)).toEqual(SIGNED_IN)
    }
    console.clock.advance(Date.parse(expiresAt) - console.now() - 300)
    expect(await stateOf(browser)).toEqual(SIGNED_IN)
    console.clock.advance(300)
    expect(await stateOf(browser)).toEqual(SIGNED_OUT)
  })

  it('comes for those who never come back, too, and in the end nothing is left of them', async () => {
    const browser = await setUp()
    console.clock.advance(31 * MINUTE_MS)
    await console.deps.session.sweep()
    expect(await rowOf(browser)).toMatchObject({ endedAt: expect.any(Number), sealedXnatSession: '' })
    console.clock.advance(31 * 24 * HOUR_MS)
    await console.deps.session.sweep()
    expect(await rowOf(browser)).toBeUndefined()
  })

  it('is told to XNAT, to the streams and to the browser, once', async () => {
    const browser = await setUp()
    const replayed = console.browser()
    replayed.cookie = browser.cookie
    await using stream = await browser.listen('runs')
    const first = await browser.delete('/api/session')
    expect(first.status).toBe(204)
    expect(first.headers.get('clear-site-data')).toBe('"cache"')
    expect(first.headers.getSetCookie()).toEqual([
      '__Host-ohif-admin=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict',
    ])
    expect(await stream.until(({ type }) => type === 'session-ended')).toEqual({
      type: 'session-ended',
      reason: 'signed-out',
    })
    await stream.ended
    expect((await replayed.delete('/api/session')).status).toBe(204)
    expect((await replayed.get('/api/session')).status).toBe(401)
    expect(console.xnat.calls.to('DELETE', '/data/JSESSION')).toHaveLength(1)
    expect(console.xnat.liveSessions('owner')).toEqual([])
  })

  it('does not need XNAT', async () => {
    const browser = await setUp()
    const replayed = console.browser()
    replayed.cookie = browser.cookie
    await console.gateway.goDown()
    expect((await browser.delete('/api/session')).status).toBe(204)
    await console.gateway.comeBack()
    expect(await stateOf(replayed)).toEqual(SIGNED_OUT)
  })

  it.each([
    ['by time', () => console.xnat.expireSessions('owner')],
    [
      'on a site that is open to guests',
      () => {
        console.xnat.site.requireLogin = false
        console.xnat.expireSessions('owner')
      },
    ],
    [
      'because it is somebody else’s now',
      () => console.xnat.answerWith('/xapi/users/username', { body: 'somebody', contentType: 'text/plain' }),
    ],
    [
      'because the account was disabled',
      () => {
        console.xnat.user('owner').enabled = false
      },
    ],
  ] as const)(
    'comes with the end of the XNAT session (%s), and says which end it was',
    async (_why, expire) => {
      const browser = await setUp()
      await using stream = await browser.listen('runs')
      expire()
      console.clock.advance(31_000)
      expect(await stateOf(browser)).toEqual([401, 'xnat-session-expired'])
      expect(await stateOf(browser)).toEqual(SIGNED_OUT)
      expect(await stream.until(({ type }) => type === 'session-ended')).toEqual({
        type: 'session-ended',
        reason: 'xnat-session-expired',
      })
      await stream.ended
    },
  )

  it('comes with the first answer of XNAT that shows it, whatever was asked', async () => {
    const asks: ((browser: Browser) => Promise<Answer>)[] = [
      (one) => one.get('/api/xnat/projects'),
      (one) => askImpact(one, 'LIVER'),
    ]
    for (const ask of asks) {
      const browser = await setUp()
      console.xnat.expireSessions('owner')
      const answer = await ask(browser)
      expect([answer.status, answer.json]).toMatchObject([401, { code: 'xnat-session-expired' }])
      expect(await stateOf(browser)).toEqual(SIGNED_OUT)
      await console[Symbol.asyncDispose]()
    }
  })
})

describe('rights', () => {
  it('are those XNAT gives at most 30 seconds ago', async () => {
    const browser = await setUp()
    console.xnat.grantRole('owner', 'Administrator')
    console.clock.advance(31_000)
    expect((await browser.get('/api/session')).json).toMatchObject({ role: 'admin' })
    console.xnat.revokeRole('owner', 'Administrator')
    console.clock.advance(31_000)
    expect((await browser.get('/api/session')).json).toMatchObject({ role: 'user' })
  })

  it.each([
    ['nothing listens', () => console.gateway.goDown()],
    ['its proxy answers for it', () => console.xnat.goDown()],
  ])('stay for a while when XNAT is away (%s), and not for ever', async (_how, goDown) => {
    const browser = await setUp()
    await browser.get('/api/runs')
    await goDown()
    console.clock.advance(9 * MINUTE_MS)
    expect(await stateOf(browser)).toEqual(SIGNED_IN)
    expect((await browser.get('/api/runs')).status).toBe(200)
    console.clock.advance(2 * MINUTE_MS)
    expect(await stateOf(browser)).toEqual([502, 'upstream-unreachable'])
    await console.gateway.comeBack()
    await console.xnat.comeBack()
    expect(await stateOf(browser)).toEqual(SIGNED_IN)
  })
})
