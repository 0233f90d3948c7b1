import { afterEach, expect, test } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { webhookTo } from '../../testing/notices.ts'
import { bulkStart } from '../../testing/runs.ts'

const MINUTE_MS = 60_000

let console: TestConsole
let admin: Browser

async function setUp(settings: Record<string, string> = { STEP_UP: 'true' }) {
  console = await startConsole({ settings })
  console.xnat.addProject({ id: 'LIVER', sessions: 2 })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const refused = { status: 403, json: { code: 'reauth-required' } }
const startSite = () => admin.post('/api/runs', bulkStart({ scope: 'site' }, { confirm: 'XNAT' }))
const startProject = () => admin.post('/api/runs', bulkStart({ scope: 'project', projectId: 'LIVER' }))
const saveList = (place: string) =>
  admin.send('PUT', `/api/assignments/places/${place}`, {
    body: { list: ['http://127.0.0.1:9'], seen: null },
  })
const addHook = () => admin.post('/api/webhooks', webhookTo('http://hooks.example.invalid/x'))
const prove = (password: string) => admin.post('/api/session/proof', { password })

test('what concerns the whole site needs a password that was given lately, and nothing reaches XNAT before', async () => {
  await setUp()
  console.clock.advance(6 * MINUTE_MS)
  console.xnat.calls.clear()
  for (const act of [startSite, () => saveList('site'), addHook]) expect(await act()).toMatchObject(refused)
  expect(console.xnat.calls.filter(({ method }) => method !== 'GET')).toEqual([])
  expect((await startProject()).status).toBe(202)
  await console.xnat.idle()
  expect((await prove('admin')).status).toBe(204)
  expect((await addHook()).status).toBe(201)
  expect((await startSite()).status).toBe(202)
  console.clock.advance(6 * MINUTE_MS)
  expect(await addHook()).toMatchObject(refused)
})

test('a sign-in is as good as the password given again, for as long', async () => {
  await setUp({ STEP_UP: 'true', STEP_UP_MINUTES: '10' })
  console.clock.advance(9 * MINUTE_MS)
  expect((await addHook()).status).toBe(201)
  console.clock.advance(2 * MINUTE_MS)
  expect(await addHook()).toMatchObject(refused)
})

test('a change of many lists needs it when the site’s is among them', async () => {
  await setUp()
  console.xnat.storeAiServers(['http://old.example.org'])
  const prepare = (places: string[]) =>
    admin.post('/api/assignments/jobs', { kind: 'set', places, list: ['http://127.0.0.1:9'] })
  const job = (await prepare(['site', 'project:LIVER'])).json as { id: string }
  const other = (await prepare(['project:LIVER'])).json as { id: string }
  console.clock.advance(6 * MINUTE_MS)
  expect(await admin.post(`/api/assignments/jobs/${job.id}/start`)).toMatchObject(refused)
  expect((await admin.post(`/api/assignments/jobs/${other.id}/start`)).status).toBe(200)
})

test('a wrong password opens nothing, is slowed down like a sign-in, and leaves no session behind in XNAT', async () => {
  await setUp()
  console.clock.advance(6 * MINUTE_MS)
  for (let time = 0; time < 5; time++)
    expect(await prove('wrong')).toMatchObject({ status: 401, json: { code: 'sign-in-refused' } })
  expect((await prove('wrong')).status).toBe(429)
  expect(await addHook()).toMatchObject(refused)
  expect((await admin.get('/api/session')).status).toBe(200)
  console.clock.advance(6 * MINUTE_MS)
  console.xnat.calls.clear()
  expect((await prove('admin')).status).toBe(204)
  expect(console.xnat.calls.to('DELETE', '/data/JSESSION')).toHaveLength(1)
  expect(console.logged()).not.toContain('"password":"')
})

test('nothing is asked for where it is not switched on', async () => {
  await setUp({})
  console.clock.advance(20 * MINUTE_MS)
  expect((await addHook()).status).toBe(201)
  expect((await startSite()).status).toBe(202)
})
