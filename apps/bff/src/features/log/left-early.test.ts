import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { plainRequest } from '../../testing/plain-request.ts'

let console: TestConsole
let admin: Browser

beforeAll(async () => {
  console = await startConsole()
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
