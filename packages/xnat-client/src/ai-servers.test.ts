import { type Gateway, startGateway, startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createXnatClient, UpstreamError, type XnatClient } from './index.ts'

const A = 'https://ai.example.org:5000'
const LIST = '/xapi/ohifaiaa/projects/P/servers'

let xnat: XnatSimulator
let gateway: Gateway
let client: XnatClient
let admin: string
let owner: string

beforeAll(async () => {
  xnat = await startXnatSimulator()
  gateway = await startGateway({ target: xnat.url })
  client = createXnatClient(gateway.url)
})
beforeEach(async () => {
  await xnat.reset()
  gateway.timeoutMs = 60_000
  xnat.addUser({ username: 'owner' })
  xnat.addProject({ id: 'P', owners: ['owner'] })
  admin = (await client.signIn({ username: 'admin', password: 'admin' })).session
  owner = (await client.signIn({ username: 'owner', password: 'owner' })).session
})
afterAll(async () => {
  await client.close()
  await gateway[Symbol.asyncDispose]()
  await xnat[Symbol.asyncDispose]()
})

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as UpstreamError,
  )

describe('a server list', () => {
  test('is the answer as it came, also when there is none', async () => {
    expect(await client.serverList(owner, 'P')).toEqual({
      status: 404,
      text: '["No AIAA server list found"]',
    })
    xnat.storeAiServers([A], 'P')
    expect(await client.serverList(owner, 'P')).toEqual({ status: 200, text: `["${A}"]` })
    expect((await client.serverList(admin, null)).status).toBe(404)
    expect((await client.serverList(owner, 'NOPE')).status).toBe(403)
    expect((await client.serverList(admin, 'NOPE')).status).toBe(422)
  })

  test('is no answer when the session is over or only the proxy speaks', async () => {
    xnat.expireSessions('owner')
    expect(await failure(client.serverList(owner, 'P'))).toMatchObject({ kind: 'refused', status: 401 })
    const away = xnat.answerWith(LIST, { status: 302, headers: { location: '/app/template/Login.vm' } })
    expect(await failure(client.serverList(admin, 'P'))).toMatchObject({ kind: 'refused', redirect: 'login' })
    away.stop()
    xnat.answerWith(LIST, { status: 502 })
    expect(await failure(client.serverList(admin, 'P'))).toMatchObject({ kind: 'refused', status: 502 })
    await gateway.goDown()
    expect(await failure(client.serverList(admin, 'P'))).toMatchObject({ kind: 'unreachable' })
    await gateway.comeBack()
  })
})

describe('a PUT', () => {
  test('replaces the whole list, of a project or of the site', async () => {
    expect(await client.putServerList(admin, 'P', [A])).toEqual({ outcome: 'answered' })
    expect(await client.putServerList(admin, null, [])).toEqual({ outcome: 'answered' })
    expect(xnat.calls.to('PUT', LIST)).toMatchObject([
      { user: 'admin', body: `["${A}"]`, headers: { 'content-type': 'application/json' } },
    ])
    expect((await client.serverList(admin, null)).text).toBe('[]')
  })

  test('is refused with XNAT’s words', async () => {
    expect(await client.putServerList(owner, 'P', [A])).toEqual({ outcome: 'refused', status: 403, said: '' })
    expect(await client.putServerList(admin, 'P', ['h:5000'])).toMatchObject({
      outcome: 'refused',
      status: 422,
      said: expect.stringMatching(/^Malformed URL - Cause: /),
    })
  })

  test('is sent once, whatever becomes of its answer', async () => {
    const cases = [
      [{ cut: true }, { outcome: 'lost' }],
      [{ status: 504 }, { outcome: 'lost', why: 'gateway' }],
      [{ hang: true }, { outcome: 'lost', why: 'gateway' }],
    ] as const
    gateway.timeoutMs = 200
    for (const [answer, outcome] of cases) {
      const stop = xnat.answerWith(LIST, { method: 'PUT', ...answer })
      xnat.calls.clear()
      expect(await client.putServerList(admin, 'P', [A])).toMatchObject(outcome)
      expect(xnat.calls.to('PUT', LIST)).toHaveLength(1)
      stop.stop()
    }
  })

  test('that never reached anybody is said to be that', async () => {
    await gateway.goDown()
    expect(await client.putServerList(admin, 'P', [A])).toEqual({ outcome: 'not-sent' })
    await gateway.comeBack()
  })

  test('in a session that is over stores nothing', async () => {
    xnat.expireSessions('admin')
    const error = await failure(client.putServerList(admin, 'P', [A]))
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error).toMatchObject({ kind: 'refused', status: 401 })
  })
})

describe('who stored a list last', () => {
  test('is known to the configuration service', async () => {
    expect(await client.serverListMeta(owner, 'P')).toBeNull()
    await client.putServerList(admin, 'P', [A])
    expect(await client.serverListMeta(owner, 'P')).toEqual({
      user: 'admin',
      stamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/),
      enabled: true,
    })
    expect(await client.serverListMeta(owner, null)).toBeNull()
  })

  test('is nothing when it answers with something else', async () => {
    xnat.answerWith(/config\/ohif-aiaa/, { status: 200, body: '<html>' })
    expect(await client.serverListMeta(admin, 'P')).toBeNull()
  })
})
