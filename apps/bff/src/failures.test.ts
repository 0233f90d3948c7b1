import { randomUUID } from 'node:crypto'
import { rename, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ErrorBody, Run, RunLog } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from './testing/browser.ts'
import { startConsole, type TestConsole } from './testing/console.ts'
import { askImpact } from './testing/guided.ts'
import { apiRoutes } from './testing/routes.ts'

let console: TestConsole
let admin: Browser
let run: Run

async function setUp() {
  console = await startConsole()
  console.xnat.addProject({ id: 'LIVER', sessions: 2 })
  admin = await console.signIn('admin')
  const started = await admin.post('/api/runs', {
    kind: 'bulk',
    target: { scope: 'project', projectId: 'LIVER' },
    idempotencyKey: randomUUID(),
  })
  run = Run.parse(started.json)
  await expect
    .poll(async () => Run.parse((await admin.get(`/api/runs/${run.id}`)).json).endedAt)
    .not.toBeNull()
}
afterEach(() => console[Symbol.asyncDispose]())

function breakDatabase(statement: string) {
  using database = new DatabaseSync(path.join(console.dataFolder, 'ohif-admin.sqlite'))
  database.exec(statement)
}

/** Nothing an error may tell: where files are, where XNAT is, what the code or the database said. */
const SECRETS = () => [
  console.dataFolder,
  console.xnat.logFolder,
  new URL(console.gateway.url).host,
  new URL(console.xnat.url).host,
  '.ts',
  '.js',
  'node_modules',
  'SQLITE',
  'no such table',
  'ECONN',
  'Error:',
  ' at ',
  'CANARY',
]

interface Failure {
  where: string
  break_: () => unknown
  address?: () => string
  status: number
  code: string
}

const FAILURES: readonly Failure[] = [
  {
    where: 'in a statement',
    break_: () => breakDatabase('alter table runs rename to gone'),
    address: () => '/api/runs',
    status: 500,
    code: 'internal',
  },
  {
    where: 'in what the database holds',
    break_: () => breakDatabase("update runs set state = 'CANARY'"),
    address: () => '/api/runs',
    status: 500,
    code: 'internal',
  },
  {
    where: 'in what the database holds of one run',
    break_: () => breakDatabase("update runs set counts = 'CANARY'"),
    address: () => `/api/runs/${run.id}`,
    status: 500,
    code: 'internal',
  },
  {
    where: 'of the database',
    break_: () => console.deps.database.close(),
    address: () => '/api/runs',
    status: 503,
    code: 'storage-unavailable',
  },
  {
    where: 'of the connection to XNAT',
    break_: () => console.gateway.goDown(),
    status: 502,
    code: 'upstream-unreachable',
  },
  {
    where: 'of XNAT',
    break_: () => console.xnat.answerWith(/^\/data\//, { status: 500, body: '<h3>CANARY</h3>' }),
    status: 502,
    code: 'upstream-refused',
  },
  {
    where: 'in XNAT’s words',
    break_: () => console.xnat.answerWith(/^\/data\//, { body: 'CANARY {' }),
    status: 502,
    code: 'upstream-bad-response',
  },
  {
    where: 'of the log',
    break_: () => rename(liveLog(), `${liveLog()}.away`),
    address: () => `/api/runs/${run.id}/log`,
    status: 503,
    code: 'log-unreadable',
  },
]

const liveLog = () => path.join(console.xnat.logFolder, 'ohifviewer.log')

describe('a failure', () => {
  it.each(FAILURES)(
    '$where tells a code and a request id, and the server’s own log the rest',
    async ({ break_, address, status, code }) => {
      await setUp()
      await break_()
      const answer = address ? await admin.get(address()) : await askImpact(admin, 'LIVER')
      const { requestId, ...body } = ErrorBody.parse(answer.json)
      expect([answer.status, body.code]).toEqual([status, code])
      expect(Object.keys(body).sort()).toEqual(['code', 'message'])
      for (const secret of SECRETS()) expect(answer.text).not.toContain(secret)
      const line = console
        .logged()
        .split('\n')
        .find((text) => text.includes(requestId) && text.includes('request refused'))
      expect(JSON.parse(line ?? '{}')).toMatchObject({
        code,
        err: { type: expect.any(String), stack: expect.stringContaining(' at ') },
      })
      expect(line).not.toContain('CANARY')
    },
  )
})

describe('the log of a source', () => {
  it('is reached by the id of a run or the name of a source, never by a path', async () => {
    await setUp()
    const inputs = apiRoutes(console.app).flatMap(({ name, options: { schema = {} } }) =>
      [schema.params, schema.querystring, schema.body].flatMap((part) =>
        part && typeof part === 'object' && 'shape' in part
          ? Object.keys(part.shape as object).map((input) => `${name} ${input}`)
          : [],
      ),
    )
    expect(inputs).toContain('GET /api/runs/:runId/log runId')
    expect(inputs.filter((input) => /path|file|folder/i.test(input.split(' ').at(-1) ?? ''))).toEqual([])
    const admin = await console.signIn('admin')
    for (const source of ['../logs', '/etc', 'nobody', '%2e%2e', 'xnat/../..']) {
      for (const view of ['lines', 'density', 'search', 'download']) {
        const answer = await admin.get(`/api/log/${view}?source=${encodeURIComponent(source)}`)
        expect(answer.status, `${view} ${source}`).toBe(400)
      }
    }
  })

  it('is not read through a link, and says what is wrong', async () => {
    await setUp()
    const outside = path.join(console.dataFolder, 'outside.log')
    const live = liveLog()
    await writeFile(outside, '2026-01-01 00:00:00,000 [main] INFO  x - CANARY\n'.repeat(1_000))
    await rm(live)
    await symlink(outside, live)
    await expect
      .poll(async () => (await admin.get('/api/overview')).json)
      .toMatchObject({
        logSources: [
          { state: 'unreadable', problem: expect.stringMatching(/not-a-regular-file|outside-folder/) },
        ],
      })
    const answer = await admin.get(`/api/runs/${run.id}/log`)
    expect(answer).toMatchObject({ status: 503, json: { code: 'log-unreadable' } })
    expect(answer.text).not.toContain('CANARY')
  })

  it.each(['../../../etc', '/etc', '.', '', 'xnat/../..', 'other'])(
    'is not somewhere else when a run claims to be in %j',
    async (source) => {
      await setUp()
      breakDatabase(`update runs set log_source = '${source}'`)
      const answer = await admin.get(`/api/runs/${run.id}/log`)
      expect(answer.status === 200 ? RunLog.parse(answer.json).lines : []).toEqual([])
    },
  )
})

describe('health', () => {
  it('needs nothing to say that the process lives, and the database to say that it is ready', async () => {
    await setUp()
    await console.gateway.goDown()
    const stranger = console.browser()
    expect([(await stranger.get('/live')).text, (await stranger.get('/ready')).text]).toEqual([
      '{"status":"ok"}',
      '{"status":"ok"}',
    ])
    expect((await stranger.send('HEAD', '/live')).status).toBe(200)
    await console.deps.database.close()
    expect((await stranger.get('/live')).status).toBe(200)
    expect(await stranger.get('/ready')).toMatchObject({ status: 503, json: { code: 'storage-unavailable' } })
  })
})
