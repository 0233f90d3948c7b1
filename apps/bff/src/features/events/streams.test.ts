import { randomUUID } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { Run, type StreamMessage } from '@ohif-admin/contracts'
import type { Hold } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser, EventStream } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'
import { plainRequest } from '../../testing/plain-request.ts'

const MINUTE_MS = 60_000

let console: TestConsole
let admin: Browser
let owner: Browser
let hold: Hold
let run: Run

/** A run of LIVER that waits, watched by its owner and by an admin. */
async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole({ heartbeatMs: 40, ...options })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', sessions: 6, owners: ['owner'] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
  hold = console.xnat.holdRegeneration('LIVER')
  // The answer to a start waits for XNAT's: this proxy gives up before that.
  console.gateway.timeoutMs = 400
  const started = await admin.post('/api/runs', {
    kind: 'bulk',
    target: { scope: 'project', projectId: 'LIVER' },
    idempotencyKey: randomUUID(),
  })
  run = Run.parse(started.json)
  console.gateway.timeoutMs = 60_000
}
afterEach(async () => {
  hold.release()
  await console[Symbol.asyncDispose]()
})

const stored = (count: number) => (message: StreamMessage) =>
  message.type === 'run' && message.run.counts.stored >= count
const ofType = (type: StreamMessage['type']) => (message: StreamMessage) => message.type === type
const everything = () => `runs,log-sources,run:${run.id},run-log:${run.id}`

/** One more session is stored; resolves when an admin's stream says so. */
async function storeOne(count: number) {
  await using witness = await admin.listen(`run:${run.id}`)
  void hold.storeOne()
  await witness.until(stored(count))
}

/** Counts of the run as this stream has them. */
const newest = ({ messages }: EventStream) =>
  messages.flatMap((message) => (message.type === 'run' ? [message.run.counts.stored] : [])).at(-1)

describe('a stream', () => {
  it('begins with the state of each topic and goes on with what changes', async () => {
    await setUp()
    await using stream = await owner.listen(everything())
    for (const type of ['run', 'run-log', 'log-sources'] as const) await stream.until(ofType(type))
    await storeOne(1)
    await stream.until(stored(1))
    expect(stream.raw()).toMatch(/^: open\n\n/)
  })

  it('ends by itself when it is asked for in brief, with a word that it is whole', async () => {
    await setUp()
    const whole = await owner.get('/api/events?topics=runs&brief=true')
    expect(whole.status).toBe(200)
    expect(whole.text).toMatch(/"type":"run"[\s\S]*data: \{"type":"beat"\}\n\n$/)
    await expect.poll(() => console.deps.events.size).toBe(0)
  })

  it('is refused for what cannot be listened to, before it begins', async () => {
    await setUp()
    const { cookie = '' } = owner
    const refused: [string, number][] = [
      ['nothing', 400],
      ['run:1', 400],
      ['', 400],
      [Array.from({ length: 17 }, () => `run:${randomUUID()}`).join(','), 400],
      [`runs,run:${randomUUID()}`, 404],
      [`run-log:${randomUUID()}`, 404],
    ]
    for (const [topics, status] of refused) {
      const answer = await plainRequest(console.url, `/api/events?topics=${topics}`, { headers: { cookie } })
      expect([topics, answer.status]).toEqual([topics, status])
    }
    expect(console.deps.events.size).toBe(0)
  })

  it('is one of few for each person, and those that are open do not suffer', async () => {
    await setUp({ settings: { STREAMS_PER_USER: '3' } })
    const streams = await Promise.all([1, 2, 3].map(() => owner.listen('runs')))
    const { cookie = '' } = owner
    const refused = await plainRequest(console.url, '/api/events?topics=runs', { headers: { cookie } })
    expect(refused).toMatchObject({
      status: 429,
      json: { code: 'too-many-streams' },
      headers: { 'retry-after': '30' },
    })
    await using other = await admin.listen('runs')
    await storeOne(1)
    await Promise.all([...streams, other].map((stream) => stream.until(stored(1))))
    await streams[0]?.[Symbol.asyncDispose]()
    await expect.poll(() => console.deps.events.size).toBe(3)
    await using again = await owner.listen('runs')
    await again.until(stored(1))
    for (const stream of streams) await stream[Symbol.asyncDispose]()
  })

  it('leaves nothing behind when its client has gone before it was open', async () => {
    await setUp()
    console.clock.advance(31_000)
    console.xnat.goSlow(150)
    const leaving = Array.from({ length: 12 }, () => {
      const leave = new AbortController()
      setTimeout(() => leave.abort(), 50)
      return fetch(`${console.url}/api/events?topics=runs`, {
        headers: { cookie: owner.cookie ?? '' },
        signal: leave.signal,
      })
    })
    const left = await Promise.allSettled(leaving)
    expect(new Set(left.map(({ status }) => status))).toEqual(new Set(['rejected']))
    // Waits for the same answers of XNAT as the streams do, behind them.
    expect((await owner.get('/api/runs')).status).toBe(200)
    await expect.poll(() => console.deps.events.size).toBe(0)
    const streams = await Promise.all(leaving.map(() => owner.listen('runs')))
    for (const stream of streams) await stream[Symbol.asyncDispose]()
  })
})

describe('rights on a stream', () => {
  it('are looked up at every heartbeat: a run that may no longer be seen falls silent, and the page is told', async () => {
    await setUp()
    await using stream = await owner.listen(everything())
    await stream.until(stored(0))
    console.xnat.revokeGroup('owner', 'LIVER_owner')
    console.clock.advance(31_000)
    await stream.until(ofType('denied'))
    await storeOne(1)
    await storeOne(2)
    await stream.beats(2)
    expect(newest(stream)).toBe(0)
    const denied = stream.messages.flatMap((message) => (message.type === 'denied' ? [message.topic] : []))
    expect(denied.sort()).toEqual([`run-log:${run.id}`, `run:${run.id}`])
    expect(stream.messages.at(-1)?.type).toBe('denied')
  })

  it('shrink in the middle of a stream: a former admin sees what XNAT still shows', async () => {
    await setUp()
    console.xnat.addUser({ username: 'second', roles: ['Administrator'] })
    const second = await console.signIn('second')
    await using stream = await second.listen(everything())
    await stream.until(stored(0))
    console.xnat.revokeRole('second', 'Administrator')
    console.clock.advance(31_000)
    await stream.until(ofType('denied'))
    await storeOne(1)
    await stream.beats(2)
    expect(newest(stream)).toBe(0)
  })

  it('come back: the page is told to read again', async () => {
    await setUp()
    await using stream = await owner.listen(`run:${run.id}`)
    console.xnat.revokeGroup('owner', 'LIVER_owner')
    console.clock.advance(31_000)
    await stream.until(ofType('denied'))
    console.xnat.grantGroup('owner', 'LIVER_owner')
    console.clock.advance(31_000)
    await stream.beats(2)
    await storeOne(1)
    await stream.until(stored(1))
  })

  it('end with the sign-in: what happens afterwards never arrives', async () => {
    await setUp()
    await using stream = await owner.listen(everything())
    await stream.until(stored(0))
    await owner.delete('/api/session')
    await storeOne(1)
    await stream.ended
    expect(newest(stream)).toBe(0)
    expect(stream.messages.at(-1)).toEqual({ type: 'session-ended', reason: 'signed-out' })
  })

  it('are not taken by XNAT being away: the log still says how the run goes on', async () => {
    await setUp()
    await using stream = await owner.listen(everything())
    await console.xnat.goDown()
    console.clock.advance(5 * MINUTE_MS)
    await stream.beats(2)
    void hold.storeOne()
    await stream.until(stored(1))
    expect(stream.messages.map(({ type }) => type)).not.toContain('paused')
  })

  it('are not waited for: while XNAT thinks about them, the stream goes on', async () => {
    await setUp()
    await using stream = await owner.listen(everything())
    const silence = console.xnat.answerWith('/xapi/users/username', { hang: true })
    console.clock.advance(31_000)
    await expect.poll(() => console.xnat.calls.at(-1)?.path).toBe('/xapi/users/username')
    void hold.storeOne()
    await stream.until(stored(1))
    silence.stop()
  })

  it('that cannot be looked up for long hold everything back, until they can', async () => {
    await setUp({ heartbeatMs: 150 })
    await using stream = await owner.listen(`run:${run.id}`)
    await stream.until(stored(0))
    await console.gateway.goDown()
    console.clock.advance(11 * MINUTE_MS)
    expect(await stream.until(ofType('paused'))).toEqual({ type: 'paused', reason: 'rights-not-checked' })
    void hold.storeOne()
    await stream.beats(2)
    expect(newest(stream)).toBe(0)
    await console.gateway.comeBack()
    expect(await stream.until(ofType('gap'))).toEqual({ type: 'gap', topic: `run:${run.id}` })
    void hold.storeOne()
    await stream.until(stored(2))
    expect(stream.messages.filter(ofType('paused'))).toHaveLength(1)
  })

  it.each([
    [
      'XNAT',
      async () => {
        await console.gateway.goDown()
        console.clock.advance(11 * MINUTE_MS)
      },
    ],
    ['the database', () => console.deps.database.close()],
  ])('that can never be looked up again because %s is away end the stream', async (_what, goAway) => {
    await setUp()
    await using stream = await owner.listen('runs,log-sources')
    await goAway()
    await stream.until(ofType('reconnect'))
    await stream.ended
    expect(
      stream.messages.map(({ type }) => type).filter((type) => type !== 'run' && type !== 'log-sources'),
    ).toEqual(['paused', 'reconnect'])
    await expect.poll(() => console.deps.events.size).toBe(0)
  })
})

describe('the state of the logs', () => {
  it('reaches everybody who listens, also those who see no project', async () => {
    await setUp()
    console.xnat.addUser({ username: 'guest-like' })
    const nobody = await console.signIn('guest-like')
    await using stream = await nobody.listen('log-sources')
    await stream.until(ofType('log-sources'))
    const { logFolder } = console.xnat
    await rename(logFolder, `${logFolder}-away`)
    await stream.until(
      (message) => message.type === 'log-sources' && message.sources[0]?.state === 'unreadable',
    )
    await rename(`${logFolder}-away`, logFolder)
  })
})
