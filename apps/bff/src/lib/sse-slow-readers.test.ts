import { appendFile, readdir } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import type { StreamMessage } from '@ohif-admin/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser, EventStream } from '../testing/browser.ts'
import { startConsole, type TestConsole } from '../testing/console.ts'

const MEGABYTE = 1024 * 1024
/** In place of the 15 seconds of production. */
const STALLED_MS = 3_000

let console: TestConsole
let admin: Browser

beforeAll(async () => {
  const settings = { STREAMS_PER_USER: '100' }
  console = await startConsole({ heartbeatMs: 200, stalledMs: STALLED_MS, settings })
  admin = await console.signIn('admin')
})
beforeEach(() => expect.poll(() => console.deps.events.size).toBe(0))
afterAll(() => console[Symbol.asyncDispose]())

/** Pages of the log whose readers take nothing until they are told to. */
async function pausedClients(count: number, topic = 'log'): Promise<Socket[]> {
  const { hostname, port } = new URL(console.url)
  const before = console.deps.events.size
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true })
    socket.pause()
    socket.on('error', () => undefined)
    socket.write(
      `GET /api/events?topics=${topic} HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncookie: ${admin.cookie}\r\n\r\n`,
    )
    return socket
  })
  await expect.poll(() => console.deps.events.size).toBe(before + count)
  return sockets
}

const lines = (count: number, text: string) =>
  `2024-03-12 10:15:02,118 [main] INFO  org.nrg.xnatx.plugin.Some - ${text}\n`.repeat(count)
const write = (text: string) => appendFile(path.join(console.xnat.logFolder, 'ohifviewer.log'), text)

const shows = (text: string) => (message: StreamMessage) =>
  message.type === 'log' && message.rows.some((row) => row.form === 'record' && row.message === text)

/** How long a line takes to the witness (ms). */
async function delayOf(witness: EventStream, name: string): Promise<number> {
  const writtenAt = performance.now()
  await write(lines(1, name))
  await witness.until(shows(name))
  return performance.now() - writtenAt
}

const openFiles = async () => (await readdir('/proc/self/fd')).length

describe('clients that never read', () => {
  it('are cut off after 100 MB of log in bounded memory, and hold nobody up', {
    timeout: 60_000,
  }, async () => {
    await using witness = await admin.listen('log')
    const stuck = await pausedClients(5)
    await write(lines(500, 'x'.repeat(4_000)))
    await delayOf(witness, 'begin')
    witness.messages.splice(0)
    const before = process.memoryUsage().rss
    const delays: number[] = []
    for (let round = 0; round < 50; round += 1) {
      await write(lines(500, 'x'.repeat(4_000)))
      delays.push(await delayOf(witness, `after ${round}`))
      // Kept by the witness, not by the server.
      witness.messages.splice(0)
    }
    expect(delays.toSorted((one, other) => one - other)[47]).toBeLessThan(1_000)
    // Five queues of 2 MB and what their sockets hold; the rest is the witness's own and garbage.
    expect(process.memoryUsage().rss - before).toBeLessThan(500 * MEGABYTE)
    await expect.poll(() => console.deps.events.size, { timeout: 2 * STALLED_MS }).toBe(1)
    for (const socket of stuck) socket.destroy()
  })

  it('are told of the gap when they read again in time', async () => {
    await using witness = await admin.listen('log')
    const [slow] = (await pausedClients(1)) as [Socket]
    for (let round = 0; round < 8; round += 1) {
      await write(lines(500, 'x'.repeat(4_000)))
      await delayOf(witness, `gap ${round}`)
    }
    let seen = ''
    slow.on('data', (bytes) => {
      seen += bytes.toString('latin1')
    })
    slow.resume()
    await expect.poll(() => seen.includes('{"type":"gap","topic":"log"}')).toBe(true)
    await delayOf(witness, 'read again')
    await expect.poll(() => seen.includes('read again')).toBe(true)
    slow.destroy()
  })
})

describe('a peer that has closed its half', () => {
  it('is let go of, with its file descriptor', async () => {
    await expect.poll(() => console.deps.events.size).toBe(0)
    const before = await openFiles()
    const peers = await pausedClients(10, 'log-sources')
    expect(await openFiles()).toBeGreaterThanOrEqual(before + 20)
    for (const peer of peers) peer.end()
    await expect.poll(() => console.deps.events.size).toBe(0)
    for (const peer of peers) peer.destroy()
    await expect.poll(openFiles).toBeLessThanOrEqual(before)
  })

  it('is let go of also while it is held up', async () => {
    const before = await openFiles()
    const peers = await pausedClients(3)
    await using witness = await admin.listen('log')
    for (let round = 0; round < 4; round += 1) {
      await write(lines(500, 'x'.repeat(4_000)))
      await delayOf(witness, `half ${round}`)
    }
    for (const peer of peers) peer.end()
    await witness[Symbol.asyncDispose]()
    await expect.poll(() => console.deps.events.size).toBe(0)
    for (const peer of peers) peer.destroy()
    await expect.poll(openFiles).toBeLessThanOrEqual(before + 1)
  })
})
