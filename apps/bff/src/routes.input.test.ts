import { randomUUID } from 'node:crypto'
import { AssignmentJobDetail, ChangeRequest, CheckReport, ErrorBody, Run } from '@ohif-admin/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createModelLoadsRepository } from './storage/model-loads.ts'
import type { Browser } from './testing/browser.ts'
import { startConsole, type TestConsole } from './testing/console.ts'
import { startScan } from './testing/coverage.ts'
import { pastLoad } from './testing/past-load.ts'
import { type PlainAnswer, plainRequest } from './testing/plain-request.ts'
import {
  type ApiRoute,
  addressOf,
  apiRoutes,
  isDocs,
  isReading,
  isUnsafe,
  paramsOf,
} from './testing/routes.ts'

const RUNS_PER_ROUTE = 60

let console: TestConsole
let admin: Browser
let run: Run
let changeRequestId: string
let jobId: string
let checkId: string
let loadId: string
let scanId: string
/** A registered server that the console never calls. */
const NOT_CALLED = 'http://127.0.0.1:5000'

async function setUp() {
  console = await startConsole()
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', sessions: 2, owners: ['owner'] })
  admin = await console.signIn('admin')
  const started = await admin.post('/api/runs', {
    kind: 'bulk',
    target: { scope: 'project', projectId: 'LIVER' },
    idempotencyKey: randomUUID(),
  })
  run = Run.parse(started.json)
  await console.xnat.idle()
  const owner = await console.signIn('owner')
  const asked = await owner.post('/api/requests', { projectId: 'LIVER', list: ['http://ai'], reason: 'x' })
  changeRequestId = ChangeRequest.parse(asked.json).id
  const prepared = await admin.post('/api/assignments/jobs', { kind: 'clear', places: ['project:LIVER'] })
  jobId = AssignmentJobDetail.parse(prepared.json).id
  console.xnat.storeAiServers([NOT_CALLED])
  const checked = await admin.post('/api/ai-servers/checks', { entry: NOT_CALLED })
  checkId = CheckReport.parse(checked.json).id
  const load = pastLoad(NOT_CALLED)
  await createModelLoadsRepository(console.deps.database).insert(load)
  loadId = load.id
  scanId = (await startScan(admin, { projectId: 'LIVER' })).id
}
const tearDown = () => console[Symbol.asyncDispose]()

/** Text that means something to somebody on the way: shells, paths, markup, SQL, headers, numbers at their limits. */
const awkward = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e309',
    '9007199254740993',
    'null',
    'true',
    'LIVER',
    'project:LIVER',
    'site',
    '[]',
    '["http://h"]',
    'runs',
    `run:${randomUUID()}`,
    `run-log:${randomUUID()}`,
    'runs,runs,log-sources',
    '../../etc/passwd',
    "' or 1=1 --",
    '%_!',
    '<script>alert(1)</script>',
    '\u0000',
    '\ud800',
    '\u202e',
    'a\r\nset-cookie: x=1',
    'x'.repeat(3_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.uuid(),
  fc.integer().map(String),
)
const query = fc.dictionary(
  fc.oneof(
    fc.constantFrom('limit', 'offset', 'show', 'search', 'scope', 'projectId', 'topics', 'place', 'list'),
    awkward,
  ),
  fc.oneof(awkward, fc.array(awkward, { maxLength: 3 })),
  { maxKeys: 4 },
)
const body = fc.oneof(
  fc.json(),
  fc
    .record(
      {
        username: awkward,
        password: awkward,
        provider: awkward,
        kind: fc.constantFrom('bulk', 'guided', 7),
        scope: fc.constantFrom('project', 'site', null),
        projectId: fc.oneof(fc.constant('LIVER'), awkward),
        idempotencyKey: fc.oneof(fc.uuid(), awkward),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.record({ username: awkward, password: awkward }).map((value) => JSON.stringify(value)),
  fc
    .record(
      {
        kind: fc.constantFrom('set', 'replace', 'clear', 'csv', 'undo'),
        places: fc.array(fc.oneof(fc.constantFrom('site', 'project:LIVER'), awkward), { maxLength: 3 }),
        list: fc.array(awkward, { maxLength: 3 }),
        from: awkward,
        to: awkward,
        csv: fc.array(awkward, { maxLength: 6 }).map((cells) => `project,servers\n${cells.join(',')}`),
        seen: fc.oneof(fc.constant(null), fc.array(awkward, { maxLength: 2 })),
        reason: awkward,
      },
      { requiredKeys: ['kind'] },
    )
    .map(({ kind, ...value }) => JSON.stringify('seen' in value ? value : { kind, ...value })),
  fc
    .record({
      kind: fc.constantFrom('bulk', 'guided'),
      target: fc.record({
        scope: fc.constantFrom('site', 'project', 'subject', 'session'),
        projectId: awkward,
        subjectId: awkward,
      }),
      select: fc.record({ of: fc.constantFrom('target', 'run', 'sessions', 'coverage'), runId: awkward }),
      idempotencyKey: fc.uuid(),
    })
    .map((value) => JSON.stringify(value)),
  fc
    .record({
      action: fc.oneof(fc.constantFrom('pause', 'cancel', 'start-now'), awkward),
    })
    .map((value) => JSON.stringify(value)),
  fc
    .record({
      sessionsAtOnce: fc.integer(),
      pauseMs: fc.integer(),
      quietHours: fc.oneof(fc.constant(null), fc.record({ from: awkward, to: awkward })),
    })
    .map((value) => JSON.stringify(value)),
  fc.record({ runIds: fc.array(awkward) }).map((value) => JSON.stringify(value)),
  fc
    .record({
      projectId: fc.oneof(fc.constantFrom(null, 'LIVER'), awkward),
      take: fc.constantFrom('all', 'not-valid'),
    })
    .map((value) => JSON.stringify(value)),
  fc.record({ perSecond: fc.integer() }).map((value) => JSON.stringify(value)),
)

function queryText(values: Record<string, string | string[]>): string {
  const search = new URLSearchParams()
  for (const [name, given] of Object.entries(values))
    for (const value of [given].flat()) search.append(name, value)
  return search.toString()
}

const ask = (route: ApiRoute, path: string, text?: string): Promise<PlainAnswer> =>
  plainRequest(console.url, path, {
    method: route.method,
    headers: {
      'sec-fetch-site': 'same-origin',
      'x-ohif-admin': '1',
      'content-type': 'application/json',
      cookie: admin.cookie ?? '',
    },
    ...(text === undefined ? {} : { body: text }),
  })

describe('every route of the API', () => {
  beforeAll(setUp)
  afterAll(tearDown)

  it('answers whatever it is sent with success or with a refusal of its own, never with a failure', async () => {
    for (const route of apiRoutes(console.app).filter(
      (one) => !isDocs(one) && one.name !== 'DELETE /api/session',
    )) {
      const input = fc.record({ param: fc.oneof(awkward, fc.constant(run.id)), query, body })
      await fc.assert(
        fc.asyncProperty(input, async (given) => {
          const param = given.param === '' ? 'x' : given.param.toWellFormed()
          const path = `${addressOf(route, Object.fromEntries(paramsOf(route).map((name) => [name, param])))}?${queryText(given.query)}`
          const answer = await ask(route, path, isUnsafe(route) ? given.body : undefined)
          // XNAT is there and answers: nothing may look like its failure either.
          expect([route.name, answer.status]).toEqual([
            route.name,
            expect.toSatisfy((status: number) => status < 500),
          ])
          if (answer.status >= 400) expect(() => ErrorBody.parse(answer.json)).not.toThrow()
        }),
        { numRuns: RUNS_PER_ROUTE },
      )
    }
  }, 240_000)

  it('says which field was wrong', async () => {
    const answer = await admin.post('/api/session', { username: '', password: ['S3CR3T'], more: 1 })
    expect(answer.status).toBe(400)
    const paths = ErrorBody.parse(answer.json).fields?.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['username', 'password']))
    expect(answer.text).not.toContain('S3CR3T')
  })
})

describe('every route that only reads', () => {
  // A console of its own: in the other one, runs that the nonsense has started may still be at work.
  beforeAll(setUp)
  afterAll(tearDown)

  const good: Record<string, string> = {
    'GET /api/runs/:runId/export': '?format=csv',
    'GET /api/runs/export': '?format=csv',
    'GET /api/events': '?topics=runs,log-sources',
    'GET /api/audit/export': '?format=json',
    'GET /api/coverage/export': '?format=csv',
    'GET /api/coverage/sessions': '?state=missing&search=a&sort=-looked',
    'GET /api/assignments/check': '?list=[]',
    'GET /api/assignments/impact': '?place=site&list=[]',
    'GET /api/runs/:runId/sessions': '?search=a&show=failures',
    'GET /api/sessions': '?q=XNAT_E',
    'GET /api/projects/:projectId/sessions': '?name=XNAT_E00001',
    'GET /api/ai-models/': `?origin=${encodeURIComponent(NOT_CALLED)}`,
    'GET /api/set-up/proof': `?server=${encodeURIComponent(NOT_CALLED)}&project=LIVER`,
    'GET /api/ai-servers/models': `?origin=${encodeURIComponent(NOT_CALLED)}`,
    'GET /api/ai-servers/log': `?origin=${encodeURIComponent(NOT_CALLED)}`,
  }

  /** A place in the log is only known once there is a run. */
  const queryOf = ({ name }: ApiRoute) =>
    name === 'GET /api/log/count'
      ? `?cursor=${encodeURIComponent(run.startCursor ?? '')}`
      : (good[name] ?? '')

  it('makes XNAT do nothing but read', async () => {
    console.xnat.calls.clear()
    console.clock.advance(60_000)
    for (const route of apiRoutes(console.app).filter((one) => !isUnsafe(one))) {
      const path = `${addressOf(route, { runId: run.id, changeRequestId, jobId, checkId, loadId, scanId })}${queryOf(route)}`
      const answer = await ask(route, path)
      expect([route.name, answer.status]).toEqual([route.name, route.url.endsWith('/index.html') ? 302 : 200])
    }
    for (const route of apiRoutes(console.app).filter((one) => isReading(one))) {
      const target = { scope: 'project', projectId: 'LIVER' }
      expect([route.name, (await admin.post(route.url, { kind: 'bulk', target })).status]).toEqual([
        route.name,
        200,
      ])
    }
    expect(console.xnat.calls.length).toBeGreaterThan(5)
    expect(console.xnat.calls.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})
