import { CheckReport, ErrorBody, SetUpProof } from '@ohif-admin/contracts'
import { type AiaaServer, startAiaaServer } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { NGC } from '../../testing/loading.ts'

const HOUR_MS = 3_600_000
const BROWSER = { outcome: 'ok', note: 'answers', calledAs: 'xnat', status: 200, tookMs: 4, steps: [] }

let console: TestConsole
let server: AiaaServer
let admin: Browser

async function setUp(settings: Record<string, string> = { AI_ALLOWED_NETWORKS: '127.0.0.0/8' }) {
  console = await startConsole({ logFolder: null, settings })
  server = await startAiaaServer({ models: [] })
  console.xnat.addProject({ id: 'LIVER', sessions: 1 })
  admin = await console.signIn('admin')
}
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const check = async (browser = admin) =>
  CheckReport.parse((await browser.post('/api/ai-servers/checks', { entry: server.url })).json)
const modelsOf = (browser = admin) =>
  browser.get(`/api/ai-models?origin=${encodeURIComponent(server.url)}&read=again`)
const load = async (browser = admin) => {
  const body = { origin: server.url, name: 'my_spleen', source: NGC, generation: '4.0' }
  const prepared = await browser.post('/api/ai-models/loads', body)
  if (prepared.status !== 201) return prepared.status
  return (await browser.post(`/api/ai-models/loads/${(prepared.json as { id: string }).id}/start`)).status
}
const proof = async (project = 'LIVER') => {
  const address = `/api/set-up/proof?server=${encodeURIComponent(server.url)}&project=${project}`
  const answer = await admin.get(address)
  expect(answer.status, answer.text).toBe(200)
  const { steps } = SetUpProof.parse(answer.json)
  return Object.fromEntries(steps.map(({ step, state, note }) => [step, `${state} ${note}`]))
}

describe('a server that no list names', () => {
  it('takes its first model from an administrator who has just checked it, and is registered afterwards', async () => {
    await setUp()
    expect(await proof()).toEqual({
      'server-checked': 'open this-unchecked',
      model: 'open this-unseen',
      registered: 'open this-not-used',
      browser: 'open browser-none',
    })
    expect([(await modelsOf()).status, await load()]).toEqual([404, 404])

    const { id } = await check()
    expect((await modelsOf()).status).toBe(200)
    expect(await proof()).toMatchObject({ 'server-checked': 'proved checked', model: 'open this-no-model' })
    expect(await load()).toBe(202)
    await expect.poll(async () => (await modelsOf()).text, { timeout: 20_000 }).toContain('my_spleen')
    expect(await proof()).toMatchObject({ model: 'proved model-listed' })

    const saved = await admin.send('PUT', '/api/assignments/places/project:LIVER', {
      body: { list: [server.url], seen: null },
    })
    expect(saved.status, saved.text).toBe(200)
    await admin.send('PUT', `/api/ai-servers/checks/${id}/browser`, { body: BROWSER })
    expect(await proof()).toEqual({
      'server-checked': 'proved checked',
      model: 'proved model-listed',
      registered: 'proved registered-project',
      browser: 'proved browser-answers',
    })
  })

  it('is open to nobody else, and no longer than an hour', async () => {
    await setUp()
    console.xnat.addUser({ username: 'second', roles: ['Administrator'] })
    console.xnat.addUser({ username: 'user' })
    await check()
    await modelsOf()
    const [second, user] = [await console.signIn('second'), await console.signIn('user')]
    expect([(await modelsOf(second)).status, await load(second)]).toEqual([404, 404])
    expect([(await modelsOf(user)).status, await load(user)]).toEqual([403, 403])
    // That somebody else looked at it tells nobody more of its ports.
    await server[Symbol.asyncDispose]()
    expect(await check(user)).toMatchObject({ state: 'unreachable', reason: null })
    console.clock.advance(HOUR_MS + 60_000)
    admin = await console.signIn('admin')
    expect((await modelsOf()).status).toBe(404)
  })

  it('is not opened by a check that the guard refused, or that found no AI server', async () => {
    await setUp({})
    expect(await check()).toMatchObject({ state: 'not-called', reason: 'address-is-this-machine' })
    expect([(await modelsOf()).status, await load()]).toEqual([404, 404])
    expect(server.calls).toHaveLength(0)
  })
})

describe('the proof of one server', () => {
  it('is not another server, and not what was so before the last check', async () => {
    await setUp()
    await using other = await startAiaaServer()
    await admin.post('/api/ai-servers/checks', { entry: other.url })
    console.xnat.storeAiServers([other.url])
    console.clock.advance(60_000)
    expect(await proof()).toMatchObject({
      'server-checked': 'open this-unchecked',
      registered: 'open this-other-used',
    })
    await check()
    await server[Symbol.asyncDispose]()
    await check()
    expect(await proof()).toMatchObject({ 'server-checked': 'open this-check-bad' })
  })

  it('says what nobody can tell now, and that there is no such project', async () => {
    await setUp()
    expect(await proof('NOWHERE')).toMatchObject({ registered: 'open this-no-project' })
    console.xnat.answerWith(/ohifaiaa/, { status: 502, body: '<html>bad gateway</html>' })
    expect(await proof()).toMatchObject({ registered: 'unknown registered-unknown' })
    const bad = await admin.get('/api/set-up/proof?server=nonsense')
    expect([bad.status, ErrorBody.parse(bad.json).code]).toEqual([400, 'bad-request'])
  })
})
