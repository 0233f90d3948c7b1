import { randomUUID } from 'node:crypto'
import { AuditDetail, AuditPage, ErrorBody, SavedAssignment } from '@ohif-admin/contracts'
import {
  type AiaaServer,
  type MonaiLabelServer,
  startAiaaServer,
  startMonaiLabelServer,
} from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { read } from './testing/assigned.ts'

let console: TestConsole
let aiaa: AiaaServer
let closed: AiaaServer
let monai: MonaiLabelServer
let admin: Browser
const disposal = new AsyncDisposableStack()

beforeAll(async () => {
  aiaa = disposal.use(await startAiaaServer())
  closed = disposal.use(await startAiaaServer({ cors: 'none' }))
  monai = disposal.use(await startMonaiLabelServer())
  console = disposal.use(
    await startConsole({ logFolder: null, settings: { AI_ALLOWED_NETWORKS: '127.0.0.0/8' } }),
  )
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', owners: ['owner'] })
  admin = await console.signIn('admin')
})
afterAll(() => disposal.disposeAsync())
beforeEach(() => {
  console.xnat.storeAiServers(['http://old.example.org:5000'], 'LIVER')
  for (const server of [aiaa, closed, monai]) server.reset()
})

const SEEN = ['http://old.example.org:5000']
const save = (entry: string, more: object = {}, browser = admin) =>
  browser.send('PUT', '/api/assignments/places/project:LIVER', {
    body: { list: [entry], seen: SEEN, checkFirst: true, ...more },
  })
const stored = () => console.xnat.calls.filter(({ method }) => method === 'PUT')

describe('saving a list with another server', () => {
  it('looks at the server first, and goes on when it works', async () => {
    const saved = SavedAssignment.parse((await save(aiaa.url)).json)
    expect(saved).toMatchObject({ outcome: 'saved', check: { verdict: 'ok' } })
    const report = await admin.get(`/api/ai-servers/checks/${saved.check?.checkId}`)
    expect(report.json).toMatchObject({ entry: aiaa.url, state: 'ok' })
  })

  it('stops at one that works for the console and not for pages of XNAT', async () => {
    console.xnat.calls.clear()
    const { status, json } = await save(closed.url)
    expect([status, ErrorBody.parse(json).check?.verdict]).toEqual([409, 'problems'])
    expect(stored()).toEqual([])
  })

  it('stops at one that nobody listens at', async () => {
    const { json } = await save('http://127.0.0.1:65533')
    expect(ErrorBody.parse(json)).toMatchObject({ code: 'assignment-check', check: { verdict: 'problems' } })
  })

  it('says that nobody can say where the console may not call', async () => {
    const { json } = await save('http://[::1]:5000')
    expect(ErrorBody.parse(json).check?.verdict).toBe('unknown')
  })

  it('waits twelve seconds at most for one that is busy, and does not call it broken', async () => {
    monai.goBusy()
    const began = performance.now()
    const { json } = await save(monai.url)
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(ErrorBody.parse(json).check?.verdict).toBe('unknown')
    monai.goIdle()
  })

  it('goes on in spite of what was found, for a reason that is written down', async () => {
    const found = ErrorBody.parse((await save(closed.url)).json).check
    const without = await save(closed.url, { despite: found?.checkId })
    expect(without).toMatchObject({ status: 400, json: { fields: [{ path: 'reason' }] } })
    const reason = 'the proxy adds the header tomorrow'
    const saved = await save(closed.url, { despite: found?.checkId, reason })
    expect(SavedAssignment.parse(saved.json).outcome).toBe('saved')
    const { rows } = AuditPage.parse((await admin.get('/api/audit?action=assignment.save&limit=1')).json)
    expect(rows[0]?.reason).toBe(reason)
    const detail = AuditDetail.parse((await admin.get(`/api/audit/${rows[0]?.seq}`)).json)
    expect(detail.entries.at(-1)?.detail).toMatchObject({ despite: true, check: found })
  })

  it('looks by itself when what was read is the look at another server, or of somebody else', async () => {
    console.xnat.addUser({ username: 'second', roles: ['Administrator'] })
    const second = await console.signIn('second')
    const other = ErrorBody.parse((await save('http://127.0.0.1:65533')).json).check
    const theirs = ErrorBody.parse((await save(closed.url, {}, second)).json).check
    for (const despite of [other?.checkId, theirs?.checkId, 'no-result', randomUUID()]) {
      const { status, json } = await save(closed.url, { despite, reason: 'I read it' })
      const check = ErrorBody.parse(json).check
      expect([status, check?.verdict]).toEqual([409, 'problems'])
      expect(check?.checkId).not.toBe(despite)
    }
    const used = await read(admin, 'project:LIVER')
    expect(used.entries.map(({ text }) => text)).toEqual(SEEN)
  })

  it('no longer takes the word for a look that is a quarter of an hour old', async () => {
    const found = ErrorBody.parse((await save(closed.url)).json).check
    console.clock.advance(16 * 60_000)
    const late = await save(closed.url, { despite: found?.checkId, reason: 'I read it' })
    expect(late.status).toBe(409)
  })

  it('does not look when the server that is used stays the same', async () => {
    console.xnat.storeAiServers([closed.url], 'LIVER')
    const body = { list: [closed.url, aiaa.url], seen: [closed.url], checkFirst: true }
    const answer = await admin.send('PUT', '/api/assignments/places/project:LIVER', { body })
    expect(answer.status).toBe(200)
    expect(closed.calls).toEqual([])
  })

  it('calls nothing for somebody who may not save', async () => {
    const owner = await console.signIn('owner')
    expect((await save(aiaa.url, {}, owner)).status).toBe(403)
    expect(aiaa.calls).toEqual([])
  })
})
