import { randomUUID } from 'node:crypto'
import {
  ErrorBody,
  Impact,
  Run,
  RunList,
  RunLog,
  type RunSession,
  RunSessionPage,
} from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole(options)
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  console.xnat.addProject({ id: 'LIVER', title: 'Liver study', sessions: 6, owners: ['owner'] })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const impactOf = (browser: Browser, projectId: string) =>
  browser.post('/api/runs/impact', { kind: 'bulk', target: { scope: 'project', projectId } })

const start = (browser: Browser, projectId: string, idempotencyKey: string = randomUUID()) =>
  browser.post('/api/runs', { kind: 'bulk', target: { scope: 'project', projectId }, idempotencyKey })

async function startRun(projectId: string): Promise<Run> {
  const answer = await start(admin, projectId)
  expect(answer.status, answer.text).toBe(202)
  return Run.parse(answer.json)
}

/** Waits on the run's own stream, as the page does. */
async function untilOver({ id }: Run, browser: Browser = admin): Promise<Run> {
  await using stream = await browser.listen(`run:${id}`)
  const message = await stream.until((one) => one.type === 'run' && one.run.endedAt !== null)
  return (message as Extract<typeof message, { type: 'run' }>).run
}

async function verdicts({ id }: Run, browser: Browser = admin, query = 'limit=1000'): Promise<RunSession[]> {
  const answer = await browser.get(`/api/runs/${id}/sessions?${query}`)
  return RunSessionPage.parse(answer.json).sessions
}

const bulkCalls = () => console.xnat.calls.to('POST', /^\/xapi\/viewer\/projects\/[^/]+$/)

describe('a bulk run of a project', () => {
  it('says before the start what it will do', async () => {
    await setUp()
    const impact = Impact.parse((await impactOf(admin, 'LIVER')).json)
    expect(impact).toMatchObject({
      projectTitle: 'Liver study',
      sessions: 6,
      xnatCalls: 1,
      estimate: null,
      activeRunId: null,
    })
    expect(impact.log).toEqual({ state: 'ok', problem: null })
    console.xnat.addProject({ id: 'LARGE', sessions: 20 })
    await untilOver(await startRun('LARGE'))
    const again = Impact.parse((await impactOf(admin, 'LIVER')).json)
    expect(again.estimate).not.toBeNull()
  })

  it('ends by its log lines although the proxy gave up in the middle, with one call to XNAT', async () => {
    await setUp({ gatewayTimeoutMs: 300 })
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    await using stream = await admin.listen(`run:${run.id}`)
    await stream.until((one) => one.type === 'run' && one.run.xnatCall.outcome === 'gateway-timeout')
    await stream.until((one) => one.type === 'run' && one.run.state === 'running')
    hold.storeRest()
    const over = await untilOver(run)
    expect(over).toMatchObject({
      state: 'finished',
      threads: 4,
      xnatCall: { outcome: 'gateway-timeout', status: 504 },
    })
    expect(over.counts).toMatchObject({ total: 6, stored: 6, silentFailure: 0, failed: 0, unknown: 0 })
    expect((await verdicts(run)).map(({ verdict }) => verdict)).toEqual(Array(6).fill('stored'))
    expect(bulkCalls()).toHaveLength(1)
  })

  it('finds failures the answer 201 does not mention, each with its evidence', async () => {
    await setUp()
    console.xnat.addProject({
      id: 'BROKEN',
      sessions: [
        { label: 'fine' },
        { label: 'gone', behaviour: 'silent-gone' },
        { label: 'unsaved', behaviour: 'silent-after-temp' },
        { label: 'begun', behaviour: 'silent-begun' },
        { label: 'unreadable', behaviour: 'explicit-error' },
        { label: 'old', document: 'old' },
      ],
    })
    const run = await startRun('BROKEN')
    const over = await untilOver(run)
    expect(over).toMatchObject({
      state: 'finished',
      xnatCall: { outcome: expect.stringMatching(/answered|pending/) },
    })
    expect(over.counts).toMatchObject({
      total: 6,
      stored: 1,
      migrated: 1,
      failed: 1,
      silentFailure: 3,
      unknown: 0,
    })
    const byLabel = new Map((await verdicts(run)).map((session) => [session.label, session]))
    expect(byLabel.get('gone')).toMatchObject({ verdict: 'silent-failure', evidence: 'no-line-before-3.7' })
    expect(byLabel.get('unsaved')?.verdict).toBe('silent-failure')
    expect(byLabel.get('unreadable')).toMatchObject({ verdict: 'failed', evidence: 'explicit-error' })
    expect(byLabel.get('unreadable')?.reason).toBeTruthy()
    expect(byLabel.get('old')?.verdict).toBe('migrated')
    expect(await verdicts(run, admin, 'show=failures')).toHaveLength(4)
    expect(await verdicts(run, admin, 'search=UNSAVED')).toHaveLength(1)
  })

  it('names the sessions XNAT listed before and did not queue', async () => {
    await setUp({ xnat: { switches: { runsIncludeShared: false } } })
    console.xnat.addProject({
      id: 'GIVES',
      sessions: [{ label: 'shared', sharedInto: [{ project: 'LIVER' }] }],
    })
    const impact = Impact.parse((await impactOf(admin, 'LIVER')).json)
    expect(impact).toMatchObject({ sessions: 7, notOwned: 1 })
    const over = await untilOver(await startRun('LIVER'))
    expect(over).toMatchObject({ expected: 7, counts: { total: 6, stored: 6, unknown: 0 } })
    expect((await verdicts(over)).at(-1)).toMatchObject({
      position: 6,
      verdict: 'unknown',
      evidence: 'not-queued',
    })

    expect(await verdicts(over, admin, 'show=failures')).toEqual([])
  })

  it('refuses to start without the plugin, and says so before', async () => {
    await setUp()
    console.xnat.setPluginVersion(null)
    const impact = Impact.parse((await impactOf(admin, 'LIVER')).json)
    expect(impact.plugin).toBe('missing')
    expect(await start(admin, 'LIVER')).toMatchObject({ status: 409, json: { code: 'plugin-missing' } })
    expect(bulkCalls()).toHaveLength(0)
  })

  it('finds a project made a moment ago', async () => {
    await setUp()
    expect((await impactOf(admin, 'NEWP')).status).toBe(404)
    console.xnat.addProject({ id: 'NEWP', sessions: 1 })
    expect((await impactOf(admin, 'NEWP')).status).toBe(200)
  })

  it('does not tell people about runs they may not see', async () => {
    await setUp()
    console.xnat.addProject({ id: 'SECRET', sessions: 2 })
    const hold = console.xnat.holdRegeneration('SECRET')
    const run = await startRun('SECRET')
    const owner = await console.signIn('owner')
    expect((await impactOf(owner, 'LIVER')).json).toMatchObject({
      activeRunId: null,
    })
    hold.storeRest()
    await untilOver(run)
  })

  it('does not call a session of plugin 3.7 without a line a failure', async () => {
    await setUp({ xnat: { pluginVersion: '3.7.2' } })
    console.xnat.addProject({ id: 'MIXED', sessions: [{}, { behaviour: 'silent-gone' }] })
    const over = await untilOver(await startRun('MIXED'))
    expect(over.counts).toMatchObject({ total: 2, stored: 1, silentFailure: 0, unknown: 1 })
  })

  it('finishes at once when there is nothing to rebuild', async () => {
    await setUp()
    console.xnat.addProject({ id: 'EMPTY', sessions: 0 })
    const over = await untilOver(await startRun('EMPTY'))
    expect(over).toMatchObject({ state: 'finished', counts: { total: 0, stored: 0 } })
  })

  it('is refused while XNAT is busy with a rebuild that no log here shows', async () => {
    await setUp({ logFolder: null })
    console.xnat.addProject({ id: 'OTHER', sessions: 2 })
    const hold = console.xnat.holdRegeneration('OTHER')
    const foreign = fetch(`${console.xnat.url}/xapi/viewer/projects/OTHER`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
    })
    await expect.poll(() => console.xnat.locked).toBe(true)
    const answer = await start(admin, 'LIVER')
    expect(answer.status).toBe(409)
    expect(ErrorBody.parse(answer.json)).toMatchObject({ code: 'xnat-locked' })
    const [refused] = RunList.parse((await admin.get('/api/runs?limit=1')).json).runs
    expect(refused).toMatchObject({ state: 'refused', reason: 'xnat-locked', counts: { total: null } })
    hold.storeRest()
    await foreign
  })

  it('is refused while our own run is active, by whoever asks', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    const second = await start(admin, 'LIVER')
    expect(second.status).toBe(409)
    expect(second.json).toMatchObject({ code: 'run-active', runId: run.id })
    hold.storeRest()
    await untilOver(run)
    expect(bulkCalls()).toHaveLength(1)
  })

  it('starts once however often the same intent is sent at the same time', async () => {
    await setUp()
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(admin, 'LIVER', key)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map(({ json }) => Run.parse(json).id)).size).toBe(1)
    expect(bulkCalls()).toHaveLength(1)
    await untilOver(Run.parse(answers[0]?.json))
  })

  it('cannot be started by an owner or by support, who can watch it as far as XNAT lets them', async () => {
    await setUp()
    const owner = await console.signIn('owner')
    const support = await console.signIn('support')
    for (const browser of [owner, support]) {
      expect(await start(browser, 'LIVER')).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    }
    expect(bulkCalls()).toHaveLength(0)
    console.xnat.addProject({
      id: 'SECRET',
      sessions: [{ label: 'SECRET_LABEL', behaviour: 'explicit-error' }],
    })
    const run = await startRun('SECRET')
    await untilOver(run)
    expect((await owner.get(`/api/runs/${run.id}`)).status).toBe(404)
    expect((await owner.get(`/api/runs/${run.id}/sessions`)).status).toBe(404)
    await expect(owner.listen(`run:${run.id}`)).rejects.toThrow('404')
    expect((await owner.get('/api/runs')).json).toEqual({ runs: [], total: 0, next: null })
    expect((await verdicts(run, support))[0]).toMatchObject({ verdict: 'failed', reason: null })
    expect((await support.get(`/api/runs/${run.id}/log`)).text).not.toContain('SECRET_LABEL')
    expect((await admin.get(`/api/runs/${run.id}/log`)).text).toContain('SECRET_LABEL')
  })

  it('shows an owner events and not the log', async () => {
    await setUp()
    const run = await startRun('LIVER')
    await untilOver(run)
    const owner = await console.signIn('owner')
    const log = RunLog.parse((await owner.get(`/api/runs/${run.id}/log`)).json)
    expect(new Set(log.lines.map(({ form }) => form))).toEqual(new Set(['derived']))
    expect(
      log.lines.filter((line) => line.form === 'derived' && line.event === 'session-stored'),
    ).toHaveLength(6)
  })

  it('answers for a project that is not there, and for input that is not valid', async () => {
    await setUp()
    expect(await start(admin, 'NOWHERE')).toMatchObject({ status: 404, json: { code: 'not-found' } })
    const bad = await admin.post('/api/runs', {
      kind: 'bulk',
      target: { scope: 'project', projectId: '../x' },
      idempotencyKey: 'no',
      more: 1,
    })
    expect(bad.status).toBe(400)
    expect(ErrorBody.parse(bad.json).fields?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['target.projectId', 'idempotencyKey']),
    )
    expect(bulkCalls()).toHaveLength(0)
  })

  it('fails to start when XNAT is down, and says so', async () => {
    await setUp()
    console.xnat.answerWith(/^\/xapi\/viewer\//, {
      status: 500,
      body: 'There was an error in the request : disk full',
    })
    const over = await untilOver(await startRun('LIVER'))
    expect(over).toMatchObject({
      state: 'failed-to-start',
      reason: 'xnat-error',
      detail: expect.stringContaining('disk full'),
    })
  })

  it('is interrupted by a restart of XNAT, and the rest is unknown, not stored', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    hold.storeOne()
    await using stream = await admin.listen(`run:${run.id}`)
    await stream.until((one) => one.type === 'run' && one.run.counts.stored === 1)
    await console.xnat.restart()
    const over = await untilOver(run)
    expect(over).toMatchObject({ state: 'interrupted', reason: 'xnat-restarted' })
    expect(over.counts).toMatchObject({ total: 6, stored: 1, unknown: 5, waiting: 0, inWork: 0 })
  })

  it('leaves every session unknown when its request dies before any work', async () => {
    await setUp()
    console.xnat.killNextRun()
    const over = await untilOver(await startRun('LIVER'))
    expect(over).toMatchObject({
      state: 'failed',
      reason: 'run-error',
      counts: { total: 6, stored: 0, unknown: 6 },
    })
    expect(over.detail).toBeTruthy()
  })

  it('dies with its request', async () => {
    await setUp()
    console.xnat.killNextRun({ afterSessions: 2 })
    const over = await untilOver(await startRun('LIVER'))
    expect(over).toMatchObject({ state: 'failed', reason: 'run-error' })
    expect(over.counts.stored).toBeLessThan(6)
  })
})

describe('a bulk run whose log cannot be read', () => {
  it('still starts, and ends as unknown when XNAT has answered', async () => {
    await setUp({ logFolder: null })
    const over = await untilOver(await startRun('LIVER'))
    expect(over).toMatchObject({ state: 'unknown', reason: 'log-not-seen', log: { state: 'none' } })
    expect(over.counts).toMatchObject({ total: null, stored: 0, unknown: 6 })
    expect((await verdicts(over)).map(({ verdict }) => verdict)).toEqual(Array(6).fill('unknown'))
  })

  it('says what is wrong with the folder', async () => {
    await setUp({ logFolder: '/nowhere/logs' })
    const impact = Impact.parse((await impactOf(admin, 'LIVER')).json)
    expect(impact.log).toEqual({ state: 'unreadable', problem: 'folder-missing' })
  })

  it('is found in the log when the folder appears in mid-run', async () => {
    await setUp({ logFolder: '/nowhere/logs' })
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    expect(run.log).toEqual({ state: 'unreadable', problem: 'folder-missing' })
    hold.storeRest()
    expect(await untilOver(run)).toMatchObject({ state: 'unknown' })
  })

  it('can be given up by an admin when nothing can be learned, and only then', async () => {
    await setUp({ logFolder: null, gatewayTimeoutMs: 200 })
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    await using stream = await admin.listen(`run:${run.id}`)
    await stream.until((one) => one.type === 'run' && one.run.xnatCall.outcome === 'gateway-timeout')
    const owner = await console.signIn('owner')
    expect((await owner.post(`/api/runs/${run.id}/stop-watching`)).status).toBe(403)
    const given = await admin.post(`/api/runs/${run.id}/stop-watching`)
    expect(given.json).toMatchObject({ state: 'unknown', reason: 'stopped-watching', counts: { unknown: 6 } })
    expect(await admin.post(`/api/runs/${run.id}/stop-watching`)).toMatchObject({
      status: 409,
      json: { code: 'run-over' },
    })
    hold.storeRest()
  })
})

describe('a run and a restart of the console', () => {
  it('goes on being followed, with the verdicts of an undisturbed run and no second call', async () => {
    await setUp()
    console.xnat.addProject({ id: 'LONG', sessions: 40 })
    const hold = console.xnat.holdRegeneration('LONG')
    const run = await startRun('LONG')
    for (let n = 0; n < 7; n += 1) hold.storeOne()
    await console.restart()
    hold.storeRest()
    const over = await untilOver(run)
    expect(over).toMatchObject({
      state: 'finished',
      counts: { total: 40, stored: 40 },
      xnatCall: { outcome: 'not-known' },
    })
    expect(bulkCalls()).toHaveLength(1)
  })

  it('is found finished when it ended while the console was away', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    await console.app.close()
    hold.storeRest()
    await console.xnat.idle()
    await console.restart()
    expect(await untilOver(run)).toMatchObject({ state: 'finished', counts: { stored: 6 } })
  })
})
