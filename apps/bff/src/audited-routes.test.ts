import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuditRepository } from './storage/audit.ts'
import type { Actions, World } from './testing/audited/action.ts'
import { aiModelActions } from './testing/audited/ai-models.ts'
import { aiServerActions } from './testing/audited/ai-servers.ts'
import { assignmentActions } from './testing/audited/assignments.ts'
import { coverageActions } from './testing/audited/coverage.ts'
import { notificationActions } from './testing/audited/notifications.ts'
import { queueActions } from './testing/audited/queue.ts'
import { requestActions } from './testing/audited/requests.ts'
import { runActions } from './testing/audited/runs.ts'
import { sessionActions } from './testing/audited/session.ts'
import { setUpActions } from './testing/audited/set-up.ts'
import { viewerSettingActions } from './testing/audited/viewer-settings.ts'
import { startConsole } from './testing/console.ts'
import { apiRoutes, isReading, isUnsafe } from './testing/routes.ts'

/** How each route that changes something is used, rightly and wrongly. A new route needs its rows. */
const ACTIONS: Actions = {
  ...sessionActions,
  ...runActions,
  ...queueActions,
  ...assignmentActions,
  ...requestActions,
  ...aiServerActions,
  ...setUpActions,
  ...coverageActions,
  ...notificationActions,
  ...aiModelActions,
  ...viewerSettingActions,
}

let world: World

async function setUp() {
  const console = await startConsole({
    logFolder: null,
    settings: { AI_ALLOWED_NETWORKS: '127.0.0.0/8', UPLOAD_MAX_BYTES: '1000000' },
  })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'member' })
  console.xnat.addUser({ username: 'reader' })
  const people = { owners: ['owner'], members: ['member'], collaborators: ['reader'] }
  console.xnat.addProject({ id: 'LIVER', sessions: 2, ...people })
  world = {
    console,
    admin: await console.signIn('admin'),
    owner: await console.signIn('owner'),
    member: await console.signIn('member'),
    reader: await console.signIn('reader'),
  }
}
afterEach(async () => {
  world.hold?.release()
  await world.console[Symbol.asyncDispose]()
})

const audit = () => createAuditRepository(world.console.deps.database)
const newestSeq = async () => (await audit().list({ limit: 1 }))[0]?.seq ?? 0
const since = async (seq: number) =>
  (await audit().list({ limit: 100 })).filter((entry) => entry.seq > seq).reverse()

/** Another process that can make the database refuse entries. */
const otherProcess = () => new DatabaseSync(path.join(world.console.dataFolder, 'ohif-admin.sqlite'))
const BROKEN = "create trigger broken before insert on audit_entries begin select raise(abort, 'broken'); end"

const cases = Object.entries(ACTIONS).flatMap(([route, actions]) =>
  actions.map((action) => ({ route, ...action })),
)

describe('the audit', () => {
  it('is written by every route that changes something', async () => {
    await setUp()
    const names = apiRoutes(world.console.app)
      .filter((route) => isUnsafe(route) && !isReading(route))
      .map(({ name }) => name)
    expect(names.sort()).toEqual(Object.keys(ACTIONS).sort())
  })

  it('is tried with somebody who may not, on every route but those for everybody', () => {
    const open = Object.entries(ACTIONS)
      .filter(([, actions]) => !actions.some(({ status }) => status === 403 || status === 404))
      .map(([route]) => route)
    expect(open.sort()).toEqual([
      'DELETE /api/session',
      'POST /api/ai-servers/checks/',
      'POST /api/notifications/test',
      'POST /api/session',
      'POST /api/session/proof',
    ])
  })

  it.each(cases)(
    'has one intent and one outcome of $route answered with $status',
    async ({ prepare, call, status, entry, within = [] }) => {
      await setUp()
      const given = await prepare?.(world)
      const before = await newestSeq()
      const answer = await call(world, given)
      expect(answer.status, answer.text).toBe(status)
      const written = await since(before)
      const [intent, ...rest] = written
      const outcome = rest.pop()
      // Whatever it consists of has its own pair, in between.
      expect(rest.map(({ action, phase }) => `${action} ${phase}`)).toEqual(
        within.flatMap((action) => [`${action} intent`, `${action} outcome`]),
      )
      expect(intent).toMatchObject({
        phase: 'intent',
        action: entry.action,
        actor: outcome?.actor,
        actorAddress: '127.0.0.1',
      })
      expect(outcome).toMatchObject({ phase: 'outcome', intentId: intent?.id, ...entry })
      expect(new Set(written.map(({ requestId }) => requestId)).size).toBe(1)
      if (status >= 400) expect(answer.json).toMatchObject({ requestId: outcome?.requestId })
      expect(await audit().verify()).toMatchObject({ ok: true })
    },
  )

  it('has nothing of what changed nothing: a sign-out when nobody is signed in, input that was refused', async () => {
    await setUp()
    const before = await newestSeq()
    await world.console.browser().delete('/api/session')
    await world.admin.post('/api/runs', { kind: 'bulk' })
    await world.admin.post('/api/runs/impact')
    await world.console.browser().post('/api/session', { username: 'a:b', password: 'x' })
    expect(await newestSeq()).toBe(before)
  })

  it.each(Object.entries(ACTIONS).map(([route, [action]]) => ({ route, action })))(
    'comes first: when it cannot be written $route changes nothing, here or in XNAT',
    async ({ action }) => {
      await setUp()
      const given = await action?.prepare?.(world)
      using other = otherProcess()
      other.exec(BROKEN)
      const before = await newestSeq()
      world.console.xnat.calls.clear()
      expect((await action?.call(world, given))?.status).toBe(500)
      expect(world.console.xnat.calls.filter(({ method }) => method !== 'GET')).toEqual([])
      expect(world.console.xnat.calls.to('GET', '/data/JSESSION')).toEqual([])
      other.exec('drop trigger broken')
      expect(await newestSeq()).toBe(before)
    },
  )

  it('does not stop anybody from reading when it cannot be written', async () => {
    await setUp()
    using other = otherProcess()
    other.exec(BROKEN)
    for (const address of ['/api/session', '/api/overview', '/api/runs', '/api/xnat/projects', '/ready']) {
      expect([address, (await world.admin.get(address)).status]).toEqual([address, 200])
    }
  })

  it('is the reason that is given while somebody else holds the database for writing', async () => {
    await setUp()
    const { console, admin, owner } = world
    const refused = () => owner.post('/api/requests', { projectId: 'KNEE', list: [], reason: 'x' })
    console.clock.advance(2 * 60_000)
    using other = otherProcess()
    other.exec('begin immediate')
    expect(await refused()).toMatchObject({ status: 503, json: { code: 'storage-unavailable' } })
    // Noting that somebody is active is a write, too; it is given up, and reading is not.
    await expect.poll(async () => (await admin.get('/api/session')).status, { timeout: 10_000 }).toBe(200)
    other.exec('rollback')
    expect(await refused()).toMatchObject({ status: 403 })
  })
})
