import { randomUUID } from 'node:crypto'
import { ChangeRequest, CheckReport } from '@ohif-admin/contracts'
import { type AiaaServer, startAiaaServer } from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
let aiaa: AiaaServer
let admin: Browser
let owner: Browser
let other: Browser
const disposal = new AsyncDisposableStack()

beforeAll(async () => {
  aiaa = disposal.use(await startAiaaServer())
  console = disposal.use(
    await startConsole({ logFolder: null, settings: { AI_ALLOWED_NETWORKS: '127.0.0.0/8' } }),
  )
  for (const username of ['owner', 'other']) console.xnat.addUser({ username })
  console.xnat.addProject({ id: 'LIVER', title: 'Liver', owners: ['owner'] })
  console.xnat.addProject({ id: 'KNEE', title: 'Knee', owners: ['other'] })
  console.xnat.storeAiServers([aiaa.url], 'LIVER')
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
  other = await console.signIn('other')
})
afterAll(() => disposal.disposeAsync())

const check = async (browser: Browser, entry: string, projectId: string | null = null) =>
  CheckReport.parse((await browser.post('/api/ai-servers/checks', { entry, projectId })).json)

const VERDICT = {
  outcome: 'bad',
  note: 'no-cors',
  calledAs: 'xnat',
  status: null,
  tookMs: 12,
  steps: [
    { step: 'reach', outcome: 'ok', tookMs: 5 },
    { step: 'read', outcome: 'bad', tookMs: 7 },
  ],
}

describe('a stored check', () => {
  it('keeps what the browser saw beside what the console saw, never merged', async () => {
    const { id } = await check(owner, aiaa.url)
    const path = `/api/ai-servers/checks/${id}/browser`
    expect((await admin.send('PUT', path, { body: VERDICT })).status).toBe(403)
    const whole = CheckReport.parse((await owner.send('PUT', path, { body: VERDICT })).json)
    expect(whole).toMatchObject({ state: 'ok', browser: VERDICT })
    expect(CheckReport.parse((await admin.get(`/api/ai-servers/checks/${id}`)).json)).toEqual(whole)
  })

  it('of a project is for those who can read the project, and the others are told so', async () => {
    const { id, projectId } = await check(owner, aiaa.url, 'LIVER')
    expect(projectId).toBe('LIVER')
    const path = `/api/ai-servers/checks/${id}`
    expect([(await owner.get(path)).status, (await admin.get(path)).status]).toEqual([200, 200])
    expect(await other.get(path)).toMatchObject({ status: 403, json: { code: 'forbidden' } })
  })

  it('of a server is for those whose lists name it', async () => {
    const { id } = await check(admin, aiaa.url)
    expect((await owner.get(`/api/ai-servers/checks/${id}`)).status).toBe(200)
    expect((await other.get(`/api/ai-servers/checks/${id}`)).status).toBe(403)
  })

  it('cannot be made for a project that the person cannot read', async () => {
    const answer = await other.post('/api/ai-servers/checks', { entry: aiaa.url, projectId: 'LIVER' })
    expect(answer.status).toBe(404)
  })
})

describe('a check sent along with a change request', () => {
  const ask = (list: string[], checkId: string) =>
    owner.post('/api/requests', { projectId: 'LIVER', list, reason: 'faster', checkId })

  it('has to be one of the same server, made by whoever asks', async () => {
    const wanted = 'http://169.254.169.254'
    const mine = await check(owner, aiaa.url, 'LIVER')
    expect(await ask([wanted], mine.id)).toMatchObject({
      status: 400,
      json: { fields: [{ path: 'checkId' }] },
    })
    const others = await check(admin, wanted)
    expect((await ask([wanted], others.id)).status).toBe(403)
    expect((await ask([wanted], randomUUID())).status).toBe(404)
  })

  it('is there for whoever decides', async () => {
    const wanted = 'http://10.99.99.99:5000'
    const { id } = await check(owner, wanted, 'LIVER')
    const sent = await ask([wanted], id)
    expect(ChangeRequest.parse(sent.json).check).toMatchObject({ server: wanted, checkId: id })
    expect((await admin.get(`/api/ai-servers/checks/${id}`)).json).toMatchObject({ entry: wanted })
  })
})

describe('the page that looks from a browser', () => {
  it('may call the one server and nothing else, and may be framed by the console only', async () => {
    const { id } = await check(owner, aiaa.url)
    const { status, headers, text } = await owner.get(`/api/ai-servers/checks/${id}/probe`)
    expect(status).toBe(200)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split(';')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        `connect-src ${aiaa.url}`,
        "frame-ancestors 'self'",
        'sandbox allow-scripts allow-same-origin',
      ]),
    )
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(text).toContain("credentials: 'omit'")
  })

  it('is for whoever checked the server, who typed its address', async () => {
    const { id } = await check(owner, aiaa.url)
    expect((await admin.get(`/api/ai-servers/checks/${id}/probe`)).status).toBe(403)
  })

  it.each(['http://:5000', 'http://169.254.169.254', 'http://127.0.0.1:25'])(
    'is not made for %s',
    async (entry) => {
      const { id } = await check(admin, entry)
      expect((await admin.get(`/api/ai-servers/checks/${id}/probe`)).status).toBe(404)
    },
  )

  it('has no origin of its own where the console does not share the one of XNAT', async () => {
    await using apart = await startConsole({
      logFolder: null,
      settings: { XNAT_PUBLIC_URL: 'https://xnat.example.org/' },
    })
    apart.xnat.addUser({ username: 'owner' })
    const someone = await apart.signIn('owner')
    const { id } = await check(someone, 'http://10.99.99.99:5000')
    const { headers, text } = await someone.get(`/api/ai-servers/checks/${id}/probe`)
    expect(headers.get('content-security-policy')).toMatch(/;sandbox allow-scripts$/)
    expect(text).toContain('&quot;isMixed&quot;:true')
    expect(text).toContain('&quot;calledAs&quot;:&quot;nobody&quot;')
  })
})
