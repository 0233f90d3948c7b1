import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LiveClient } from './events.ts'
import { FakeStream } from './testing/fake-stream.ts'
import type { LiveMessage } from './topics.ts'

const RUN_ID = '6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2'
const runOf = (number: number) => `run:${RUN_ID}${number.toString(16)}` as const
const LOG = { type: 'log', rows: [], skipped: 0 }
const SESSIONS = { type: 'run-sessions', runId: `${RUN_ID}1`, sessions: [] }

const streams: FakeStream[] = []
const tabs: { client: LiveClient; tab: { channel: Channel | null } }[] = []
let meetings = 0
let name = ''

/** A tab of the browser, with the platform's own locks and channels. A frozen one hears and says nothing. */
function openTab(options: { signIn?: string; hidden?: boolean } = {}) {
  const tab = { ended: 0, frozen: false, hidden: options.hidden ?? false, channel: null as Channel | null }
  const client = new LiveClient({
    url: (topics, after) => `${topics.join('+')}${after === undefined ? '' : ` after ${after}`}`,
    open(url) {
      const stream = new FakeStream(url)
      streams.push(stream)
      return stream
    },
    onSessionEnded: () => {
      tab.ended += 1
    },
    onTrouble: async () => ({}),
    meeting: () => ({
      name: options.signIn ?? name,
      locks: navigator.locks,
      openChannel: (channelName) => {
        tab.channel = new Channel(channelName, tab)
        return tab.channel
      },
      isHidden: () => tab.hidden,
    }),
    random: () => 0,
  })
  const heard: LiveMessage[] = []
  const listen = (topic: Parameters<LiveClient['subscribe']>[0]) =>
    client.subscribe(topic, (message) => heard.push(message))
  const types = () => heard.map(({ type }) => type)
  const opened = { tab, client, heard, listen, types, status: () => client.state.get().status }
  tabs.push(opened)
  return opened
}

class Channel extends BroadcastChannel {
  readonly #tab: { frozen: boolean }
  constructor(channelName: string, tab: { frozen: boolean }) {
    super(channelName)
    this.#tab = tab
  }
  override postMessage(message: unknown) {
    if (!this.#tab.frozen) super.postMessage(message)
  }
}

const open = () => streams.filter(({ closed }) => !closed)
const newest = () => streams.at(-1) as FakeStream
/** Waits for a stream of these topics and lets it work. */
async function stream(url: string): Promise<FakeStream> {
  await expect.poll(() => newest()?.url).toBe(url)
  newest().opens()
  return newest()
}

beforeEach(() => {
  meetings += 1
  name = `test ${meetings}`
})
afterEach(() => {
  for (const { client, tab } of tabs.splice(0)) {
    client.rest()
    tab.channel?.close()
  }
  streams.splice(0)
})

describe('tabs of one sign-in', () => {
  it('hear everything they want over one stream, and nothing else', async () => {
    const [one, two] = [openTab(), openTab()]
    one.listen('runs')
    ;(await stream('runs')).opens()
    two.listen('runs')
    two.listen(runOf(1))
    const shared = await stream(`${runOf(1)}+runs`)
    shared.says(SESSIONS)
    await expect.poll(two.types).toContain('run-sessions')
    expect(one.types()).not.toContain('run-sessions')
    expect(open()).toHaveLength(1)
    expect([one.status(), two.status()]).toEqual(['live', 'live'])
  })

  it('are told that a topic which others listen to already is theirs from now on', async () => {
    const [one, two] = [openTab(), openTab()]
    one.listen('runs')
    await stream('runs')
    two.listen('runs')
    await expect.poll(two.types).toEqual(['opened'])
    expect(streams).toHaveLength(1)
  })

  it('hear of the end of the sign-in together', async () => {
    const [one, two] = [openTab(), openTab()]
    one.listen('runs')
    two.listen('runs')
    const shared = await stream('runs')
    await expect.poll(two.status).toBe('live')
    shared.says({ type: 'session-ended', reason: 'signed-out' })
    await expect.poll(() => [one.tab.ended, two.tab.ended]).toEqual([1, 1])
    expect(open()).toEqual([])
  })

  it('have as many streams as they need when there are more than 16 topics', async () => {
    const [one, two] = [openTab(), openTab()]
    one.listen('runs')
    for (let number = 0; number < 12; number += 1) one.listen(runOf(number))
    await expect.poll(() => newest()?.url.split('+')).toHaveLength(13)
    newest().opens()
    two.listen('runs')
    for (let number = 10; number < 16; number += 1) two.listen(runOf(number))
    await expect.poll(() => newest().url.split('+')).toHaveLength(7)
    newest().opens()
    expect(open()).toHaveLength(2)
    await expect.poll(two.types).toContain('opened')
    newest().says({ ...SESSIONS, runId: `${RUN_ID}f` })
    expect(two.types()).toContain('run-sessions')
  })
})

it('tabs of different sign-ins share nothing', async () => {
  const [one, two] = [openTab(), openTab({ signIn: `${name} of another` })]
  one.listen('runs')
  const first = await stream('runs')
  two.listen('runs')
  await expect.poll(() => streams.length).toBe(2)
  newest().opens()
  first.says({ type: 'gap', topic: 'runs' })
  await expect.poll(one.types).toEqual(['opened', 'gap'])
  expect(two.types()).toEqual(['opened'])
})

describe('when the tab that holds the stream', () => {
  it('closes, another goes on with the log where it was heard last', async () => {
    const [one, two, three] = [openTab(), openTab(), openTab()]
    one.listen('log')
    const first = await stream('log')
    two.listen('log')
    three.listen('runs')
    await stream('log+runs')
    await expect.poll(two.status).toBe('live')
    newest().says(LOG, 'main:a:10')
    await expect.poll(two.types).toContain('log')
    one.client.rest()
    expect(first.closed).toBe(true)
    const next = await stream('log+runs after main:a:10')
    await expect.poll(() => two.heard.at(-1)).toMatchObject({ type: 'opened', resumed: true })
    next.says(LOG, 'main:a:20')
    await expect.poll(() => two.types().filter((type) => type === 'log')).toHaveLength(2)
    expect(open()).toHaveLength(1)
  })

  it('is frozen, a tab that wakes takes over, and the thawed one joins in', async () => {
    const [one, two] = [openTab(), openTab()]
    one.listen('log')
    two.listen('log')
    const first = await stream('log')
    await expect.poll(two.status).toBe('live')
    first.says(LOG, 'main:a:10')
    await expect.poll(two.types).toContain('log')
    one.tab.frozen = true
    two.client.wake()
    const next = await stream('log after main:a:10')
    one.tab.frozen = false
    await expect.poll(() => first.closed).toBe(true)
    next.says(LOG, 'main:a:20')
    await expect
      .poll(() => [one, two].map((tab) => tab.types().filter((type) => type === 'log').length))
      .toEqual([2, 2])
    expect(open()).toHaveLength(1)
  })

  it('is looked at by nobody while the stream is broken, the tab that is looked at takes over', async () => {
    const [one, two] = [openTab({ hidden: true }), openTab()]
    one.listen('runs')
    two.listen('runs')
    const first = await stream('runs')
    await expect.poll(two.status).toBe('live')
    first.breaks()
    await expect.poll(() => streams.length).toBe(2)
    newest().opens()
    await expect.poll(() => [one.status(), two.status()]).toEqual(['live', 'live'])
    two.client.rest()
    await expect.poll(() => streams.length).toBe(3)
    newest().opens()
    await expect.poll(one.status).toBe('live')
  })

  it('leaves, its topics leave the stream', async () => {
    const [one, two] = [openTab(), openTab()]
    one.listen('runs')
    await stream('runs')
    two.listen('log')
    await stream('log+runs')
    two.client.rest()
    await stream('runs')
  })
})
