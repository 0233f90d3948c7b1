import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveClient } from './events.ts'
import type { Trouble } from './live-types.ts'
import { FakeStream } from './testing/fake-stream.ts'
import type { LiveMessage } from './topics.ts'

const RUN_ID = '6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f'
const sessions = { type: 'run-sessions', runId: RUN_ID, sessions: [] }

function setUp() {
  const streams: FakeStream[] = []
  const calls: { ended: number; trouble: number; answer: Trouble } = { ended: 0, trouble: 0, answer: {} }
  const client = new LiveClient({
    url: (topics, after) => `${topics.join('+')}${after === undefined ? '' : ` after ${after}`}`,
    open: (url) => {
      const stream = new FakeStream(url)
      streams.push(stream)
      return stream
    },
    onSessionEnded: () => {
      calls.ended += 1
    },
    onTrouble: async () => {
      calls.trouble += 1
      return calls.answer
    },
    random: () => 1,
  })
  const newest = () => {
    const stream = streams.at(-1)
    if (!stream) throw new Error('no stream was opened')
    return stream
  }
  const listen = (topic: Parameters<LiveClient['subscribe']>[0]) => {
    const heard: LiveMessage[] = []
    return { heard, leave: client.subscribe(topic, (message) => heard.push(message)) }
  }
  const goLive = () => {
    const listener = listen('runs')
    vi.advanceTimersByTime(100)
    newest().opens()
    newest().says({ type: 'beat' })
    return listener
  }
  const status = () => client.state.get().status
  return { client, streams, calls, newest, listen, goLive, status }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the topics of the stream', () => {
  it('are asked for together, by one stream for the burst', () => {
    const { streams, listen } = setUp()
    listen('runs')
    listen('log-sources')
    listen('runs')
    vi.advanceTimersByTime(100)
    expect(streams.map(({ url }) => url)).toEqual(['log-sources+runs'])
  })

  it('change by a second stream that takes over when it works', () => {
    const { streams, newest, listen, goLive, status } = setUp()
    const { heard } = goLive()
    listen(`run:${RUN_ID}`)
    vi.advanceTimersByTime(100)
    expect(streams).toHaveLength(2)
    expect(streams[0]?.closed).toBe(false)
    expect(status()).toBe('live')
    newest().opens()
    expect(streams[0]?.closed).toBe(true)
    expect(heard.filter(({ type }) => type === 'opened')).toHaveLength(2)
  })

  it('may come and go without a new stream when nothing changes in the end', () => {
    const { streams, listen, goLive } = setUp()
    goLive()
    listen(`run:${RUN_ID}`).leave()
    vi.advanceTimersByTime(100)
    expect(streams).toHaveLength(1)
  })

  it('close the stream when there are none left', () => {
    const { newest, goLive, status } = setUp()
    goLive().leave()
    vi.advanceTimersByTime(100)
    expect(newest().closed).toBe(true)
    expect(status()).toBe('idle')
  })
})

describe('a message', () => {
  it('reaches those who listen to its topic and nobody else', () => {
    const { newest, listen } = setUp()
    const [runs, run, sources] = [listen('runs'), listen(`run:${RUN_ID}`), listen('log-sources')]
    vi.advanceTimersByTime(100)
    newest().opens()
    newest().says(sessions)
    newest().says({ type: 'gap', topic: 'log-sources' })
    const types = [runs, run, sources].map(({ heard }) => heard.map(({ type }) => type))
    expect(types).toEqual([['opened'], ['opened', 'run-sessions'], ['opened', 'gap']])
  })

  it('that is not of the contract is dropped, and the stream lives on', () => {
    const { newest, goLive, status } = setUp()
    const { heard } = goLive()
    newest().says({ type: 'something-new' })
    newest().onmessage?.(new MessageEvent('message', { data: 'not json' }))
    expect(heard).toHaveLength(1)
    expect(status()).toBe('live')
  })

  it('that the sign-in has ended closes the stream for good', () => {
    const { client, streams, calls, newest, goLive } = setUp()
    goLive()
    newest().says({ type: 'session-ended', reason: 'expired' })
    vi.advanceTimersByTime(120_000)
    expect(calls.ended).toBe(1)
    expect(newest().closed).toBe(true)
    expect(streams).toHaveLength(1)
    client.rest()
  })

  it('to reconnect makes a new stream within three seconds, without asking why', () => {
    const { streams, calls, newest, goLive, status } = setUp()
    goLive()
    newest().says({ type: 'reconnect' })
    expect(status()).toBe('reconnecting')
    vi.advanceTimersByTime(3000)
    expect(streams).toHaveLength(2)
    newest().opens()
    expect(status()).toBe('live')
    expect(calls.trouble).toBe(0)
  })

  it('of a pause shows until the next message', () => {
    const { newest, goLive, status } = setUp()
    goLive()
    newest().says({ type: 'paused', reason: 'rights-not-checked' })
    expect(status()).toBe('paused')
    newest().says({ type: 'gap', topic: 'runs' })
    expect(status()).toBe('live')
  })
})

describe('a beat', () => {
  it('is heard and is no news for anybody', () => {
    const { client, newest, goLive } = setUp()
    const { heard } = goLive()
    const { heardAt } = client.state.get()
    vi.advanceTimersByTime(15_000)
    newest().says({ type: 'beat' })
    expect(client.state.get()).toEqual({ status: 'live', heardAt: heardAt + 15_000 })
    expect(heard.map(({ type }) => type)).toEqual(['opened'])
  })

  it('does not end a pause', () => {
    const { newest, goLive, status } = setUp()
    goLive()
    newest().says({ type: 'paused', reason: 'rights-not-checked' })
    newest().says({ type: 'beat' })
    expect(status()).toBe('paused')
  })
})

describe('a broken stream', () => {
  it('is reconnecting, then lost since it was last heard, and live again when it works', () => {
    const { client, newest, goLive, status } = setUp()
    goLive()
    const { heardAt } = client.state.get()
    vi.advanceTimersByTime(5000)
    newest().breaks()
    expect(status()).toBe('reconnecting')
    vi.advanceTimersByTime(1000)
    newest().breaks()
    vi.advanceTimersByTime(10_000)
    expect(client.state.get()).toEqual({ status: 'lost', heardAt })
    newest().opens()
    expect(status()).toBe('live')
  })

  it('is tried again ever more slowly, with half a minute as the longest pause', () => {
    const { streams, newest, goLive } = setUp()
    goLive()
    const pauses = Array.from({ length: 8 }, () => {
      const opened = streams.length
      newest().breaks()
      let waited = 0
      while (streams.length === opened) {
        vi.advanceTimersByTime(100)
        waited += 100
      }
      return waited / 1000
    })
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
  })

  it('is looked into by an ordinary request', () => {
    const { calls, newest, goLive } = setUp()
    goLive()
    newest().breaks()
    expect(calls.trouble).toBe(1)
  })

  it('that never opens counts as broken', () => {
    const { listen, newest, calls, status } = setUp()
    listen('runs')
    vi.advanceTimersByTime(15_100)
    expect(newest().closed).toBe(true)
    expect(calls.trouble).toBe(1)
    expect(status()).toBe('reconnecting')
  })

  it('is tried at once when the network comes back', () => {
    const { client, streams, newest, goLive } = setUp()
    goLive()
    for (let round = 0; round < 6; round += 1) {
      newest().breaks()
      vi.advanceTimersByTime(30_000)
    }
    newest().breaks()
    const before = streams.length
    client.wake()
    vi.advanceTimersByTime(500)
    expect(streams).toHaveLength(before + 1)
  })
})

describe('what an ordinary request finds out about a broken stream', () => {
  const breaks = async (answer: Trouble) => {
    const parts = setUp()
    parts.calls.answer = answer
    parts.goLive()
    parts.newest().breaks()
    await vi.advanceTimersByTimeAsync(0)
    return parts
  }

  it('can be that the server does not want to be asked again', async () => {
    const { client, streams, status } = await breaks({ stop: true })
    await vi.advanceTimersByTimeAsync(120_000)
    client.wake()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(status()).toBe('stopped')
    expect(streams).toHaveLength(1)
  })

  it('can be how long the server wants to be left alone', async () => {
    const { streams } = await breaks({ waitMs: 30_000 })
    await vi.advanceTimersByTimeAsync(29_000)
    expect(streams).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(streams).toHaveLength(2)
  })
})

describe('the log', () => {
  const log = { type: 'log', rows: [], skipped: 0 }

  it('goes on after the last message that was heard', () => {
    const { client, newest, listen } = setUp()
    const { heard } = listen('log')
    vi.advanceTimersByTime(100)
    newest().opens()
    newest().says(log, 'main:a:10')
    newest().says({ type: 'gap', topic: 'runs' }, 'main:a:10')
    newest().breaks()
    vi.advanceTimersByTime(1000)
    expect(newest().url).toBe('log after main:a:10')
    newest().opens()
    expect(heard.at(-1)).toMatchObject({ type: 'opened', resumed: true })
    client.rest()
  })

  it('begins anew where it was not listened to for a while', () => {
    const { newest, listen } = setUp()
    listen('runs')
    const { leave } = listen('log')
    vi.advanceTimersByTime(100)
    newest().opens()
    newest().says(log, 'main:a:10')
    leave()
    vi.advanceTimersByTime(100)
    newest().opens()
    listen('log')
    vi.advanceTimersByTime(100)
    expect(newest().url).toBe('log+runs')
  })
})

describe('a silent stream', () => {
  it('is checked by a second one after half a minute, and stays live meanwhile', () => {
    const { streams, newest, goLive, status } = setUp()
    goLive()
    vi.advanceTimersByTime(31_900)
    expect(streams).toHaveLength(1)
    vi.advanceTimersByTime(100)
    expect(streams).toHaveLength(2)
    expect(status()).toBe('live')
    newest().opens()
    expect(streams[0]?.closed).toBe(true)
  })

  it('whose cable is cut is not called live any more within 45 seconds', () => {
    const { streams, goLive, status } = setUp()
    goLive()
    vi.advanceTimersByTime(45_000)
    expect(status()).not.toBe('live')
    expect(streams.slice(0, 2).map(({ closed }) => closed)).toEqual([true, true])
  })

  it('is left alone while it speaks', () => {
    const { streams, newest, goLive } = setUp()
    goLive()
    for (let beat = 0; beat < 10; beat += 1) {
      vi.advanceTimersByTime(15_000)
      newest().says({ type: 'beat' })
    }
    expect(streams).toHaveLength(1)
  })

  it('is doubted when the tab comes back after a while, not when it was heard just now', () => {
    const { client, streams, goLive } = setUp()
    goLive()
    client.wake()
    vi.advanceTimersByTime(1000)
    expect(streams).toHaveLength(1)
    vi.advanceTimersByTime(30_000)
    client.wake()
    vi.advanceTimersByTime(1000)
    expect(streams).toHaveLength(2)
  })
})

it('leaves no timer behind when it is stopped', () => {
  const { client, newest, goLive } = setUp()
  goLive()
  newest().breaks()
  client.rest()
  expect(vi.getTimerCount()).toBe(0)
})
