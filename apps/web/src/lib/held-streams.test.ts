import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveClient } from './events.ts'
import { FakeStream } from './testing/fake-stream.ts'
import type { LiveMessage } from './topics.ts'

function setUp() {
  const streams: FakeStream[] = []
  const heard: LiveMessage[] = []
  const client = new LiveClient({
    url: (topics, after, brief) =>
      `${topics.join('+')}${after ? ` after ${after}` : ''}${brief ? ' in brief' : ''}`,
    open: (url) => {
      const stream = new FakeStream(url)
      streams.push(stream)
      return stream
    },
    onSessionEnded: () => undefined,
    onTrouble: async () => ({}),
    random: () => 1,
  })
  client.subscribe('log', (message) => heard.push(message))
  vi.advanceTimersByTime(100)
  const newest = () => {
    const stream = streams.at(-1)
    if (!stream) throw new Error('no stream was opened')
    return stream
  }
  /** All of a brief stream comes when it is over, or as it is said. */
  const brieflySays = (lastsMs: number, id: string) => {
    const stream = newest()
    stream.opens()
    stream.says({ type: 'log', rows: [], skipped: 0 }, id)
    vi.advanceTimersByTime(lastsMs)
    stream.says({ type: 'beat' })
    stream.breaks()
  }
  return { streams, newest, heard, brieflySays, status: () => client.state.get().status }
}

const place = (offset: number) => `node1:1a2b-0123456789abcdef:${offset}`

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a stream of which nothing is heard', () => {
  it('is asked for in brief, one after the other, each from where the last one ended', () => {
    const { newest, brieflySays, status } = setUp()
    vi.advanceTimersByTime(17_000)
    expect(newest().url).toBe('log in brief')
    expect(status()).not.toBe('held')
    brieflySays(0, place(10))
    expect(status()).toBe('held')
    expect(newest().url).toBe(`log after ${place(10)} in brief`)
    brieflySays(0, place(20))
    expect(status()).toBe('held')
    expect(newest().url).toBe(`log after ${place(20)} in brief`)
  })

  it('may have begun: what counts is that it says something', () => {
    const { newest } = setUp()
    newest().opens()
    vi.advanceTimersByTime(22_000)
    expect(newest().url).toBe('log in brief')
  })

  it('is not called held back when a brief one is handed on as it comes', () => {
    const { newest, brieflySays, status } = setUp()
    vi.advanceTimersByTime(17_000)
    brieflySays(2000, place(10))
    expect(newest().url).toBe(`log after ${place(10)}`)
    newest().opens()
    expect(status()).toBe('live')
  })

  it('is a broken one when a brief one says nothing either', () => {
    const { streams, newest, status } = setUp()
    vi.advanceTimersByTime(35_000)
    expect(status()).toBe('lost')
    expect(newest().url).toBe('log')
    expect(streams.map(({ url }) => url)).toContain('log in brief')
  })

  it('is tried again as it should be after ten minutes', () => {
    const { newest, brieflySays, status } = setUp()
    vi.advanceTimersByTime(17_000)
    brieflySays(0, place(10))
    vi.advanceTimersByTime(1_000)
    newest().opens()
    vi.setSystemTime(Date.now() + 600_000)
    newest().says({ type: 'beat' })
    newest().breaks()
    expect(newest().url).toBe(`log after ${place(10)}`)
    newest().opens()
    expect(status()).toBe('live')
  })

  it('is no proof after the tab itself was held up', () => {
    const { newest } = setUp()
    newest().opens()
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(21_000)
    expect(newest().url).toBe('log')
  })
})

describe('a brief stream', () => {
  it('that is cut before its end is a loss, and is not asked for again in a hurry', () => {
    const { streams, newest, status } = setUp()
    vi.advanceTimersByTime(17_000)
    newest().opens()
    const asked = streams.length
    newest().breaks()
    expect(status()).not.toBe('held')
    vi.advanceTimersByTime(400)
    expect(streams).toHaveLength(asked)
  })
})
