import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Run } from '@ohif-admin/contracts'
import { BffProcess, freePort } from '@ohif-admin/dev-stack'
import { startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuditRepository } from './storage/audit.ts'
import { openDatabase } from './storage/database.ts'
import { type Browser, createBrowser } from './testing/browser.ts'

const entry = fileURLToPath(new URL('./main.ts', import.meta.url))

let disposal: AsyncDisposableStack
let folder: string
let xnat: XnatSimulator
let bff: BffProcess
let logged: string

async function setUp(settings: Record<string, string> = {}) {
  const port = await freePort()
  const url = `http://localhost:${port}/`
  bff = disposal.use(
    new BffProcess(url, {
      entry,
      settings: {
        XNAT_URL: xnat.url,
        PUBLIC_URL: url,
        HOST: 'localhost',
        PORT: String(port),
        DATA_DIR: folder,
        LOG_SOURCES: `xnat=${xnat.logFolder}`,
        STREAMS_PER_USER: '100',
        ...settings,
      },
      onLog: (text) => {
        logged += text
      },
    }),
  )
  await bff.start()
}

beforeEach(async () => {
  disposal = new AsyncDisposableStack()
  logged = ''
  folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-process-'))
  disposal.defer(() => rm(folder, { recursive: true, force: true }))
  xnat = disposal.use(await startXnatSimulator({ sessionMs: [1, 4] }))
  xnat.addProject({ id: 'LIVER', sessions: 40 })
})
afterEach(() => disposal.disposeAsync())

async function signIn(): Promise<Browser> {
  const browser = createBrowser(() => bff.url)
  const { status, text } = await browser.post('/api/session', { username: 'admin', password: 'admin' })
  expect(status, text).toBe(200)
  return browser
}

/** A connection that listens to `topics` and can be broken in any way. */
async function rawStream({ cookie = '' }: Browser, topics: string): Promise<Socket> {
  const { hostname, port } = new URL(bff.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(
    `GET /api/events?topics=${topics} HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncookie: ${cookie}\r\n\r\n`,
  )
  await once(socket, 'data')
  return socket
}

const startRun = async (browser: Browser) =>
  Run.parse(
    (
      await browser.post('/api/runs', {
        kind: 'bulk',
        target: { scope: 'project', projectId: 'LIVER' },
        idempotencyKey: randomUUID(),
      })
    ).json,
  )

/** What a process that ended well leaves in its log. */
function expectQuiet() {
  expect(logged).not.toMatch(/unhandled|uncaught|nobody caught|"level":60/i)
  const errors = logged.split('\n').filter((line) => line.includes('"level":50'))
  expect(errors).toEqual([])
}

describe('the server as a process', () => {
  it('lives through a hundred streams that break in every way, and stops cleanly with others open', async () => {
    await setUp()
    const browser = await signIn()
    const run = await startRun(browser)
    const topics = `runs,log-sources,run:${run.id},run-log:${run.id}`
    const sockets = await Promise.all(Array.from({ length: 90 }, () => rawStream(browser, topics)))
    for (const [n, socket] of sockets.entries()) {
      if (n % 3 === 0) socket.resetAndDestroy()
      else if (n % 3 === 1) socket.destroy()
      else socket.pause()
    }
    await xnat.idle()
    expect((await browser.get('/api/session')).status).toBe(200)
    const open = await Promise.all(Array.from({ length: 30 }, () => rawStream(browser, topics)))
    const stopping = bff.stop()
    for (const [n, socket] of open.entries()) if (n % 2 === 0) socket.resetAndDestroy()
    for (const socket of sockets) socket.destroy()
    expect(await stopping).toBe(0)
    expectQuiet()
    for (const socket of open) socket.destroy()
  })

  it('stops at once with streams open, a run going on and connections nobody has used', async () => {
    await setUp()
    const browser = await signIn()
    const hold = xnat.holdRegeneration('LIVER')
    const run = await startRun(browser)
    await using stream = await browser.listen(`run:${run.id}`)
    const { hostname, port } = new URL(bff.url)
    const unused = connect(Number(port), hostname)
    unused.on('error', () => undefined)
    await once(unused, 'connect')
    const begun = performance.now()
    expect(await bff.stop()).toBe(0)
    // Node gives an unused connection half a minute, and the server itself gives up after ten seconds.
    expect(performance.now() - begun).toBeLessThan(5_000)
    await stream.ended
    // The page comes back without taking it for a fault, and not at the same moment as all others.
    expect(stream.raw()).toMatch(/\n\nretry: 3000\ndata: \{"type":"reconnect"\}\n\n$/)
    expectQuiet()
    unused.destroy()
    hold.release()
  })

  it('writes down as unknown what it was doing when it was killed', async () => {
    await setUp()
    const silence = xnat.answerWith('/data/JSESSION', { hang: true })
    const browser = createBrowser(() => bff.url)
    const lost = browser.post('/api/session', { username: 'admin', password: 'admin' }).catch(() => undefined)
    await expect.poll(() => xnat.calls.to('GET', '/data/JSESSION').length).toBe(1)
    await bff.kill()
    await lost
    silence.stop()
    await bff.start()
    const database = await openDatabase({ file: path.join(folder, 'ohif-admin.sqlite') })
    const [outcome, intent] = await createAuditRepository(database).list({ limit: 10 })
    await database.close()
    expect(intent).toMatchObject({ phase: 'intent', action: 'session.sign-in', actor: 'admin' })
    expect(outcome).toMatchObject({ phase: 'outcome', intentId: intent?.id, outcome: 'unknown' })
    expect(xnat.calls.to('GET', '/data/JSESSION')).toHaveLength(1)
  })

  it.each([
    [
      'its address is taken',
      async () => {
        const taken = createServer().listen(0, 'localhost')
        await once(taken, 'listening')
        disposal.defer(() => void taken.close())
        const address = taken.address()
        return { PORT: String(address && typeof address === 'object' ? address.port : 0) }
      },
      'EADDRINUSE',
    ],
    [
      'the cookie would travel in the clear',
      async () => ({ PUBLIC_URL: 'http://xnat.example.org/' }),
      'PUBLIC_URL: must be https',
    ],
    ['a setting is unknown', async () => ({ SESION_MAX_HOURS: '8' }), 'SESION_MAX_HOURS: unknown setting'],
    ['a proxy is no network', async () => ({ TRUSTED_PROXIES: 'true' }), 'TRUSTED_PROXIES: must be'],
  ] as const)('does not start when %s, says why in one line and ends', async (_what, settings, reason) => {
    await expect(setUp(await settings())).rejects.toThrow(reason)
    expect(logged).toContain(reason)
    expect(logged).not.toMatch(/^\s+at /m)
    // It has ended by itself, and whatever started it can tell.
    expect(await bff.stop()).toBe(1)
  })
})
