import {
  type AssignmentPlace,
  type ChangeRequest,
  ChangeRequestDetail,
  ChangeRequest as ChangeRequestSchema,
  RequestPage,
} from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuditRepository } from '../../storage/audit.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
let admin: Browser
let owner: Browser

const NEW = 'http://ai-2.example.org:8000'
const PLACE = 'project:LIVER' as AssignmentPlace

beforeEach(async () => {
  console = await startConsole({ logFolder: null })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'second' })
  console.xnat.addUser({ username: 'member' })
  console.xnat.addUser({ username: 'stranger' })
  console.xnat.addProject({ id: 'LIVER', title: 'Liver', owners: ['owner', 'second'], members: ['member'] })
  console.xnat.addProject({ id: 'KNEE', title: 'Knee', owners: ['stranger'] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
})
afterEach(() => console[Symbol.asyncDispose]())

const proposal = { projectId: 'LIVER', list: [NEW], reason: 'The old server has no liver model.' }

async function propose(change: Partial<typeof proposal> = {}): Promise<ChangeRequest> {
  const answer = await owner.post('/api/requests', { ...proposal, ...change })
  expect(answer.status, answer.text).toBe(201)
  return ChangeRequestSchema.parse(answer.json)
}

const detail = async (browser: Browser, { id }: ChangeRequest) =>
  ChangeRequestDetail.parse((await browser.get(`/api/requests/${id}`)).json)

const entriesNow = async () => {
  const answer = await admin.get(`/api/assignments/places/${PLACE}`)
  return (answer.json as { entries: { text: string }[] }).entries.map(({ text }) => text)
}

const put = (list: readonly string[]) =>
  admin.send('PUT', `/api/assignments/places/${PLACE}`, { body: { list, seen: null, reason: 'elsewhere' } })

const counts = async (browser: Browser) => (await browser.get('/api/requests/count')).json

describe('a change request', () => {
  it('goes from the owner to the admin and, approved, into XNAT; the owner is told', async () => {
    const request = await propose()
    expect(request).toMatchObject({
      state: 'open',
      requestedBy: 'owner',
      base: null,
      list: [NEW],
      check: null,
    })
    expect(await counts(admin)).toEqual({ toDecide: 1, news: 0 })
    const seen = await detail(admin, request)
    expect(seen).toMatchObject({
      moved: false,
      current: { list: 'never-set' },
      request: { may: { decide: true } },
    })
    const approved = await admin.post(`/api/requests/${request.id}/approve`, { seen: null, word: 'Checked.' })
    expect(approved).toMatchObject({
      status: 200,
      json: { state: 'approved', decidedBy: 'admin', word: 'Checked.' },
    })
    expect(await entriesNow()).toEqual([NEW])
    const history = await admin.get(`/api/assignments/places/${PLACE}/history`)
    expect(history.json).toMatchObject({
      versions: [
        { kind: 'request', by: 'admin', reason: 'owner: The old server has no liver model. (Checked.)' },
      ],
    })
    expect(await counts(admin)).toEqual({ toDecide: 0, news: 0 })
    expect(await counts(owner)).toEqual({ toDecide: 0, news: 1 })
    const acknowledged = await owner.post(`/api/requests/${request.id}/acknowledge`)
    expect(acknowledged.json).toMatchObject({ isNews: false, may: { acknowledge: false } })
    expect(await counts(owner)).toEqual({ toDecide: 0, news: 0 })
  })

  it('is refused with a word, and may then be made again', async () => {
    const request = await propose()
    expect((await admin.post(`/api/requests/${request.id}/refuse`, { word: ' ' })).status).toBe(400)
    const refused = await admin.post(`/api/requests/${request.id}/refuse`, {
      word: 'That server is switched off.',
    })
    expect(refused.json).toMatchObject({ state: 'refused', word: 'That server is switched off.' })
    expect(await entriesNow()).toEqual([])
    expect((await detail(owner, request)).request).toMatchObject({ state: 'refused', isNews: true })
    await propose()
  })

  it('is withdrawn by any owner of the project, and is then nobody’s news', async () => {
    const request = await propose()
    const second = await console.signIn('second')
    expect((await second.post(`/api/requests/${request.id}/withdraw`)).json).toMatchObject({
      state: 'withdrawn',
    })
    expect(await counts(owner)).toEqual({ toDecide: 0, news: 0 })
    const late = await admin.post(`/api/requests/${request.id}/approve`, { seen: null })
    expect(late).toMatchObject({ status: 409, json: { code: 'request-decided' } })
    expect(await entriesNow()).toEqual([])
  })

  it('is one at a time for a project', async () => {
    await propose()
    const again = await (await console.signIn('second')).post('/api/requests', proposal)
    expect(again).toMatchObject({ status: 409, json: { code: 'request-open' } })
  })

  it('is held to the rules of every server list', async () => {
    const wrong = await owner.post('/api/requests', { ...proposal, list: ['ftp://h', NEW, NEW] })
    expect(wrong).toMatchObject({
      status: 400,
      json: {
        code: 'assignment-invalid',
        fields: [
          { path: 'list.0', message: 'scheme' },
          { path: 'list.2', message: 'duplicate' },
        ],
      },
    })
    const same = await owner.post('/api/requests', { ...proposal, list: [] })
    expect(same).toMatchObject({ status: 400, json: { fields: [{ path: 'list', message: 'unchanged' }] } })
    expect((await owner.post('/api/requests', { ...proposal, reason: '' })).status).toBe(400)
  })

  it('says when the list has changed since, and is not applied over what nobody saw', async () => {
    const request = await propose()
    await put(['http://ai-9.example.org'])
    expect(await detail(admin, request)).toMatchObject({ moved: true, request: { base: null } })
    const blind = await admin.post(`/api/requests/${request.id}/approve`, { seen: null })
    expect(blind).toMatchObject({
      status: 409,
      json: { code: 'assignment-moved', moved: { theirs: ['http://ai-9.example.org'], mine: [NEW] } },
    })
    expect((await detail(admin, request)).request.state).toBe('open')
    const seen = await admin.post(`/api/requests/${request.id}/approve`, {
      seen: ['http://ai-9.example.org'],
    })
    expect(seen.json).toMatchObject({ state: 'approved' })
    expect(await entriesNow()).toEqual([NEW])
  })

  it('is decided once when two admins decide at once', async () => {
    console.xnat.addUser({ username: 'admin2', roles: ['Administrator'] })
    const other = await console.signIn('admin2')
    const request = await propose()
    console.xnat.goSlow(40)
    const answers = await Promise.all([
      admin.post(`/api/requests/${request.id}/approve`, { seen: null }),
      other.post(`/api/requests/${request.id}/refuse`, { word: 'no' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const { state } = (await detail(admin, request)).request
    expect(await entriesNow()).toEqual(state === 'approved' ? [NEW] : [])
  })

  it('stays open when XNAT is away, and says so', async () => {
    const request = await propose()
    await console.xnat.goDown()
    const failed = await admin.post(`/api/requests/${request.id}/approve`, { seen: null })
    expect(failed.status).toBe(502)
    await console.xnat.comeBack()
    expect((await admin.post(`/api/requests/${request.id}/approve`, { seen: null })).status).toBe(200)
  })

  it('is applied as done when XNAT has the list already', async () => {
    const request = await propose()
    await put([NEW])
    const approved = await admin.post(`/api/requests/${request.id}/approve`, { seen: [NEW] })
    expect(approved.json).toMatchObject({ state: 'approved' })
  })
})

describe('change requests', () => {
  it('are seen by admins and by owners of the project, and by nobody else', async () => {
    const request = await propose()
    console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
    for (const username of ['member', 'stranger', 'support']) {
      const browser = await console.signIn(username)
      expect((await browser.get('/api/requests')).json).toEqual({ requests: [], total: 0 })
      expect((await browser.get(`/api/requests/${request.id}`)).status).toBe(404)
      for (const verb of ['approve', 'refuse', 'withdraw', 'acknowledge']) {
        const body = { approve: { seen: null }, refuse: { word: 'x' } }[verb] ?? {}
        expect((await browser.post(`/api/requests/${request.id}/${verb}`, body)).status).toBe(404)
      }
      expect((await browser.post('/api/requests', { ...proposal, list: ['http://x'] })).status).toBe(403)
    }
    for (const browser of [admin, owner, await console.signIn('second')])
      expect(RequestPage.parse((await browser.get('/api/requests')).json).total).toBe(1)
    expect((await owner.post(`/api/requests/${request.id}/refuse`, { word: 'x' })).status).toBe(403)
    expect((await admin.post(`/api/requests/${request.id}/withdraw`)).status).toBe(403)
  })

  it('are not seen any more by whoever no longer owns the project', async () => {
    const request = await propose()
    console.xnat.revokeGroup('owner', 'LIVER_owner')
    console.clock.advance(31_000)
    expect((await owner.get(`/api/requests/${request.id}`)).status).toBe(404)
    expect((await owner.get('/api/requests')).json).toEqual({ requests: [], total: 0 })
  })

  it('are found by state, project and text', async () => {
    const request = await propose()
    await owner.post(`/api/requests/${request.id}/withdraw`)
    await propose({ list: ['http://other.example.org'] })
    const total = async (query: string) =>
      RequestPage.parse((await admin.get(`/api/requests${query}`)).json).total
    expect(await total('')).toBe(2)
    expect(await total('?state=open')).toBe(1)
    expect(await total('?search=LIV')).toBe(2)
    expect(await total('?search=owner')).toBe(2)
    expect(await total('?search=%25')).toBe(0)
    expect(await total('?projectId=KNEE')).toBe(0)
    expect(
      RequestPage.parse((await admin.get('/api/requests?limit=1&offset=1')).json).requests[0]?.state,
    ).toBe('withdrawn')
  })

  it('are live: admins and the project’s people hear of a change, others do not', async () => {
    const stranger = await console.signIn('stranger')
    await using toAdmin = await admin.listen('requests')
    await using toOwner = await owner.listen('requests')
    await using toStranger = await stranger.listen('requests')
    await propose()
    const isNews = ({ type }: { type: string }) => type === 'requests'
    expect(await toAdmin.until(isNews)).toEqual({ type: 'requests', projectId: 'LIVER' })
    expect(await toOwner.until(isNews)).toEqual({ type: 'requests', projectId: 'LIVER' })
    expect(toStranger.raw()).not.toContain('LIVER')
  })

  it('leave the decision and the change of the list in the audit, under one request', async () => {
    const request = await propose()
    await admin.post(`/api/requests/${request.id}/approve`, { seen: null })
    const written = (await createAuditRepository(console.deps.database).list({ limit: 4 })).reverse()
    expect(written.map(({ action, phase, outcome }) => [action, phase, outcome])).toEqual([
      ['request.approve', 'intent', null],
      ['assignment.save', 'intent', null],
      ['assignment.save', 'outcome', 'done'],
      ['request.approve', 'outcome', 'done'],
    ])
    expect(new Set(written.map(({ requestId }) => requestId)).size).toBe(1)
    expect(written[0]).toMatchObject({
      subject: 'project LIVER',
      detail: {
        requestId: request.id,
        before: { state: 'open', list: null },
        after: { state: 'approved', list: [NEW] },
      },
    })
  })
})
