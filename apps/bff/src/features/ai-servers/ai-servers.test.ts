import { AiServerList, Assignment, CheckReport, ServerModels } from '@ohif-admin/contracts'
import {
  type AiaaServer,
  type MonaiLabelServer,
  type StrangeBehaviour,
  startAiaaServer,
  startMonaiLabelServer,
  startStrangeServer,
} from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

const LOOPBACK = { AI_ALLOWED_NETWORKS: '127.0.0.0/8' }

let console: TestConsole
let aiaa: AiaaServer
let monai: MonaiLabelServer
let admin: Browser
let owner: Browser
const disposal = new AsyncDisposableStack()

beforeAll(async () => {
  aiaa = disposal.use(await startAiaaServer())
  monai = disposal.use(await startMonaiLabelServer())
  console = disposal.use(await startConsole({ logFolder: null, settings: LOOPBACK }))
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', title: 'Liver', owners: ['owner'] })
  console.xnat.addProject({ id: 'KNEE', title: 'Knee' })
  console.xnat.storeAiServers([aiaa.url])
  console.xnat.storeAiServers([monai.url, 'http://ai-ignored.example.org:5000'], 'LIVER')
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
})
afterAll(() => disposal.disposeAsync())

const list = async (browser: Browser) => AiServerList.parse((await browser.get('/api/ai-servers')).json)
const check = async (browser: Browser, entry: string) =>
  CheckReport.parse((await browser.send('POST', '/api/ai-servers/checks', { body: { entry } })).json)
const stepOf = (report: CheckReport, name: string) => report.steps.find(({ step }) => step === name)

describe('the servers', () => {
  it('are all that any readable list names, with who uses them', async () => {
    const { servers, mayManage } = await list(admin)
    expect(mayManage).toBe(true)
    const byOrigin = new Map(servers.map((server) => [server.origin as string, server]))
    expect(byOrigin.get(aiaa.url)).toMatchObject({
      usedBySite: true,
      projects: 1,
      firstProjects: [{ title: 'Knee' }],
    })
    expect(byOrigin.get(monai.url)).toMatchObject({ usedBySite: false, projects: 1 })
    expect(byOrigin.get('http://ai-ignored.example.org:5000')).toMatchObject({ projects: 0, last: null })
  })

  it('show a project owner nothing of projects that are not theirs', async () => {
    const { servers, mayManage } = await list(owner)
    expect(mayManage).toBe(false)
    expect(servers.flatMap(({ firstProjects }) => firstProjects.map(({ title }) => title))).toEqual(['Liver'])
  })

  it('are looked at by the console itself, with the right call for each kind', async () => {
    await list(admin)
    const states = async () =>
      new Map(
        (await list(admin)).servers.map(({ origin, kind, last }) => [
          origin as string,
          `${kind} ${last?.state}`,
        ]),
      )
    await expect.poll(async () => (await states()).get(aiaa.url), { timeout: 20_000 }).toBe('aiaa ok')
    await expect.poll(async () => (await states()).get(monai.url), { timeout: 20_000 }).toBe('monai-label ok')
    expect(monai.calls.filter(({ path }) => path.startsWith('/info'))).toEqual([])
  })
})

describe('a server that works and lets no page of XNAT read its answers', () => {
  it('is not shown as one that works, by the console, by its models, or by a check', async () => {
    await using closed = await startAiaaServer({ cors: 'none' })
    await using fresh = await startConsole({ logFolder: null, settings: LOOPBACK })
    fresh.xnat.addProject({ id: 'SPINE' })
    fresh.xnat.storeAiServers([closed.url], 'SPINE')
    const someone = await fresh.signIn('admin')
    const shown = async () => (await list(someone)).servers.find(({ origin }) => origin === closed.url)
    await shown()
    const expected = { last: { state: 'degraded' }, problems: [{ code: 'pages-kept-out', model: null }] }
    await expect.poll(shown, { timeout: 20_000 }).toMatchObject(expected)
    const { json } = await someone.get(`/api/ai-servers/models?origin=${encodeURIComponent(closed.url)}`)
    expect(ServerModels.parse(json)).toMatchObject({ state: 'degraded', problems: expected.problems })
    expect((await check(someone, closed.url)).state).toBe('ok')
    expect(await shown()).toMatchObject(expected)
  })
})

describe('models', () => {
  it('are listed with what the viewer makes of them', async () => {
    const { json } = await admin.get(`/api/ai-servers/models?origin=${encodeURIComponent(aiaa.url)}`)
    const models = ServerModels.parse(json)
    expect(models).toMatchObject({ kind: 'aiaa', state: 'ok', app: null })
    expect(models.models.length).toBeGreaterThan(0)
    const counted = (await list(admin)).servers.find(({ origin }) => origin === aiaa.url)
    expect(counted?.modelCount).toBe(models.models.length)
  })

  it('are read once for everybody who asks at the same time', async () => {
    const before = monai.calls.filter(({ path }) => path.startsWith('/info')).length
    const url = `/api/ai-servers/models?origin=${encodeURIComponent(monai.url)}`
    await Promise.all([admin.get(url), owner.get(url), admin.get(url)])
    const asked = monai.calls.filter(({ path }) => path.startsWith('/info')).length - before
    expect(asked).toBeLessThanOrEqual(2) // the redirect and its target
    const { app } = ServerModels.parse((await admin.get(url)).json)
    expect(app).toMatchObject({ version: '0.8.5', datastore: { place: 'folder', images: 41 } })
  })

  it('of a server that no list names are not told', async () => {
    const { status } = await owner.get('/api/ai-servers/models?origin=http%3A%2F%2Felsewhere.example.org')
    expect(status).toBe(404)
  })
})

describe('a check', () => {
  it('goes step by step and says what the viewer would meet', async () => {
    const report = await check(admin, aiaa.url)
    expect(report).toMatchObject({ state: 'ok', kind: 'aiaa', browser: null, checkedBy: 'admin' })
    const outcomes = Object.fromEntries(report.steps.map(({ step, outcome }) => [step, outcome]))
    expect(outcomes).toMatchObject({
      names: 'ok',
      connect: 'ok',
      tls: 'skipped',
      http: 'ok',
      kind: 'ok',
      models: 'ok',
    })
  })

  it('says that a path is dropped, and that a server answers below it', async () => {
    const report = await check(admin, `${aiaa.url}/aiaa`)
    expect(stepOf(report, 'address')).toMatchObject({ outcome: 'attention', note: 'path-dropped' })
  })

  it('is not made of this machine where the configuration does not name it, nor of the metadata service', async () => {
    expect(await check(admin, 'http://169.254.169.254')).toMatchObject({
      state: 'not-called',
      reason: 'address-never-allowed',
    })
    expect(await check(admin, 'http://[::1]:5000')).toMatchObject({
      state: 'not-called',
      reason: 'address-is-this-machine',
    })
    expect(await check(owner, 'http://10.99.99.99:5000')).toMatchObject({
      state: 'not-called',
      reason: 'not-listed',
    })
  })

  it('tells somebody who may not register servers nothing about ports', async () => {
    const report = await check(owner, 'http://127.0.0.1:9')
    expect(report.state).toBe('not-called')
    const closed = await check(owner, 'http://127.0.0.1:65533')
    expect(closed).toMatchObject({ state: 'unreachable', reason: null })
    expect(stepOf(closed, 'connect')).toMatchObject({ note: 'closed', tookMs: null })
  })

  const STRANGE: readonly [StrangeBehaviour, string, string | null][] = [
    ['silent-socket', 'busy', 'no-answer'],
    ['html-page', 'wrong-service', 'not-json'],
    ['redirects', 'wrong-service', 'redirects'],
    ['login-wall', 'auth-required', 'unauthenticated'],
    ['bad-gateway', 'error', 'gateway'],
    ['gzip-bomb', 'wrong-service', 'too-large'],
    ['not-http', 'wrong-service', 'not-http'],
    ['empty-403', 'wrong-service', 'empty-refusal'],
  ]
  it.each(STRANGE)('of a server that does %s says %s', async (behaviour, state, reason) => {
    await using strange = await startStrangeServer(behaviour)
    expect(await check(admin, strange.url)).toMatchObject({ state, reason })
  })
})

describe('assignments', () => {
  it('show the kind and the health of the server that is used', async () => {
    const read = async () =>
      Assignment.parse((await admin.get('/api/assignments/places/site')).json).effective.health
    await expect.poll(read, { timeout: 20_000 }).toMatchObject({ kind: 'aiaa', health: 'ok' })
  })
})

describe('watching', () => {
  it('is for site admins', async () => {
    const body = { entry: 'http://127.0.0.1:65534' }
    expect((await owner.send('POST', '/api/ai-servers/watch', { body })).status).toBe(403)
    expect((await admin.send('POST', '/api/ai-servers/watch', { body })).status).toBe(204)
    const isListed = async (browser: Browser) =>
      (await list(browser)).servers.some(({ origin }) => origin === body.entry)
    expect([await isListed(admin), await isListed(owner)]).toEqual([true, false])
    expect((await admin.send('POST', '/api/ai-servers/unwatch', { body })).status).toBe(204)
    expect(await isListed(admin)).toBe(false)
  })
})
