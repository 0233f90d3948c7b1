import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { type Gateway, startGateway, startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createXnatClient, type XnatClient } from './index.ts'

const PATH = '/xapi/viewer/projects/P'
const PROJECT = {
  target: { scope: 'project', projectId: 'P' },
  data: 'viewer',
  overwrite: false,
} as const

let xnat: XnatSimulator
let gateway: Gateway
let direct: XnatClient
let throughGateway: XnatClient
let session: string
beforeAll(async () => {
  xnat = await startXnatSimulator({ sessionMs: [1, 3] })
  gateway = await startGateway({ target: xnat.url })
  direct = createXnatClient(xnat.url)
  throughGateway = createXnatClient(gateway.url)
})
beforeEach(async () => {
  await xnat.reset()
  gateway.timeoutMs = 60_000
  xnat.addUser({ username: 'owner' })
  xnat.addProject({ id: 'P', owners: ['owner'], sessions: 3 })
  session = (await direct.signIn({ username: 'admin', password: 'admin' })).session
})
afterAll(async () => {
  await Promise.all([direct.close(), throughGateway.close()])
  await gateway[Symbol.asyncDispose]()
  await xnat[Symbol.asyncDispose]()
})

const rebuild = (client: XnatClient, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  client.rebuildAll(session, PROJECT, { timeoutMs: 30_000, ...options })
const sent = () => xnat.calls.to('POST', PATH).length

describe('the one call of a bulk run', () => {
  afterEach(() => {
    // Whatever became of it, XNAT was asked once at most.
    expect(sent()).toBeLessThanOrEqual(1)
  })

  test('is answered when the work is done, not before', async () => {
    const run = xnat.holdRegeneration('P')
    let answered = false
    const answer = rebuild(direct).finally(() => {
      answered = true
    })
    await run.reached(3)
    expect([answered, xnat.locked]).toEqual([false, true])
    await run.storeRest()
    expect(await answer).toEqual({ outcome: 'answered', status: 201 })
  })

  test('is answered alike when every session failed', async () => {
    for (const { id } of xnat.sessions('P')) xnat.setBehaviour(id, 'silent-gone')
    expect(await rebuild(direct)).toEqual({ outcome: 'answered', status: 201 })
  })

  test('carries the session, the fixed agent, and no body', async () => {
    await rebuild(direct)
    const [call] = xnat.calls.to('POST', PATH)
    expect(call).toMatchObject({ user: 'admin', body: '' })
    expect(call?.headers).toMatchObject({
      cookie: `JSESSIONID=${session}`,
      'user-agent': 'ohif-admin-bff/1.0',
    })
  })

  test('is refused with nothing said when the account may not', async () => {
    session = (await direct.signIn({ username: 'owner', password: 'owner' })).session
    expect(await rebuild(direct)).toEqual({ outcome: 'refused', status: 403, said: '' })
  })

  test('is refused with 401 when the session is over', async () => {
    xnat.expireSessions()
    expect(await rebuild(direct)).toMatchObject({ outcome: 'refused', status: 401 })
  })

  test.each([
    [302, '', ''],
    [404, '', ''],
    [422, 'NotFoundException - no such project', 'NotFoundException - no such project'],
    [500, '{ "ResponseMessage":"No project with ID "P" exists" }', 'No project with ID "P" exists'],
    [501, 'not here', 'not here'],
  ])('is refused with what XNAT says: %i', async (status, body, said) => {
    xnat.answerWith(PATH, { status, body })
    expect(await rebuild(direct)).toEqual({ outcome: 'refused', status, said })
  })

  test('is refused with the text of the exception when the request dies in the middle', async () => {
    xnat.killNextRun({ afterSessions: 1, message: 'JSON creation interrupted: sleep interrupted' })
    expect(await rebuild(direct)).toEqual({
      outcome: 'refused',
      status: 500,
      said: expect.stringContaining('JSON creation interrupted: sleep interrupted'),
    })
  })

  test.each([408, 499, 502, 503, 504, 524])('may go on behind a gateway that answers %i', async (status) => {
    xnat.answerWith(PATH, { status, body: '<html><h1>gateway</h1></html>' })
    expect(await rebuild(direct)).toEqual({ outcome: 'gateway-timeout', status })
  })

  test('goes on behind a gateway that gave up', async () => {
    gateway.timeoutMs = 50
    const run = xnat.holdRegeneration('P')
    expect(await rebuild(throughGateway)).toEqual({ outcome: 'gateway-timeout', status: 504 })
    expect(xnat.locked).toBe(true)
    await run.storeRest()
    expect(xnat.locked).toBe(false)
  })

  test('is lost with its connection while the work goes on', async () => {
    const run = xnat.holdRegeneration('P')
    const answer = rebuild(throughGateway)
    await run.reached(1)
    gateway.drop()
    expect(await answer).toEqual({ outcome: 'connection-lost' })
    expect(xnat.locked).toBe(true)
    await run.storeRest()
  })

  test('is lost when XNAT dies under it', async () => {
    const run = xnat.holdRegeneration('P')
    const answer = rebuild(direct)
    await run.reached(1)
    await xnat.crash()
    expect(await answer).toEqual({ outcome: 'connection-lost' })
    await xnat.comeBack()
  })

  test('is lost when the connection is cut before a word', async () => {
    xnat.answerWith(PATH, { cut: true })
    expect(await rebuild(direct)).toEqual({ outcome: 'connection-lost' })
  })

  test('is not sent when XNAT refuses connections', async () => {
    await xnat.goDown()
    expect(await rebuild(direct)).toEqual({ outcome: 'not-sent' })
    expect(sent()).toBe(0)
    await xnat.comeBack()
  })

  test('is no longer waited for after the time it may take, and the work goes on', async () => {
    const run = xnat.holdRegeneration('P')
    expect(await rebuild(direct, { timeoutMs: 100 })).toEqual({ outcome: 'timed-out' })
    await run.reached(3)
    expect(xnat.locked).toBe(true)
    await run.storeRest()
  })

  test('is let go when the console stops', async () => {
    const run = xnat.holdRegeneration('P')
    const stop = new AbortController()
    const answer = rebuild(direct, { signal: stop.signal })
    await run.reached(1)
    stop.abort()
    expect(await answer).toEqual({ outcome: 'connection-lost' })
    await run.storeRest()
  })
})

test('a second call while the first is at work finds the lock held', async () => {
  const run = xnat.holdRegeneration('P')
  const first = rebuild(direct)
  await run.reached(1)
  expect(await rebuild(direct)).toEqual({ outcome: 'locked', status: 423 })
  await run.storeRest()
  expect(await first).toEqual({ outcome: 'answered', status: 201 })
  expect(sent()).toBe(2)
})

test('a connection that closes just as it is used again is not used a second time for the same call', async () => {
  let posts = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      if (!bytes.toString('latin1').startsWith('POST')) {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nadmin')
        return
      }
      posts += 1
      socket.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = createXnatClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  expect(await client.whoAmI(session)).toBe('admin')
  expect(await rebuild(client)).toEqual({ outcome: 'connection-lost' })
  expect(posts).toBe(1)
  await client.close()
  server.close()
  await once(server, 'close')
})

describe('the scope of a bulk call', () => {
  const subject = { scope: 'subject', projectId: 'P', subjectId: 'XNAT_S00001' } as const
  const project = { scope: 'project', projectId: 'P' } as const

  test.each([
    ['viewer', { scope: 'site' }, false, '/xapi/viewer/generate-all-metadata'],
    ['viewer', project, false, '/xapi/viewer/projects/P'],
    ['viewer', subject, true, '/xapi/viewer/projects/P/subjects/XNAT_S00001'],
    ['dicomweb', { scope: 'site' }, false, '/xapi/viewerDicomweb/generate-all-dicomweb'],
    ['dicomweb', project, true, '/xapi/viewerDicomweb/projects/P?overwrite=true'],
    ['dicomweb', subject, true, '/xapi/viewerDicomweb/projects/P/subjects/XNAT_S00001?overwrite=true'],
  ] as const)('%s %j (overwrite: %s) is %s', async (data, target, overwrite, path) => {
    xnat.setPluginVersion('3.7.2')
    const answer = await direct.rebuildAll(session, { target, data, overwrite }, { timeoutMs: 10_000 })
    expect(answer).toEqual({ outcome: 'answered', status: 201 })
    expect(xnat.calls.filter(({ method }) => method === 'POST').map((call) => call.path)).toEqual([path])
  })

  test('does not hold the lock of the other kind of data', async () => {
    xnat.setPluginVersion('3.7.2')
    const run = xnat.holdRegeneration('P')
    const first = rebuild(direct)
    await run.reached(1)
    const index = { target: { scope: 'site' }, data: 'dicomweb', overwrite: false } as const
    expect(await direct.rebuildAll(session, index, { timeoutMs: 10_000 })).toMatchObject({ status: 201 })
    await run.storeRest()
    await first
  })
})
