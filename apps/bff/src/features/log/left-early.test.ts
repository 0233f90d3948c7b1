import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { plainRequest } from '../../testing/plain-request.ts'

let console: TestConsole
let admin: Browser

beforeAll(async () => {
  console = await startConsole({ stalledMs: 1_500 })
  console.xnat.addProject({ id: 'LIVER', sessions: 2 })
  admin = await console.signIn('admin')
})
afterAll(() => console[Symbol.asyncDispose]())

describe('a job whose client has gone before it began', () => {
  it.each(['/api/log/search?text=x', '/api/log/download'])('gives its place back: %s', async (address) => {
    const headers = { cookie: admin.cookie ?? '', 'sec-fetch-site': 'same-origin' }
    console.clock.advance(31_000)
    console.xnat.goSlow(150)
    const leaving = Array.from({ length: 12 }, () => {
      const leave = new AbortController()
      setTimeout(() => leave.abort(), 50)
      return fetch(`${console.url}${address}`, { headers, signal: leave.signal })
    })
    const left = await Promise.allSettled(leaving)
    expect(new Set(left.map(({ status }) => status))).toEqual(new Set(['rejected']))
    // Waits for the same answers of XNAT as the jobs do, behind them.
    expect((await admin.get('/api/runs')).status).toBe(200)
    console.xnat.goSlow(0)
    await expect.poll(async () => (await plainRequest(console.url, address, { headers })).status).toBe(200)
  })
})

describe('a download whose client takes nothing', () => {
  it('is cut off: it holds a place that others wait for', async () => {
    const line = `2026-11-22 10:00:00,000 [main] INFO  org.nrg.x - ${'x'.repeat(4_000)}\n`
    await writeFile(path.join(console.xnat.logFolder, 'ohifviewer.log.2026-11-22'), line.repeat(5_000))
    const { hostname, port } = new URL(console.url)
    const headers = { cookie: admin.cookie ?? '', 'sec-fetch-site': 'same-origin' }
    const stuck = Array.from({ length: 4 }, () => {
      const socket = connect(Number(port), hostname)
      socket.pause()
      socket.on('error', () => undefined)
      socket.write(`GET /api/log/download HTTP/1.1\r\nhost: x\r\ncookie: ${headers.cookie}\r\n\r\n`)
      return socket
    })
    const search = async () => (await plainRequest(console.url, '/api/log/search?text=y', { headers })).status
    await expect.poll(search).toBe(429)
    await expect.poll(search, { timeout: 20_000 }).toBe(200)
    for (const socket of stuck) socket.destroy()
  })
})
