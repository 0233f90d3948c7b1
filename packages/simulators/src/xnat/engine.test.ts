import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { BatteryClient } from './battery/client.ts'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'
import { messagesOf, readLog } from './testing/log-reader.ts'
import { anonymous, signedIn } from './testing/signed-in.ts'

let xnat: XnatSimulator
let admin: BatteryClient
beforeAll(async () => {
  xnat = await startXnatSimulator({ threads: 2 })
})
beforeEach(async () => {
  await xnat.reset()
  admin = await signedIn(xnat)
})
afterAll(async () => {
  await xnat[Symbol.asyncDispose]()
})

const rebuild = (project: string) => admin.send('POST', `/xapi/viewer/projects/${project}`)
const log = () => readLog(xnat.logFolder)
const done = () => messagesOf(log(), ({ message }) => message.endsWith('created and stored'))
const about = (id: string) =>
  messagesOf(log(), ({ message }) => message.endsWith(id) || message.includes(`${id} `))
const idOf = (project: string, index = 0) => xnat.sessions(project)[index]?.id ?? ''

test('a held run waits in mid-build, and goes on one session at a time', async () => {
  xnat.addProject({ id: 'P', sessions: 4 })
  const run = xnat.holdRegeneration('P')
  const answer = rebuild('P')
  await run.reached(2)
  expect(run.waiting).toEqual([idOf('P', 0), idOf('P', 1)])
  expect(done()).toEqual([])

  expect(await run.storeOne()).toBe(idOf('P', 0))
  expect(done()).toEqual([`Session ${idOf('P', 0)} metadata created and stored`])

  await run.storeRest()
  expect(done().length).toBe(4)
  expect((await answer).status).toBe(201)
})

test('permission given before the run starts is kept', async () => {
  xnat.addProject({ id: 'P', sessions: 3 })
  const run = xnat.holdRegeneration()
  const stored = run.storeOne()
  const answer = rebuild('P')
  expect(await stored).toBe(idOf('P', 0))
  run.release()
  expect((await answer).status).toBe(201)
})

test('every kind of failure leaves the lines it leaves, and the run answers 201 all the same', async () => {
  const kinds = [
    'ok',
    'explicit-error',
    'silent-gone',
    'silent-after-temp',
    'silent-begun',
    'noisy',
    'empty',
  ] as const
  xnat.addProject({ id: 'P', sessions: kinds.map((behaviour) => ({ behaviour, document: 'none' })) })
  expect((await rebuild('P')).status).toBe(201)
  const [ok, explicit, gone, temp, begun, noisy, empty] = xnat.sessions('P').map(({ id }) => id)

  expect(done().toSorted()).toEqual(
    [ok, noisy, empty].map((id) => `Session ${id} metadata created and stored`),
  )
  expect(about(gone ?? '')).toEqual([`ImageSession ID: ${gone}`])
  expect(about(begun ?? '').at(-1)).toBe(`Creating session metadata for ${begun}`)
  expect(about(temp ?? '').at(-1)).toBe(`Creating session metadata for ${temp}`)

  const records = log()
  const failure = records.find(({ message }) => message === 'Jsonifier exception:')
  expect(failure).toMatchObject({ level: 'ERROR', more: ['Stale file handle'] })
  const onThread = records.filter(({ thread }) => thread === failure?.thread)
  const before = onThread[onThread.indexOf(failure ?? onThread[0] ?? never()) - 1]
  expect(before?.message).toMatch(/^Cannot scan file: /)
  expect(before?.more[0]).toBe('java.io.IOException: Stale file handle')
  expect(before?.more[1]).toMatch(/^\tat /)

  const exists = (id = '') => admin.get(`/xapi/viewer/projects/P/experiments/${id}/exists`)
  expect(
    await Promise.all([ok, explicit, gone, temp, begun].map(async (id) => (await exists(id)).status)),
  ).toEqual([200, 404, 404, 404, 404])
})

test('the next sessions can be told to fail, whichever they are', async () => {
  xnat.addProject({ id: 'P', sessions: 5 })
  xnat.failNext('silent-gone', 3)
  await rebuild('P')
  expect(done().length).toBe(2)
  await rebuild('P')
  expect(done().length).toBe(7)
})

test('an empty project gives a run of three lines', async () => {
  xnat.addProject({ id: 'EMPTY' })
  await rebuild('EMPTY')
  expect(messagesOf(log(), ({ thread }) => thread.startsWith('http'))).toEqual([
    'Project EMPTY metadata creation requested',
    'Thread count for parallel JSON creation: 2',
    'Project EMPTY metadata creation complete',
  ])
})

test('work goes on when the client has gone, and the lock stays', async () => {
  xnat.addProject({ id: 'P', sessions: 3 })
  const run = xnat.holdRegeneration('P')
  const gone = new AbortController()
  const answer = fetch(`${xnat.url}/xapi/viewer/projects/P`, {
    method: 'POST',
    headers: { cookie: admin.cookie ?? '' },
    signal: gone.signal,
  }).catch(() => 'gone')
  await run.reached(2)
  gone.abort()
  expect(await answer).toBe('gone')
  expect((await rebuild('P')).status).toBe(423)
  await run.storeRest()
  expect(done().length).toBe(3)
  expect(xnat.locked).toBe(false)
})

test('a restart loses the lock, the work and the sign-ins, and starts the pools over', async () => {
  xnat.addProject({ id: 'P', sessions: 4 })
  const run = xnat.holdRegeneration('P')
  const answer = rebuild('P').catch(() => 'cut')
  await run.reached(2)
  await xnat.restart()
  expect(await answer).toBe('cut')
  expect((await admin.get('/xapi/users/username')).status).toBe(401)
  expect(messagesOf(log(), ({ message }) => message === 'OHIF Viewer XAPI initialised').length).toBe(2)
  expect(done()).toEqual([])

  run.release()
  admin = await signedIn(xnat)
  expect((await rebuild('P')).status).toBe(201)
  const begins = log().filter(({ message }) => message.startsWith('Creating session metadata'))
  expect(new Set(begins.map(({ thread }) => thread))).toEqual(new Set(['pool-2-thread-1', 'pool-2-thread-2']))
})

test('pool numbers grow from run to run within one life', async () => {
  xnat.addProject({ id: 'P', sessions: 1 })
  await rebuild('P')
  await rebuild('P')
  const begins = log().filter(({ message }) => message.startsWith('Creating session metadata'))
  expect(begins.map(({ thread }) => thread)).toEqual(['pool-2-thread-1', 'pool-3-thread-1'])
})

test('a server that cannot be reached goes on working and keeps its sessions', async () => {
  xnat.addProject({ id: 'P', sessions: 2 })
  const run = xnat.holdRegeneration('P')
  const answer = rebuild('P').catch(() => 'cut')
  await run.reached(2)
  await xnat.goDown()
  expect(await answer).toBe('cut')
  await expect(fetch(xnat.url)).rejects.toThrow()
  await run.storeRest()
  await xnat.comeBack()
  expect(done().length).toBe(2)
  expect((await admin.get('/xapi/users/username')).status).toBe(200)
})

test('a request that dies leaves an ERROR on its thread and no end line', async () => {
  xnat.addProject({ id: 'P', sessions: 6 })
  xnat.killNextRun({ afterSessions: 1 })
  const answer = await rebuild('P')
  expect([answer.status, answer.body]).toEqual([500, 'JSON creation interrupted: sleep interrupted'])
  const last = log().findLast(({ thread }) => thread.startsWith('http'))
  expect(last?.message).toBe('Error executing request - JSON creation interrupted: sleep interrupted')
  expect(last?.more[0]).toMatch(/^org\.nrg\.xnatx\.plugin\.PluginException: /)
  await xnat.idle()
  expect(done().length).toBe(2)
  expect((await rebuild('P')).status).toBe(201)
})

test('an old document is copied once, and rebuilt only the next time', async () => {
  xnat.addProject({ id: 'P', sessions: [{ document: 'old' }] })
  await rebuild('P')
  await rebuild('P')
  expect(about(idOf('P')).filter((message) => message.includes('session metadata for'))).toEqual([
    `Migrating session metadata for ${idOf('P')}`,
    `Creating session metadata for ${idOf('P')}`,
  ])
})

test('a session-level call takes no lock and tells its failure', async () => {
  xnat.addUser({ username: 'owner' })
  xnat.addProject({ id: 'P', owners: ['owner'], sessions: [{}, { behaviour: 'explicit-error' }] })
  const owner = await signedIn(xnat, 'owner')
  const call = (index: number) =>
    owner.send('POST', `/xapi/viewer/projects/P/experiments/${idOf('P', index)}`)
  const run = xnat.holdRegeneration('P')
  const bulk = rebuild('P')
  await run.reached(2)
  const session = call(0)
  await run.reached(3)
  run.release()
  expect((await session).status).toBe(200)
  await bulk

  const failed = await call(1)
  expect(failed.status).toBe(500)
  expect(failed.body).not.toContain('Error executing request')
  expect(log().at(-1)?.message).toMatch(/^Error executing request - /)
})

test('viewer visits and archive events write on other threads', async () => {
  xnat.addProject({ id: 'P', sessions: [{ document: 'none' }, {}] })
  await xnat.visitViewer(idOf('P', 0), 'jdoe')
  expect(about(idOf('P', 0))).toContain(`Creating session metadata for ${idOf('P', 0)}`)
  await xnat.archiveEvent(idOf('P', 1))
  const rebuilt = log().find(({ message }) => message.startsWith(`Session ${idOf('P', 1)} metadata created`))
  expect(rebuilt?.thread).toMatch(/^reactorDispatcher-\d+$/)
  await xnat.archiveEvent(idOf('P', 1), 'AutoRun')
  expect(log().at(-1)?.message).toMatch(/^Handling event in OhifViewerEventListener\. PipelineName: AutoRun/)
})

test('background noise comes and goes with the server', async () => {
  await using noisy = await startXnatSimulator({ noiseMs: 2 })
  noisy.addProject({ id: 'P', sessions: 2 })
  await vi.waitUntil(() =>
    readLog(noisy.logFolder).some(({ thread }) => thread.startsWith('reactorDispatcher')),
  )
  await vi.waitUntil(() => readLog(noisy.logFolder).some(({ thread }) => thread.startsWith('http-nio')))
  await noisy.crash()
  const size = readLog(noisy.logFolder).length
  await new Promise((resolve) => setImmediate(resolve))
  expect(readLog(noisy.logFolder).length).toBe(size)
})

test('the first record after midnight renames the file of the day before', async () => {
  xnat.addProject({ id: 'P', sessions: 1 })
  await rebuild('P')
  const yesterday = log()[0]?.stamp.slice(0, 10)
  xnat.advanceClock(86_400_000)
  admin = await signedIn(xnat)
  await rebuild('P')
  expect(readdirSync(xnat.logFolder).toSorted()).toEqual(['ohifviewer.log', `ohifviewer.log.${yesterday}`])
  expect(log()[0]?.message).toBe('Project P metadata creation requested')
})

test('the answers of 3.4 and 3.7 show in the log', async () => {
  xnat.addProject({ id: 'P', sessions: [{}, { modality: 'SM' }] })
  xnat.setPluginVersion('3.4.1')
  await rebuild('P')
  const tree = log().find(({ message }) => message === 'icr.etherj.dicom.impl.DefaultPatientRoot')
  expect(tree?.more.at(-1)).toBe('')
  expect(tree?.more.length).toBeGreaterThan(20)
  expect(messagesOf(log(), ({ message }) => message.includes('.tmp'))).toEqual([])
  expect(done().length).toBe(2)

  xnat.setPluginVersion('3.7.2')
  await rebuild('P')
  expect(done().filter((message) => message.includes(idOf('P', 1))).length).toBe(1)
  expect((await admin.json('/xapi/plugins')) as object).toMatchObject({
    ohifViewerPlugin: { version: '3.7.2' },
  })
})

test('without the plugin its paths are unknown', async () => {
  xnat.setPluginVersion(null)
  expect(await admin.json('/xapi/plugins')).toEqual({})
  expect((await admin.get('/xapi/ohifaiaa/servers')).body).toMatch(/^<!doctype html/)
})

test('answers can be replaced, slowed down, cut and recorded', async () => {
  const page = xnat.answerWith('/data/projects', { body: '<html>Login</html>' })
  expect((await admin.get('/data/projects?format=json')).body).toBe('<html>Login</html>')
  page.stop()
  expect((await admin.get('/data/projects?format=json')).status).toBe(200)
  xnat.answerWith(/\/experiments/, { times: 1, cut: true })
  await expect(admin.get('/data/experiments?format=json')).rejects.toThrow()
  expect((await admin.get('/data/experiments?format=json')).status).toBe(200)

  xnat.calls.clear()
  await admin.send('PUT', '/xapi/ohifaiaa/servers', { 'content-type': 'application/json' }, '[]')
  expect(xnat.calls.to('PUT', '/xapi/ohifaiaa/servers')).toMatchObject([{ user: 'admin', body: '[]' }])
})

test('reset is the state of construction', async () => {
  xnat.addProject({ id: 'P', sessions: 1 })
  xnat.site.requireLogin = false
  xnat.switches.java8 = false
  await rebuild('P')
  await xnat.reset()
  expect(xnat.sessions()).toEqual([])
  expect([xnat.site.requireLogin, xnat.switches.java8, xnat.sessionsOpened, xnat.calls.length]).toEqual([
    true,
    true,
    0,
    0,
  ])
  expect(log().every(({ thread }) => thread === 'main')).toBe(true)
})

test('a temporary log folder goes with its simulator', async () => {
  const short = await startXnatSimulator()
  expect(existsSync(join(short.logFolder, 'ohifviewer.log'))).toBe(true)
  await short[Symbol.asyncDispose]()
  expect(existsSync(short.logFolder)).toBe(false)
  await expect(anonymous(short).get('/')).rejects.toThrow()
})

function never(): never {
  throw new Error('no record')
}
