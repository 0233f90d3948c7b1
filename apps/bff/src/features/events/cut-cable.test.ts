import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Browser, createBrowser, type EventStream } from '../../testing/browser.ts'
import { type Cable, layCable } from '../../testing/cable.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { plainRequest } from '../../testing/plain-request.ts'

let console: TestConsole
let cable: Cable
let owner: Browser

beforeEach(async () => {
  console = await startConsole({ heartbeatMs: 100, settings: { STREAMS_PER_USER: '2' } })
  console.xnat.addUser({ username: 'owner' })
  cable = await layCable(console.url)
  // Only streams go over it: a connection that is used again would be one that was cut.
  owner = createBrowser(() => cable.url)
  owner.cookie = (await console.signIn('owner')).cookie
})
afterEach(async () => {
  await cable[Symbol.asyncDispose]()
  await console[Symbol.asyncDispose]()
})

const listenAs = (page: string): Promise<EventStream> => owner.listen('log-sources', undefined, page)
const open = () => console.deps.events.size

it('a page whose cable is cut again and again always gets its stream back, and leaves no other behind', async () => {
  const page = randomUUID()
  for (let time = 0; time < 8; time += 1) {
    const stream = await listenAs(page)
    await stream.beats(1)
    cable.cut()
  }
  await using last = await listenAs(page)
  await last.beats(3)
  await expect.poll(open).toBe(1)
})

it('a page that has a new stream loses only its own former one', async () => {
  await using other = await listenAs(randomUUID())
  const page = randomUUID()
  await using former = await listenAs(page)
  await using next = await listenAs(page)
  await former.ended
  await next.beats(2)
  await other.beats(2)
  expect(open()).toBe(2)
})

it('a page that takes another stream for each one it has gets no more of them than others', async () => {
  const page = randomUUID()
  const headers = { cookie: owner.cookie ?? '' }
  const asked = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const leave = new AbortController()
      const path = `/api/events?topics=runs&page=${page}`
      const { status } = await fetch(new URL(path, console.url), { headers, signal: leave.signal })
      return { status, leave, together: open() }
    }),
  )
  expect(asked.filter(({ status }) => status !== 200 && status !== 429)).toEqual([])
  // The two that are allowed, and a former one that is about to end.
  expect(Math.max(...asked.map(({ together }) => together))).toBeLessThanOrEqual(3)
  for (const { leave } of asked) leave.abort()
})

it('a name of somebody else’s page is of no use', async () => {
  const page = randomUUID()
  await using mine = await listenAs(page)
  const admin = await console.signIn('admin')
  const answer = await plainRequest(console.url, `/api/events?topics=log-sources&page=${page}&brief=true`, {
    headers: { cookie: admin.cookie ?? '' },
  })
  expect(answer.status).toBe(200)
  await mine.beats(3)
})
