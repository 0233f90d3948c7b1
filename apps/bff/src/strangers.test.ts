import { randomUUID } from 'node:crypto'
import {
  AssignmentJobDetail,
  ChangeRequest,
  CheckReport,
  ModelLoad,
  type Run,
  WebhookWithSecret,
} from '@ohif-admin/contracts'
import { type AiaaServer, startAiaaServer } from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Browser } from './testing/browser.ts'
import { startConsole, type TestConsole } from './testing/console.ts'
import { startScan } from './testing/coverage.ts'
import { startGuided } from './testing/guided.ts'
import { webhookTo } from './testing/notices.ts'
import { addressOf, apiRoutes, isDocs, paramsOf } from './testing/routes.ts'
import { runOver, startBulk } from './testing/runs.ts'

/** Everything of this project has it in its name; ids that a console gives are added when they are known. */
const MARK = /canary/i
const PROJECT = 'CANARY_P'
const STORED = ['http://canary.example.org:5000']
const SERVER = 'http://canary.example.org:5000'

let console: TestConsole
let aiaa: AiaaServer
let admin: Browser
let owner: Browser
/** By parameter: what there really is. */
let ids: Record<string, string>
let secrets: string[]
let guided: Run

beforeAll(async () => {
  console = await startConsole({ settings: { AI_ALLOWED_NETWORKS: '127.0.0.0/8' } })
  const { xnat } = console
  aiaa = await startAiaaServer()
  for (const username of ['owner', 'stranger', 'reader', 'nobody']) xnat.addUser({ username })
  xnat.addProject({
    id: PROJECT,
    title: 'Canary title',
    owners: ['owner'],
    sessions: [1, 2, 3].map((n) => ({ id: `XNAT_CANARY_${n}`, label: `CANARY_L${n}`, subject: 'CANARY_S' })),
  })
  xnat.addProject({ id: 'OTHER', owners: ['stranger'], collaborators: ['reader'], sessions: 1 })
  xnat.storeAiServers([aiaa.url], PROJECT)
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
  ids = await everything()
  secrets = [guided.id, ...Object.entries(ids).flatMap(([name, id]) => (name.endsWith('Id') ? [id] : []))]
}, 60_000)
afterAll(async () => {
  await console[Symbol.asyncDispose]()
  await aiaa.stop()
})

/** One of each thing that there can be, all of it the project's or an admin's. */
async function everything(): Promise<Record<string, string>> {
  const run = await runOver(admin, await startBulk(admin, { scope: 'project', projectId: PROJECT }))
  guided = await startGuided(owner, PROJECT, { notBefore: '2099-01-01T00:00:00Z', afterSignOut: true })
  const scan = await startScan(owner, { projectId: PROJECT, perSecond: 1 })
  await owner.post(`/api/coverage/scans/${scan.id}/control`, { action: 'pause' })
  const asked = { projectId: PROJECT, list: STORED, reason: 'Canary reason' }
  const request = ChangeRequest.parse((await owner.post('/api/requests', asked)).json)
  const check = CheckReport.parse(
    (await owner.post('/api/ai-servers/checks', { entry: 'http://169.254.169.254', projectId: PROJECT }))
      .json,
  )
  const change = { kind: 'set', places: [`project:${PROJECT}`], list: STORED }
  const job = AssignmentJobDetail.parse((await admin.post('/api/assignments/jobs', change)).json)
  const source = { form: 'ngc', path: 'nvidia/med/canary', version: '1' }
  const load = await admin.post('/api/ai-models/loads', { origin: aiaa.url, name: 'canary_model', source })
  if (load.status !== 201) throw new Error(load.text)
  const hook = await admin.post(
    '/api/webhooks',
    webhookTo('http://canary.example.invalid/x', { kinds: ['run-broken'] }),
  )
  return {
    runId: run.id,
    projectId: PROJECT,
    place: `project:${PROJECT}`,
    sessionId: 'XNAT_CANARY_1',
    scanId: scan.id,
    changeRequestId: request.id,
    checkId: check.id,
    jobId: job.id,
    loadId: ModelLoad.parse(load.json).id,
    webhookId: WebhookWithSecret.parse(hook.json).webhook.id,
    deliveryId: randomUUID(),
    setting: 'SEG',
    seq: '1',
  }
}

/** What routes must be asked with; others take no question. */
const queries = (): Record<string, string> => ({
  'GET /api/events': `topics=runs,log-sources,requests,coverage,notices,run:${ids['runId']}&brief=true`,
  'GET /api/sessions': 'q=XNAT_CANARY',
  'GET /api/projects/:projectId/sessions': 'name=CANARY_L1',
  'GET /api/runs': `projectId=${PROJECT}&search=canary`,
  'GET /api/coverage/sessions': `projectId=${PROJECT}`,
  'GET /api/assignments/check': `list=${encodeURIComponent(JSON.stringify(STORED))}`,
  'GET /api/assignments/impact': `place=project:${PROJECT}&list=[]`,
  'GET /api/ai-models/': `origin=${encodeURIComponent(aiaa.url)}`,
  'GET /api/ai-servers/models': `origin=${encodeURIComponent(aiaa.url)}`,
  'GET /api/ai-servers/log': `origin=${encodeURIComponent(aiaa.url)}`,
  'GET /api/log/search': 'text=CANARY',
})

/** What XNAT does not show is said to be so, in an answer that was asked for that. */
const NOT_SEEN = /"outcome":"project-not-readable"|"state":"not-visible"/

/** What a stranger wrote or asked comes back to them: only what they did not know counts. */
const ECHOED = ['GET /api/assignments/check']

describe.each(['stranger', 'reader', 'nobody'])('%s of another project', (username) => {
  it('reads nothing of it by any address, with any id', async () => {
    const person = await console.signIn(username)
    const reads = apiRoutes(console.app).filter((route) => route.method === 'GET' && !isDocs(route))
    const leaks: string[] = []
    for (const route of reads) {
      const query = queries()[route.name]
      for (const suffix of query ? ['', `?${query}`] : ['']) {
        const address = `${addressOf(route, ids)}${suffix}`
        const { status, text } = await person.get(address)
        const told = !ECHOED.includes(route.name) && MARK.test(text)
        const named = secrets.some((id) => text.includes(id) && !address.includes(id))
        const answered = status === 200 && paramsOf(route).some((name) => name in ids) && !NOT_SEEN.test(text)
        if (told || named || answered || status >= 500)
          leaks.push(`${status} ${address} ${text.slice(0, 300)}`)
      }
    }
    expect(leaks).toEqual([])
  })

  it('changes nothing of it, whatever is sent', async () => {
    const person = await console.signIn(username)
    const before = await watched()
    console.xnat.calls.clear()
    const answers = await Promise.all(
      attempts(person).map(async ([what, sent]): Promise<[string, Answer]> => [what, await sent]),
    )
    const through = answers.filter(([, { status }]) => ![403, 404, 413].includes(status))
    expect(through.map(([what, { status, text }]) => `${what} ${status} ${text}`)).toEqual([])
    expect(answers.flatMap(([what, { text }]) => (MARK.test(text) ? [what] : []))).toEqual([])
    expect(console.xnat.calls.filter(({ method }) => method !== 'GET')).toEqual([])
    expect(await watched()).toEqual(before)
  })
})

/** What people decide about things, as far as it is in an answer; what the console finds out goes on by itself. */
const decided = (answer: string) =>
  answer.match(/"(?:state|perSecond|sessionsAtOnce|stopping|enabled|url)":[^,}]+/g)

/** Where a change would show. */
const watched = () =>
  Promise.all(
    [
      `/api/runs/${ids['runId']}`,
      `/api/runs/${guided.id}`,
      '/api/coverage/scans',
      `/api/requests/${ids['changeRequestId']}`,
      `/api/assignments/jobs/${ids['jobId']}`,
      '/api/webhooks',
      `/api/ai-models/loads/${ids['loadId']}`,
    ].map(async (address) => [address, decided((await admin.get(address)).text)]),
  )

/** Every way to change something of the project or of its things. */
function attempts(person: Browser): [string, Promise<Answer>][] {
  const put = (path: string, body: unknown) => person.send('PUT', path, { body })
  const settings = { sessionsAtOnce: 4, pauseMs: 0, quietHours: null }
  const target = { projectId: PROJECT }
  const sent: Record<string, () => Promise<Answer>> = {
    'start bulk': () =>
      person.post('/api/runs', {
        kind: 'bulk',
        target: { scope: 'project', ...target },
        idempotencyKey: randomUUID(),
      }),
    'start guided': () =>
      person.post('/api/runs', {
        kind: 'guided',
        select: { of: 'target', target: { scope: 'project', ...target } },
        idempotencyKey: randomUUID(),
      }),
    'start one session': () =>
      person.post('/api/runs', {
        kind: 'guided',
        select: { of: 'sessions', sessions: [{ ...target, sessionId: 'XNAT_CANARY_1' }] },
        idempotencyKey: randomUUID(),
      }),
    'the same under a project of their own': () =>
      person.post('/api/runs', {
        kind: 'guided',
        select: { of: 'sessions', sessions: [{ projectId: 'OTHER', sessionId: 'XNAT_CANARY_1' }] },
        idempotencyKey: randomUUID(),
      }),
    'take up a run': () =>
      person.post('/api/runs', {
        kind: 'guided',
        select: { of: 'run', runId: ids['runId'], take: 'failed' },
        idempotencyKey: randomUUID(),
      }),
    ...Object.fromEntries(
      ['pause', 'resume', 'stop', 'cancel', 'start-now'].map((action) => [
        `${action} a run`,
        () => person.post(`/api/runs/${guided.id}/control`, { action }),
      ]),
    ),
    'settings of a run': () => put(`/api/runs/${guided.id}/settings`, settings),
    'stop watching': () => person.post(`/api/runs/${ids['runId']}/stop-watching`),
    'watch a run': () => put(`/api/notifications/runs/${ids['runId']}`, { channels: ['browser'] }),
    scan: () => person.post('/api/coverage/scans', { ...target, perSecond: 1 }),
    'resume a scan': () => person.post(`/api/coverage/scans/${ids['scanId']}/control`, { action: 'resume' }),
    'cancel a scan': () => person.post(`/api/coverage/scans/${ids['scanId']}/control`, { action: 'cancel' }),
    'pace of a scan': () => put(`/api/coverage/scans/${ids['scanId']}/pace`, { perSecond: 2 }),
    request: () => person.post('/api/requests', { ...target, list: STORED, reason: 'x' }),
    approve: () => person.post(`/api/requests/${ids['changeRequestId']}/approve`, { seen: null }),
    refuse: () => person.post(`/api/requests/${ids['changeRequestId']}/refuse`, { word: 'no' }),
    withdraw: () => person.post(`/api/requests/${ids['changeRequestId']}/withdraw`),
    acknowledge: () => person.post(`/api/requests/${ids['changeRequestId']}/acknowledge`),
    'check for the project': () => person.post('/api/ai-servers/checks', { entry: SERVER, ...target }),
    'a browser’s verdict': () =>
      put(`/api/ai-servers/checks/${ids['checkId']}/browser`, {
        outcome: 'ok',
        note: 'answers',
        calledAs: 'xnat',
        status: 200,
        tookMs: 5,
        steps: [{ step: 'reach', outcome: 'ok', tookMs: 5 }],
      }),
    'save a list': () => put(`/api/assignments/places/project:${PROJECT}`, { list: [], seen: null }),
    'start a change': () => person.post(`/api/assignments/jobs/${ids['jobId']}/start`),
    'save a setting': () => put(`/api/viewer-settings/${PROJECT}/SEG`, { value: [], seen: null }),
    'start a load': () => person.post(`/api/ai-models/loads/${ids['loadId']}/start`),
    'cancel a load': () => person.post(`/api/ai-models/loads/${ids['loadId']}/cancel`),
    'remove a model': () =>
      person.post('/api/ai-models/removals', { origin: aiaa.url, name: 'canary', confirm: 'canary' }),
    'change a webhook': () => put(`/api/webhooks/${ids['webhookId']}`, webhookTo('http://x.example.invalid')),
    'secret of a webhook': () => person.post(`/api/webhooks/${ids['webhookId']}/secret`),
    'test a webhook': () => person.post(`/api/webhooks/${ids['webhookId']}/test`),
    'delete a webhook': () => person.delete(`/api/webhooks/${ids['webhookId']}`),
  }
  return Object.entries(sent).map(([what, send]) => [what, send()])
}
