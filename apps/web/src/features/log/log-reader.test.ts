import type { LogCursor, LogPage, LogRow } from '@ohif-admin/contracts'
import { describe, expect, test, vi } from 'vitest'
import { LogReader } from './log-reader.ts'

const at = (index: number) => `main:ab12:${index}` as LogCursor
const row = (index: number, level: 'INFO' | 'ERROR' = 'INFO'): LogRow => ({
  form: 'record',
  cursor: at(index),
  source: 'main',
  at: '2024-03-12 10:15:02,118',
  level,
  thread: 'main',
  logger: 'a.B',
  message: `line ${index}`,
  more: [],
  moreLines: 0,
})

/** A log held in memory that answers as the contract says, and a reader of it whose frames the test decides. */
function setUp(total = 1000) {
  const log = Array.from({ length: total }, (_, index) => row(index))
  const frames: (() => void)[] = []
  const queries: Record<string, unknown>[] = []
  const read = async (query: Readonly<Record<string, string | number | undefined>>): Promise<LogPage> => {
    queries.push(query)
    const limit = Number(query['limit'])
    const place = query['cursor'] === undefined ? log.length : Number(String(query['cursor']).split(':')[2])
    const from =
      query['side'] === 'after'
        ? place
        : Math.max(0, place - (query['side'] === 'around' ? limit / 2 : limit))
    const to = Math.min(log.length, query['side'] === 'before' ? place : from + limit)
    const rows = log.slice(from, to)
    const anchor = query['side'] === 'around' ? at(place) : null
    return {
      rows,
      moreBefore: from > 0,
      moreAfter: to < log.length,
      before: at(from),
      after: at(to),
      anchor,
      note: null,
    }
  }
  const reader = new LogReader({ read, schedule: (flush) => frames.push(flush) })
  const write = (count: number, { skipped = 0 } = {}) => {
    const rows = Array.from({ length: count }, (_, index) => row(log.length + index))
    log.push(...rows)
    reader.live({ type: 'log', rows: skipped > 0 ? [] : rows, skipped })
    for (const flush of frames.splice(0)) flush()
  }
  const last = () => Number(reader.get().window.rows.at(-1)?.cursor.split(':')[2])
  const ready = () => vi.waitFor(() => expect(reader.get().phase).toBe('ready'))
  return { reader, write, last, ready, queries, log }
}

describe('following', () => {
  test('takes in what is written, and counts it when the reader holds still', async () => {
    const { reader, write, last, ready } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    write(3)
    expect(last()).toBe(1002)
    reader.hold()
    write(2)
    expect(reader.get()).toMatchObject({ following: false, fresh: 2 })
    reader.follow()
    expect(reader.get()).toMatchObject({ following: true, fresh: 0 })
    expect(last()).toBe(1004)
  })

  test('asks for what was skipped, so that nothing is missing in between', async () => {
    const { reader, write, last, ready } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    write(40, { skipped: 40 })
    await vi.waitFor(() => expect(last()).toBe(1039))
    expect(reader.get().window.rows).toHaveLength(240)
  })

  test('starts again at the end when it has fallen too far behind', async () => {
    const { reader, write, last, ready } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    write(5000, { skipped: 5000 })
    await vi.waitFor(() => expect(last()).toBe(5999))
    expect(reader.get().window.rows).toHaveLength(200)
  })

  test('reads what was missed while the stream was away', async () => {
    const { reader, last, ready, log } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    log.push(row(1000), row(1001))
    reader.live({ type: 'opened', at: 0 })
    await vi.waitFor(() => expect(last()).toBe(1001))
  })

  test('leaves out levels nobody asked for, and asks the server about filters it cannot judge', async () => {
    const { reader, write, last, ready, queries } = setUp()
    reader.show({ levels: 'ERROR' }, { at: 'end' }, true)
    await ready()
    const before = last()
    write(5)
    expect(last()).toBe(before)
    reader.show({ thread: 'main' }, { at: 'end' }, true)
    await ready()
    write(1)
    await vi.waitFor(() => expect(queries.at(-1)).toMatchObject({ thread: 'main', side: 'after' }), 3000)
  })
})

describe('places', () => {
  test('a line far away is opened with its surroundings, which grow on demand', async () => {
    const { reader, ready } = setUp()
    reader.show({}, { at: 'cursor', cursor: at(500) }, true)
    await ready()
    expect(reader.get()).toMatchObject({ anchor: at(500), following: false })
    reader.readBefore()
    reader.readAfter()
    await vi.waitFor(() => expect(reader.get().window.rows).toHaveLength(600))
  })

  test('a line that is held is gone to without asking', async () => {
    const { reader, ready, queries } = setUp()
    reader.show({}, { at: 'cursor', cursor: at(500) }, true)
    await ready()
    const { turn } = reader.get()
    reader.show({}, { at: 'cursor', cursor: at(510) }, true)
    expect(reader.get()).toMatchObject({ anchor: at(510), turn: turn + 1, phase: 'ready' })
    expect(queries).toHaveLength(1)
  })

  test('another filter keeps the place of somebody who reads further up', async () => {
    const { reader, ready, queries } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    reader.hold()
    reader.look(row(850))
    reader.show({ levels: 'INFO' }, { at: 'end' }, true)
    await ready()
    expect(queries.at(-1)).toMatchObject({ cursor: at(850), side: 'around', levels: 'INFO' })
  })
})
