import { CheckReport } from '@ohif-admin/contracts'
import { startAiaaServer, startStrangeServer, startUnansweredPort } from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole } from '../../testing/console.ts'

let admin: Browser
let owner: Browser
const disposal = new AsyncDisposableStack()

beforeAll(async () => {
  const settings = { AI_ALLOWED_NETWORKS: '127.0.0.0/8' }
  const console = disposal.use(await startConsole({ logFolder: null, settings }))
  console.xnat.addUser({ username: 'owner' })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
})
afterAll(() => disposal.disposeAsync())

const send = (entry: string, browser = admin) => browser.post('/api/ai-servers/checks', { entry })

describe('checks', () => {
  it('are one at a time of a server, and four at a time of a person', async () => {
    await using works = await startAiaaServer()
    const silent = await Promise.all(Array.from({ length: 4 }, () => startStrangeServer('silent')))
    for (const server of silent) disposal.use(server)
    const running = silent.map(({ url }) => send(url))
    await expect.poll(() => silent.every(({ paths }) => paths.length > 0)).toBe(true)
    expect(await send(works.url)).toMatchObject({ status: 429, json: { code: 'too-many-requests' } })
    expect((await send(silent[0]?.url ?? '', owner)).status).toBe(429)
    expect((await send(works.url, owner)).status).toBe(200)
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await send(works.url)).status).toBe(200)
  }, 60_000)

  it('tell what kind of answer came, and nothing of what stood in it', async () => {
    await using page = await startStrangeServer('html-page')
    const { text, json } = await send(page.url)
    expect(CheckReport.parse(json)).toMatchObject({ state: 'wrong-service', reason: 'not-json' })
    expect(text).not.toContain('Welcome')
  })

  it('of a closed port and of one that swallows calls are alike, also in their time, for whoever could not register them', async () => {
    await using swallows = await startUnansweredPort()
    const seen = []
    for (const entry of ['http://127.0.0.1:65533', swallows.url]) {
      const began = performance.now()
      const { state, reason, steps } = CheckReport.parse((await send(entry, owner)).json)
      const [connect] = steps.filter(({ step }) => step === 'connect')
      seen.push({ state, reason, note: connect?.note, tookMs: connect?.tookMs })
      expect(performance.now() - began).toBeGreaterThan(3_900)
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[0]).toEqual({ state: 'unreachable', reason: null, note: 'closed', tookMs: null })
  }, 30_000)
})
