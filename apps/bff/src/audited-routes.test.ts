import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Run } from '@ohif-admin/contracts'
import type { Hold } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import { type AuditEntry, createAuditRepository } from './storage/audit.ts'
import type { Answer, Browser } from './testing/browser.ts'
import { startConsole, type TestConsole } from './testing/console.ts'
import { askGuided, startGuided } from './testing/guided.ts'
import { apiRoutes, isReading, isUnsafe } from './testing/routes.ts'

let console: TestConsole
let admin: Browser
let owner: Browser
let member: Browser
let reader: Browser
let hold: Hold | undefined

async function setUp() {
  console = await startConsole({ logFolder: null })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'member' })
  console.xnat.addUser({ username: 'reader' })
  const people = { owners: ['owner'], members: ['member'], collaborators: ['reader'] }
  console.xnat.addProject({ id: 'LIVER', sessions: 2, ...people })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
  member = await console.signIn('member')
  reader = await console.signIn('reader')
}
afterEach(async () => {
  hold?.release()
  await console[Symbol.asyncDispose]()
})

const startRun = (browser: Browser, projectId = 'LIVER') =>
  browser.post('/api/runs', {
    kind: 'bulk',
    target: { scope: 'project', projectId },
    idempotencyKey: randomUUID(),
  })

/** A run that nobody can follow: its log is not configured and its call waits. */
async function openRun(): Promise<Run> {
  hold = console.xnat.holdRegeneration('LIVER')
  console.gateway.timeoutMs = 300
  const { json } = await startRun(admin)
  console.gateway.timeoutMs = 60_000
  return Run.parse(json)
}

interface Action {
  /** What must be there before. */
  prepare?: () => Promise<unknown>
  /** `given` is what `prepare` gave. */
  call: (given: unknown) => Promise<Answer>
  status: number
  entry: Partial<AuditEntry>
}

/** How each route that changes something is used, rightly and wrongly. A new route needs its rows. */
const ACTIONS: Readonly<Record<string, readonly Action[]>> = {
  'POST /api/session': [
    {
      call: () => console.browser().post('/api/session', { username: 'owner', password: 'owner' }),
      status: 200,
      entry: { action: 'session.sign-in', actor: 'owner', outcome: 'done', event: 'authn_login_success' },
    },
    {
      call: () => console.browser().post('/api/session', { username: 'owner\u0007\n', password: 'wrong' }),
      status: 401,
      entry: {
        action: 'session.sign-in',
        actor: 'owner\\u0007',
        outcome: 'refused',
        event: 'authn_login_fail',
        detail: { code: 'sign-in-refused' },
      },
    },
    {
      prepare: async () => {
        for (let n = 0; n < 5; n += 1)
          await console.browser().post('/api/session', { username: 'nobody', password: 'x' })
      },
      call: () => console.browser().post('/api/session', { username: 'nobody', password: 'x' }),
      status: 429,
      entry: {
        action: 'session.sign-in',
        outcome: 'refused',
        event: 'excess_rate_limit_exceeded',
        detail: { code: 'sign-in-throttled' },
      },
    },
    {
      prepare: () => console.gateway.goDown(),
      call: () => console.browser().post('/api/session', { username: 'owner', password: 'owner' }),
      status: 502,
      entry: { action: 'session.sign-in', outcome: 'failed', detail: { code: 'upstream-unreachable' } },
    },
  ],
  'DELETE /api/session': [
    {
      call: () => owner.delete('/api/session'),
      status: 204,
      entry: { action: 'session.sign-out', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: () => console.gateway.goDown(),
      call: () => owner.delete('/api/session'),
      status: 204,
      entry: { action: 'session.sign-out', actor: 'owner', outcome: 'done' },
    },
  ],
  'POST /api/runs/': [
    {
      call: () => askGuided(owner, 'LIVER'),
      status: 202,
      entry: { action: 'run.start', actor: 'owner', subject: 'project LIVER', outcome: 'done' },
    },
    {
      call: () => askGuided(reader, 'LIVER'),
      status: 403,
      entry: { action: 'run.start', actor: 'reader', outcome: 'refused', event: 'authz_fail' },
    },
    {
      call: () => askGuided(owner, 'LIVER', { afterSignOut: true, notBefore: '2099-01-01T00:00:00Z' }),
      status: 202,
      entry: { action: 'run.start', actor: 'owner', outcome: 'done' },
    },
    {
      call: () => startRun(admin),
      status: 202,
      entry: { action: 'run.start', actor: 'admin', subject: 'project LIVER', outcome: 'done' },
    },
    {
      call: () => startRun(owner),
      status: 403,
      entry: { action: 'run.start', actor: 'owner', outcome: 'refused', event: 'authz_fail' },
    },
    {
      call: () => startRun(admin, 'NOWHERE'),
      status: 404,
      entry: { action: 'run.start', subject: 'project NOWHERE', outcome: 'refused' },
    },
    {
      prepare: openRun,
      call: () => startRun(admin),
      status: 409,
      entry: { action: 'run.start', outcome: 'refused', detail: { code: 'run-active' } },
    },
    {
      prepare: () => console.gateway.goDown(),
      call: () => startRun(admin),
      status: 502,
      entry: { action: 'run.start', outcome: 'failed', detail: { code: 'upstream-unreachable' } },
    },
  ],
  'POST /api/runs/:runId/stop-watching': [
    {
      prepare: openRun,
      call: (run) => admin.post(`/api/runs/${(run as Run).id}/stop-watching`),
      status: 200,
      entry: { action: 'run.stop-watching', actor: 'admin', outcome: 'done' },
    },
    {
      call: () => admin.post(`/api/runs/${randomUUID()}/stop-watching`),
      status: 404,
      entry: { action: 'run.stop-watching', outcome: 'refused', detail: { code: 'not-found' } },
    },
  ],
}

/** A run of LIVER that waits in the queue behind another one. */
async function queuedRun(): Promise<Run> {
  console.xnat.addProject({ id: 'KIDNEY', sessions: 2 })
  hold = console.xnat.holdRegeneration()
  await startGuided(admin, 'KIDNEY')
  return startGuided(owner, 'LIVER')
}

async function guidedRun(): Promise<Run> {
  hold = console.xnat.holdRegeneration()
  return startGuided(owner, 'LIVER')
}

const SETTINGS = { sessionsAtOnce: 2, pauseMs: 0, quietHours: null }
const control = (browser: Browser, run: unknown, action: string) =>
  browser.post(`/api/runs/${(run as Run).id}/control`, { action })
const settings = (browser: Browser, runId: string) =>
  browser.send('PUT', `/api/runs/${runId}/settings`, { body: SETTINGS })
const order = (browser: Browser, runIds: string[]) =>
  browser.send('PUT', '/api/runs/queue', { body: { runIds } })

/** What people do to runs that wait or go on. */
const CONTROLS: Readonly<Record<string, readonly Action[]>> = {
  'POST /api/runs/:runId/control': [
    {
      prepare: guidedRun,
      call: (run) => control(owner, run, 'pause'),
      status: 200,
      entry: { action: 'run.pause', actor: 'owner', outcome: 'done', event: 'sensitive_update' },
    },
    {
      prepare: guidedRun,
      call: (run) => control(admin, run, 'stop'),
      status: 200,
      entry: { action: 'run.stop', actor: 'admin', outcome: 'done' },
    },
    {
      prepare: guidedRun,
      call: (run) => control(member, run, 'stop'),
      status: 403,
      entry: { action: 'run.stop', actor: 'member', outcome: 'refused', event: 'authz_fail' },
    },
    {
      prepare: queuedRun,
      call: (run) => control(owner, run, 'cancel'),
      status: 200,
      entry: { action: 'run.cancel', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: queuedRun,
      call: (run) => control(admin, run, 'start-now'),
      status: 200,
      entry: { action: 'run.start-now', actor: 'admin', outcome: 'done' },
    },
    {
      call: () => control(admin, { id: randomUUID() }, 'stop'),
      status: 404,
      entry: { action: 'run.stop', outcome: 'refused', detail: { code: 'not-found' } },
    },
  ],
  'PUT /api/runs/:runId/settings': [
    {
      prepare: guidedRun,
      call: (run) => settings(owner, (run as Run).id),
      status: 200,
      entry: { action: 'run.settings', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: openRun,
      call: (run) => settings(owner, (run as Run).id),
      status: 403,
      entry: { action: 'run.settings', actor: 'owner', outcome: 'refused', event: 'authz_fail' },
    },
    {
      call: () => settings(owner, randomUUID()),
      status: 404,
      entry: { action: 'run.settings', outcome: 'refused', detail: { code: 'not-found' } },
    },
  ],
  'PUT /api/runs/queue': [
    {
      prepare: queuedRun,
      call: (run) => order(owner, [(run as Run).id]),
      status: 200,
      entry: { action: 'queue.order', actor: 'owner', subject: 'queue', outcome: 'done' },
    },
    {
      prepare: queuedRun,
      call: (run) => order(member, [(run as Run).id]),
      status: 403,
      entry: { action: 'queue.order', actor: 'member', outcome: 'refused', event: 'authz_fail' },
    },
    {
      prepare: queuedRun,
      call: () => order(admin, []),
      status: 409,
      entry: { action: 'queue.order', outcome: 'refused', detail: { code: 'queue-changed' } },
    },
  ],
}

const audit = () => createAuditRepository(console.deps.database)
const newestSeq = async () => (await audit().list({ limit: 1 }))[0]?.seq ?? 0

const ALL = { ...ACTIONS, ...CONTROLS }
const cases = Object.entries(ALL).flatMap(([route, actions]) =>
  actions.map((action) => ({ route, ...action })),
)

describe('the audit', () => {
  it('is written by every route that changes something', async () => {
    await setUp()
    expect(
      apiRoutes(console.app)
        .filter((route) => isUnsafe(route) && !isReading(route))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(ALL).sort())
  })

  it.each(cases)(
    'has one intent and one outcome of $route answered with $status',
    async ({ prepare, call, status, entry }) => {
      await setUp()
      const given = await prepare?.()
      const before = await newestSeq()
      const answer = await call(given)
      expect(answer.status, answer.text).toBe(status)
      const [outcome, intent, ...older] = (await audit().list({ limit: 100 })).filter(
        ({ seq }) => seq > before,
      )
      expect(older).toEqual([])
      expect(intent).toMatchObject({
        phase: 'intent',
        action: entry.action,
        actor: outcome?.actor,
        actorAddress: '127.0.0.1',
      })
      expect(outcome).toMatchObject({
        phase: 'outcome',
        intentId: intent?.id,
        requestId: intent?.requestId,
        ...entry,
      })
      if (status >= 400) expect(answer.json).toMatchObject({ requestId: outcome?.requestId })
      expect(await audit().verify()).toMatchObject({ ok: true })
    },
  )

  it('has nothing of what changed nothing: a sign-out when nobody is signed in, input that was refused', async () => {
    await setUp()
    const before = await newestSeq()
    await console.browser().delete('/api/session')
    await admin.post('/api/runs', { kind: 'bulk' })
    await admin.post('/api/runs/impact')
    expect(await newestSeq()).toBe(before)
  })

  it('comes first: when it cannot be written nothing is changed, here or in XNAT, and reading goes on', async () => {
    await setUp()
    using other = new DatabaseSync(path.join(console.dataFolder, 'ohif-admin.sqlite'))
    other.exec(
      "create trigger broken before insert on audit_entries begin select raise(abort, 'broken'); end",
    )
    const before = await newestSeq()
    console.xnat.calls.clear()
    const calls: Readonly<Record<string, () => Promise<Answer>>> = {
      'POST /api/session': () =>
        console.browser().post('/api/session', { username: 'owner', password: 'owner' }),
      'POST /api/runs/': () => startRun(admin),
      'POST /api/runs/:runId/stop-watching': () => admin.post(`/api/runs/${randomUUID()}/stop-watching`),
      'POST /api/runs/:runId/control': () => control(admin, { id: randomUUID() }, 'stop'),
      'PUT /api/runs/:runId/settings': () => settings(admin, randomUUID()),
      'PUT /api/runs/queue': () => order(admin, []),
      'DELETE /api/session': () => admin.delete('/api/session'),
    }
    expect(Object.keys(calls).sort()).toEqual(Object.keys(ALL).sort())
    for (const [route, call] of Object.entries(calls))
      expect([route, (await call()).status]).toEqual([route, 500])
    expect(console.xnat.calls).toEqual([])
    for (const address of ['/api/session', '/api/overview', '/api/runs', '/api/xnat/projects', '/ready']) {
      expect([address, (await admin.get(address)).status]).toEqual([address, 200])
    }
    other.exec('drop trigger broken')
    expect(await newestSeq()).toBe(before)
    expect((await startRun(admin)).status).toBe(202)
  })

  it('is the reason that is given while somebody else holds the database for writing', async () => {
    await setUp()
    console.clock.advance(2 * 60_000)
    using other = new DatabaseSync(path.join(console.dataFolder, 'ohif-admin.sqlite'))
    other.exec('begin immediate')
    expect(await startRun(owner)).toMatchObject({ status: 503, json: { code: 'storage-unavailable' } })
    // Noting that somebody is active is a write, too; it is given up, and reading is not.
    await expect.poll(async () => (await admin.get('/api/session')).status, { timeout: 10_000 }).toBe(200)
    other.exec('rollback')
    expect(await startRun(owner)).toMatchObject({ status: 403 })
  })
})
