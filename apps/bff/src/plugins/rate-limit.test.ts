import { afterEach, expect, it } from 'vitest'
import { createAuditRepository } from '../storage/audit.ts'
import { startConsole, type TestConsole } from '../testing/console.ts'

let console: TestConsole
afterEach(() => console[Symbol.asyncDispose]())

const LIMIT = 60

async function setUp() {
  console = await startConsole({ logFolder: null, settings: { REQUESTS_PER_MINUTE: String(LIMIT) } })
  console.xnat.addUser({ username: 'owner' })
}

it('one sign-in that asks too much waits, and nobody else does', async () => {
  await setUp()
  const [admin, owner] = [await console.signIn('admin'), await console.signIn('owner')]
  for (let n = 0; n < LIMIT; n += 1) expect((await admin.get('/api/session')).status).toBe(200)
  const refused = await admin.get('/api/runs')
  expect(refused).toMatchObject({ status: 429, json: { code: 'too-many-requests' } })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect([...refused.headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([])
  expect((await owner.get('/api/session')).status).toBe(200)
  expect((await admin.get('/ready')).status).toBe(200)
  expect(console.logged()).toContain('excess_rate_limit_exceeded')
})

it('changes are refused before anything is done or written', async () => {
  await setUp()
  const admin = await console.signIn('admin')
  for (let n = 0; n < LIMIT; n += 1) await admin.get('/api/session')
  const audit = createAuditRepository(console.deps.database)
  const before = (await audit.list({ limit: 1 }))[0]?.seq
  expect((await admin.post('/api/runs', { kind: 'bulk' })).status).toBe(429)
  expect((await audit.list({ limit: 1 }))[0]?.seq).toBe(before)
})

it('who is not signed in is counted by address', async () => {
  await setUp()
  for (let n = 0; n < LIMIT; n += 1) expect((await console.browser().get('/api/site')).status).toBe(200)
  expect((await console.browser().get('/api/site')).status).toBe(429)
})
