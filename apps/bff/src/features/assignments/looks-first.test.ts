import {
  type AssignmentJob,
  AssignmentJobDetail,
  ChangeRequest,
  ErrorBody,
  SaveCheck,
} from '@ohif-admin/contracts'
import { type AiaaServer, startAiaaServer } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { history, inXnat } from './testing/assigned.ts'

let console: TestConsole
let works: AiaaServer
let closed: AiaaServer
let admin: Browser
let owner: Browser
let disposal: AsyncDisposableStack

beforeEach(async () => {
  disposal = new AsyncDisposableStack()
  works = disposal.use(await startAiaaServer())
  closed = disposal.use(await startAiaaServer({ cors: 'none' }))
  const settings = { AI_ALLOWED_NETWORKS: '127.0.0.0/8' }
  console = disposal.use(await startConsole({ logFolder: null, settings }))
  console.xnat.addUser({ username: 'owner' })
  for (const id of ['LIVER', 'KNEE', 'HEART']) console.xnat.addProject({ id, owners: ['owner'] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
})
afterEach(() => disposal.disposeAsync())

const look = async (entry: string, browser = admin) =>
  SaveCheck.parse((await browser.post('/api/ai-servers/checks/before-use', { entry })).json)

describe('a change of many lists', () => {
  const places = ['project:LIVER', 'project:KNEE', 'project:HEART']

  async function prepare(csv: string): Promise<AssignmentJobDetail> {
    const { json } = await admin.post('/api/assignments/jobs', { kind: 'csv', csv, reason: 'moved' })
    return AssignmentJobDetail.parse(json)
  }
  const both = () => prepare(`project,servers\nLIVER,${works.url}\nKNEE,${works.url}\nHEART,${closed.url}\n`)
  const start = ({ id }: AssignmentJob, body: object) =>
    admin.post(`/api/assignments/jobs/${id}/start`, { checkFirst: true, ...body })
  const lists = () => Promise.all(places.map((place) => inXnat(console, place)))

  it('names the servers it would newly use, each once, and calls none of them by itself', async () => {
    expect((await both()).servers).toEqual([
      { server: works.url, lists: 2 },
      { server: closed.url, lists: 1 },
    ])
    expect([works.calls, closed.calls].flat()).toEqual([])
  })

  it('is not started while one of its servers has not been looked at, whatever the reason', async () => {
    const job = await both()
    await look(works.url)
    for (const body of [{}, { despite: 'I know them all' }]) {
      const { status, json } = await start(job, body)
      expect([status, ErrorBody.parse(json).looks]).toEqual([409, [{ server: closed.url, check: null }]])
    }
    expect(await lists()).toEqual([null, null, null])
  })

  it('is not started on the look of somebody else', async () => {
    const job = await both()
    await look(works.url)
    expect((await owner.post('/api/ai-servers/checks/before-use', { entry: closed.url })).status).toBe(403)
    expect(closed.calls).toEqual([])
    expect((await start(job, {})).status).toBe(409)
  })

  it('starts in spite of a server that pages cannot use, for a reason kept in the history of each list', async () => {
    const job = await both()
    expect(await look(works.url)).toMatchObject({ verdict: 'ok' })
    const found = await look(closed.url)
    expect(found.verdict).toBe('problems')
    const refused = ErrorBody.parse((await start(job, {})).json)
    expect(refused).toMatchObject({
      code: 'assignment-check',
      looks: [{ server: closed.url, check: found }],
    })
    expect((await start(job, { despite: ' ' })).status).toBe(400)
    expect((await start(job, { despite: 'the proxy is fixed tomorrow' })).status).toBe(200)
    await console.deps.jobRunner.idle()
    expect(await lists()).toEqual([[works.url], [works.url], [closed.url]])
    const [version] = await history(admin, 'project:HEART')
    expect(version?.reason).toBe('moved · the proxy is fixed tomorrow')
  })

  it('starts when all work, and its looks hold for a quarter of an hour', async () => {
    const body = { kind: 'set', places, list: [works.url] }
    const job = AssignmentJobDetail.parse((await admin.post('/api/assignments/jobs', body)).json)
    await look(works.url)
    console.clock.advance(16 * 60_000)
    expect((await start(job, {})).status).toBe(409)
    await look(works.url)
    expect((await start(job, {})).status).toBe(200)
    await console.deps.jobRunner.idle()
    expect(await lists()).toEqual([[works.url], [works.url], [works.url]])
  })
})

describe('approving a request', () => {
  async function ask(server: string): Promise<ChangeRequest> {
    const body = { projectId: 'LIVER', list: [server], reason: 'faster' }
    return ChangeRequest.parse((await owner.post('/api/requests', body)).json)
  }
  const approve = ({ id }: ChangeRequest, body: object = {}) =>
    admin.post(`/api/requests/${id}/approve`, { seen: null, checkFirst: true, ...body })

  it('looks at the server first, and applies when it works', async () => {
    const request = await ask(works.url)
    expect((await approve(request)).json).toMatchObject({ state: 'approved' })
    expect(works.calls.length).toBeGreaterThan(0)
    expect(await inXnat(console, 'project:LIVER')).toEqual([works.url])
  })

  it('does not look again where it has just been looked at', async () => {
    const request = await ask(works.url)
    await look(works.url)
    works.reset()
    expect((await approve(request)).status).toBe(200)
    expect(works.calls).toEqual([])
  })

  it('leaves the request open when something speaks against the server', async () => {
    const request = await ask(closed.url)
    const { status, json } = await approve(request)
    expect([status, ErrorBody.parse(json).check?.verdict]).toEqual([409, 'problems'])
    expect(await inXnat(console, 'project:LIVER')).toBeNull()
    const open = await admin.get(`/api/requests/${request.id}`)
    expect(open.json).toMatchObject({ request: { state: 'open' } })
  })

  it('applies in spite of that for a word of the administrator: the reason of the owner is none', async () => {
    const request = await ask(closed.url)
    const found = ErrorBody.parse((await approve(request)).json).check
    const without = await approve(request, { despite: found?.checkId })
    expect(without).toMatchObject({ status: 400, json: { fields: [{ path: 'word' }] } })
    const done = await approve(request, { despite: found?.checkId, word: 'fixed tomorrow' })
    expect(done.json).toMatchObject({ state: 'approved' })
    expect(await inXnat(console, 'project:LIVER')).toEqual([closed.url])
  })
})
