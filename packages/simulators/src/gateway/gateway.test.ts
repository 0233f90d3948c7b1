import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BatteryClient } from '../xnat/battery/client.ts'
import { startXnatSimulator, type XnatSimulator } from '../xnat/simulator.ts'
import { readLog } from '../xnat/testing/log-reader.ts'
import { signedIn } from '../xnat/testing/signed-in.ts'
import { type Gateway, startGateway } from './gateway.ts'

let xnat: XnatSimulator
let gateway: Gateway
let admin: BatteryClient
beforeEach(async () => {
  xnat = await startXnatSimulator()
  gateway = await startGateway({ target: xnat.url, timeoutMs: 5000 })
  xnat.addProject({ id: 'P', sessions: 3 })
  admin = await signedIn(xnat)
})
afterEach(async () => {
  await gateway[Symbol.asyncDispose]()
  await xnat[Symbol.asyncDispose]()
})

const through = (path: string, init: RequestInit = {}) =>
  fetch(gateway.url + path, { redirect: 'manual', headers: { cookie: admin.cookie ?? '' }, ...init })
const stored = () =>
  readLog(xnat.logFolder).filter(({ message }) => message.endsWith('created and stored')).length

test('passes requests and answers on, naming the client to the server', async () => {
  const answer = await through('/xapi/users/username')
  expect([answer.status, await answer.text()]).toEqual([200, 'admin'])
  expect(xnat.calls.at(-1)?.headers).toMatchObject({
    'x-real-ip': '127.0.0.1',
    'x-forwarded-for': '127.0.0.1',
  })
  expect(xnat.calls.at(-1)?.headers).not.toHaveProperty('x-forwarded-proto')
  const body = JSON.stringify(['http://a.example.org'])
  const headers = { cookie: admin.cookie ?? '', 'content-type': 'application/json' }
  expect((await through('/xapi/ohifaiaa/servers', { method: 'PUT', body, headers })).status).toBe(200)
})

test('answers 504 after a silence while the work behind it goes on', async () => {
  gateway.timeoutMs = 50
  const run = xnat.holdRegeneration('P')
  const answer = await through('/xapi/viewer/projects/P', { method: 'POST' })
  expect(answer.status).toBe(504)
  expect(await answer.text()).toContain('<center><h1>504 Gateway Time-out</h1></center>')
  expect([gateway.timeouts, xnat.locked]).toEqual([1, true])
  expect((await through('/xapi/viewer/projects/P', { method: 'POST' })).status).toBe(423)
  await run.storeRest()
  expect([stored(), xnat.locked]).toEqual([3, false])
})

test('answers 502 when the server refuses, and works again when it is back', async () => {
  await xnat.goDown()
  const answer = await through('/xapi/users/username')
  expect(answer.status).toBe(502)
  expect(await answer.text()).toContain('502 Bad Gateway')
  await xnat.comeBack()
  expect((await through('/xapi/users/username')).status).toBe(200)
})

test('can cut the waiting connections without stopping what they started', async () => {
  const run = xnat.holdRegeneration('P')
  const answer = through('/xapi/viewer/projects/P', { method: 'POST' }).catch(() => 'cut')
  await run.reached(1)
  expect(gateway.drop()).toBe(1)
  expect(await answer).toBe('cut')
  await run.storeRest()
  expect(stored()).toBe(3)
})

test('counts what it carries', async () => {
  await through('/a')
  await through('/b')
  expect(gateway.requests).toBe(2)
})
