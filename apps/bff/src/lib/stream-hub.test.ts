import type { StreamMessage } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { type Audience, EVERYONE, StreamHub, type Subscription } from './stream-hub.ts'

const PROJECT = { projectId: 'LIVER' }
const MEGABYTE = 1024 * 1024

const seesAll: Subscription['audienceOf'] = () => 'admin'
const gap = (topic: string): StreamMessage => ({ type: 'gap', topic })

/** A listener that takes a frame only when it is told to. */
function listen(hub: StreamHub, topics: string[], audienceOf = seesAll, snapshot: StreamMessage[] = []) {
  const leave = new AbortController()
  const frames = hub.listen(
    topics.map((topic) => ({ topic, audienceOf })),
    async () => snapshot,
    leave.signal,
  )
  const take = async (): Promise<unknown> => {
    const { value, done } = await frames.next()
    return done ? 'over' : JSON.parse(String(value).slice('data: '.length))
  }
  return { take, leave: () => leave.abort() }
}

/** Starts listening: a generator does nothing before it is asked. */
async function listening(...given: Parameters<typeof listen>) {
  const [hub, topics, audienceOf] = given
  const listener = listen(hub, topics, audienceOf, [gap('ready'), ...(given[3] ?? [])])
  expect(await listener.take()).toEqual(gap('ready'))
  return listener
}

const publish = (hub: StreamHub, topic: string, text: string) => hub.publish(topic, PROJECT, () => gap(text))

describe('the hub', () => {
  it('asks for everything whether a listener may have it, also for what is about no project', async () => {
    const hub = new StreamHub()
    let held = false
    const { take, leave } = await listening(hub, ['logs'], (about) =>
      about === EVERYONE && !held ? 'user' : undefined,
    )
    hub.publish('logs', EVERYONE, gap)
    held = true
    hub.publish('logs', EVERYONE, gap)
    held = false
    hub.publish('logs', PROJECT, () => gap('secret'))
    hub.publish('logs', EVERYONE, () => gap('last'))
    expect([await take(), await take()]).toEqual([gap('user'), gap('last')])
    leave()
  })

  it('hands on what happens while the snapshot is read, after the snapshot', async () => {
    const hub = new StreamHub()
    const { take, leave } = await listening(hub, ['runs'], seesAll, [gap('state')])
    publish(hub, 'runs', 'change')
    publish(hub, 'other', 'not for us')
    expect(await take()).toEqual(gap('state'))
    expect(await take()).toEqual(gap('change'))
    leave()
    expect(await take()).toBe('over')
    expect(hub.size).toBe(0)
  })

  it('makes one message for each audience, however many listen, and none for who may not see it', async () => {
    const hub = new StreamHub()
    const audiences: (Audience | undefined)[] = ['admin', 'admin', 'user', undefined, 'support']
    const listeners = await Promise.all(audiences.map((audience) => listening(hub, ['runs'], () => audience)))
    const made: Audience[] = []
    hub.publish('runs', PROJECT, (audience) => {
      made.push(audience)
      return audience === 'support' ? undefined : gap(audience)
    })
    expect(made.sort()).toEqual(['admin', 'support', 'user'])
    for (const { leave } of listeners) leave()
    const received = await Promise.all(listeners.map(({ take }) => take()))
    expect(received).toEqual(['over', 'over', 'over', 'over', 'over'])
  })

  it('decides anew for every message who may see it', async () => {
    const hub = new StreamHub()
    let allowed = true
    const { take, leave } = await listening(hub, ['runs'], () => (allowed ? 'user' : undefined))
    publish(hub, 'runs', 'before')
    allowed = false
    publish(hub, 'runs', 'secret')
    allowed = true
    publish(hub, 'runs', 'after')
    expect([await take(), await take()]).toEqual([gap('before'), gap('after')])
    leave()
  })

  it.each([
    ['too many messages', 'x', 2_000],
    ['too many bytes', 'x'.repeat(MEGABYTE), 40],
  ])(
    'tells a listener that fell behind by %s that it missed some, and goes on from there',
    async (_what, text, count) => {
      const hub = new StreamHub()
      const { take, leave } = await listening(hub, ['runs', 'other'])
      const before = process.memoryUsage().heapUsed
      for (let n = 0; n < count; n += 1) publish(hub, 'runs', `${n} ${text}`)
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(24 * MEGABYTE)
      const received: string[] = []
      publish(hub, 'runs', 'end')
      while (received.at(-1) !== 'end') received.push(((await take()) as { topic: string }).topic)
      // A gap names its topic; here every message is one, and only the hub's own name a topic that exists.
      expect(received.slice(0, 2)).toEqual(['runs', 'other'])
      expect(received.length).toBeLessThan(510)
      leave()
    },
  )

  it('lets a message through that is larger than the whole queue, when the listener keeps up', async () => {
    const hub = new StreamHub()
    const { take, leave } = await listening(hub, ['runs'])
    const large = 'x'.repeat(5 * MEGABYTE)
    publish(hub, 'runs', large)
    expect(await take()).toEqual(gap(large))
    leave()
  })

  it('does not let one that never takes anything hold up the others', async () => {
    const hub = new StreamHub()
    const stuck = await listening(hub, ['runs'])
    const { take, leave } = await listening(hub, ['runs'])
    for (let n = 0; n < 5_000; n += 1) {
      publish(hub, 'runs', String(n))
      expect(await take()).toEqual(gap(String(n)))
    }
    leave()
    stuck.leave()
  })
})
