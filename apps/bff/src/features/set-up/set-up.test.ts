import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { RestartState, SetUpProgress, type SetUpStepName } from '@ohif-admin/contracts'
import { makeViewerJar, startAiaaServer } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { knownProjects, scanUntil, startScan } from '../../testing/coverage.ts'

const WEEK_MS = 7 * 86_400_000

let console: TestConsole
let admin: Browser
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-plugins-'))
})
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function setUp(settings: Record<string, string> = {}) {
  console = await startConsole({
    xnat: { pluginsFolder: folder },
    settings: { AI_ALLOWED_NETWORKS: '127.0.0.0/8', ...settings },
  })
  console.xnat.addProject({ id: 'LIVER', sessions: 1 })
  admin = await console.signIn('admin')
}
const install = (version: string) =>
  writeFile(path.join(folder, `ohif-viewer-${version}.jar`), makeViewerJar(version))

const progress = async () => {
  const answer = await admin.get('/api/set-up/progress')
  expect(answer.status, answer.text).toBe(200)
  return SetUpProgress.parse(answer.json)
}
const step = async (name: SetUpStepName) => {
  const found = (await progress()).steps.find((one) => one.step === name)
  if (!found) throw new Error(`no step ${name}`)
  return found
}
const restart = async () => RestartState.parse((await admin.get('/api/set-up/restart')).json)
const signInAgain = async () => {
  admin = await console.signIn('admin')
}

describe('a restart that somebody waits for', () => {
  it('is over only when XNAT says so itself, and good only when the plugin answers', async () => {
    await setUp()
    expect((await restart()).state).toBe('none')
    await admin.post('/api/set-up/restart')
    expect(await restart()).toMatchObject({ state: 'waiting', plugin: null, watch: { versionBefore: null } })
    await install('3.6.0')
    expect((await restart()).state).toBe('waiting')

    console.xnat.advanceClock(60_000)
    console.clock.advance(60_000)
    await console.xnat.crash()
    expect((await restart()).state).toBe('away')
    await console.xnat.comeBack()
    // XNAT has forgotten everybody: whoever comes back goes on where they were.
    expect((await admin.get('/api/set-up/restart')).status).toBe(401)
    await signInAgain()
    expect(await restart()).toMatchObject({
      state: 'restarted',
      plugin: { state: 'answers', version: '3.6.0' },
    })

    await admin.delete('/api/set-up/restart')
    expect((await restart()).state).toBe('none')
  })

  it('is no restart when XNAT was only away, and none when it does not say since when it runs', async () => {
    await setUp()
    await admin.post('/api/set-up/restart')
    await console.xnat.goDown()
    expect((await restart()).state).toBe('away')
    await console.xnat.comeBack()
    expect((await restart()).state).toBe('waiting')
    console.xnat.answerWith('/xapi/siteConfig/uptime', { status: 200, body: '<html>Starting</html>' })
    expect((await restart()).state).toBe('unknown')
  })

  it('shows that the plugin did not come', async () => {
    await setUp()
    await admin.post('/api/set-up/restart')
    console.xnat.advanceClock(60_000)
    console.clock.advance(60_000)
    await console.xnat.restart()
    await signInAgain()
    expect(await restart()).toMatchObject({ state: 'restarted', plugin: { state: 'missing' } })
  })

  it('tells how many sessions are outdated only by looks since then', async () => {
    await install('3.6.0')
    await setUp()
    console.xnat.addProject({ id: 'EMPTY', sessions: [] })
    console.xnat.addProject({ id: 'KNEE', sessions: [{ document: 'valid' }, { document: 'outdated' }] })
    const scan = async () =>
      scanUntil(admin, await startScan(admin, { projectId: null }), { state: 'done', total: 3 })
    await scan()
    await admin.post('/api/set-up/restart')
    console.xnat.advanceClock(60_000)
    console.clock.advance(60_000)
    await console.xnat.restart()
    await signInAgain()
    expect((await restart()).metadata).toEqual({ outdated: null, total: null })
    console.clock.advance(60_000)
    console.xnat.advanceClock(60_000)
    const { missing } = await scan()
    expect((await knownProjects(admin)).neverListed).toBe(0)
    expect((await restart()).metadata).toEqual({ outdated: missing, total: 3 })
    expect(await step('coverage')).toMatchObject({ state: 'open', note: 'coverage-missing' })
  })

  it('is kept when the console itself is restarted', async () => {
    await setUp()
    await admin.post('/api/set-up/restart')
    const { watch } = await restart()
    await console.restart()
    expect((await restart()).watch).toEqual(watch)
  })
})

describe('the progress', () => {
  it('proves every step by looking, from an XNAT without plugin to a server that is used', async () => {
    await setUp()
    const states = async () =>
      Object.fromEntries((await progress()).steps.map((one) => [one.step, `${one.state} ${one.note}`]))
    expect(await states()).toMatchObject({
      plugin: 'open plugin-missing',
      // Without the plugin nobody writes it.
      log: 'open log-unreadable',
      'ai-server': 'open server-none',
      'server-checked': 'open checked-none',
      model: 'open model-no-server',
      browser: 'open browser-none',
      coverage: 'open coverage-none',
    })

    await install('3.6.0')
    await console.xnat.restart()
    await signInAgain()
    await using server = await startAiaaServer()
    console.xnat.storeAiServers([server.url], 'LIVER')
    await admin.send('PUT', '/api/assignments/places/site', { body: { list: [server.url], seen: null } })
    await admin.get('/api/ai-servers')
    const checked = await admin.post('/api/ai-servers/checks', { entry: server.url })
    expect(checked.status, checked.text).toBe(200)
    await expect.poll(states, { timeout: 20_000 }).toMatchObject({
      plugin: 'proved plugin-answers',
      log: 'proved log-read',
      'ai-server': 'proved server-works',
      'server-checked': 'proved checked',
      model: 'proved model-listed',
      registered: 'proved registered-site',
      browser: 'open browser-none',
    })
  })

  it('says what was proved once and is no longer so, and what nobody can see now', async () => {
    await install('3.6.0')
    await setUp()
    const before = await step('plugin')
    expect(before.state).toBe('proved')
    console.xnat.setPluginVersion(null)
    expect(await step('plugin')).toMatchObject({
      state: 'broken',
      note: 'plugin-missing',
      provedAt: before.provedAt,
    })
    console.xnat.setPluginVersion('3.6.0')
    const again = await step('plugin')
    await console.xnat.goDown()
    expect(await step('plugin')).toMatchObject({
      state: 'stale',
      note: 'plugin-unknown',
      provedAt: again.provedAt,
    })
    expect(await step('registered')).toMatchObject({ state: 'unknown', note: 'registered-unknown' })
    await console.xnat.comeBack()
  })

  it('lets a look that is a week old prove nothing about today', async () => {
    await setUp()
    await using server = await startAiaaServer()
    await admin.post('/api/ai-servers/checks', { entry: server.url })
    expect((await step('server-checked')).state).toBe('proved')
    console.clock.advance(WEEK_MS + 60_000)
    await signInAgain()
    expect((await step('server-checked')).state).toBe('stale')
  })

  it('can be put away for everybody, and brought back', async () => {
    await setUp()
    await admin.send('PUT', '/api/set-up/put-away', { body: { away: true } })
    expect((await progress()).putAway).toMatchObject({ by: 'admin' })
    await admin.send('PUT', '/api/set-up/put-away', { body: { away: false } })
    expect((await progress()).putAway).toBeNull()
  })

  it('takes no list for a server: not the one that says there is none, not a page', async () => {
    await install('3.6.0')
    await setUp()
    expect(await step('registered')).toMatchObject({ state: 'open', note: 'registered-none' })
    console.xnat.answerWith('/xapi/ohifaiaa/servers', { status: 200, body: '<html>Login</html>' })
    expect(await step('registered')).toMatchObject({ state: 'unknown', note: 'registered-unknown' })
  })
})
