import type { LogCursor, LogPage, LogPlace, LogRow } from '@ohif-admin/contracts'
import { describe, expect, test, vi } from 'vitest'
import { LogReader } from './log-reader.ts'
import { NONE_FRESH } from './reader-state.ts'

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
  const fault = { on: false }
  const reader = new LogReader({
    read: async (query) => {
      if (fault.on) throw new Error('the log cannot be read')
      return read(query)
    },
    count: async (query) => {
      queries.push({ ...query, count: true })
      return { matches: log.length - Number(String(query['cursor']).split(':')[2]), note: null }
    },
    schedule: (flush) => frames.push(flush),
  })
  const tell = (rows: LogRow[], skipped: number, replayed = false) => {
    const place = at(log.length) as string as LogPlace
    reader.live({ type: 'log', rows, skipped, replayed, place })
    for (const flush of frames.splice(0)) flush()
  }
  const write = (count: number, { skipped = 0 } = {}) => {
    const rows = Array.from({ length: count }, (_, index) => row(log.length + index))
    log.push(...rows)
    tell(rows.slice(skipped), skipped)
  }
  const last = () => Number(reader.get().window.rows.at(-1)?.cursor.split(':')[2])
  const ready = () => vi.waitFor(() => expect(reader.get().phase).toBe('ready'))
  return { reader, write, tell, last, ready, queries, log, fault }
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
    expect(reader.get()).toMatchObject({ following: false, fresh: { count: 2, atLeast: false } })
    reader.follow()
    expect(reader.get()).toMatchObject({ following: true, fresh: NONE_FRESH })
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

  test('reads nothing when the stream goes on where it was heard last', async () => {
    const { reader, write, tell, last, ready, queries, log } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    await vi.waitFor(() => expect(queries).toHaveLength(2))
    write(1)
    reader.live({ type: 'opened', at: 0, resumed: true })
    log.push(row(1001))
    tell([row(1001)], 0, true)
    expect(queries).toHaveLength(2)
    expect(last()).toBe(1001)
  })

  test('leaves alone what is sent again to others, and reads what it missed itself', async () => {
    const { reader, tell, last, ready, log } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    log.push(row(1000))
    reader.live({ type: 'opened', at: 0, resumed: true })
    tell([row(300), row(301)], 0, true)
    await vi.waitFor(() => expect(last()).toBe(1000))
    expect(reader.get().window.rows).toHaveLength(201)
  })

  test('leaves no hole behind when what was missed cannot be read at once', async () => {
    const { reader, write, last, ready, fault } = setUp()
    reader.show({}, { at: 'end' }, true)
    await ready()
    fault.on = true
    write(10, { skipped: 10 })
    write(5)
    await vi.waitFor(() => expect(last()).toBe(999))
    fault.on = false
    await vi.waitFor(() => expect(last()).toBe(1014), 5000)
    expect(reader.get().window.rows).toHaveLength(215)
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

test('a record that gets more lines is shown with them, at its old place', async () => {
  const { reader, write, ready } = setUp()
  reader.show({}, { at: 'end' }, true)
  await ready()
  write(1)
  const grown: LogRow = {
    ...(row(1000) as Extract<LogRow, { form: 'record' }>),
    more: ['at x'],
    moreLines: 1,
  }
  reader.live({ type: 'log', rows: [], skipped: 0, grown: [grown] })
  expect(reader.get().window.rows.at(-1)).toBe(grown)
  expect(reader.get().window.rows).toHaveLength(201)
})

describe('the number of new rows', () => {
  const setUpHeld = async (total?: number) => {
    const parts = setUp(total)
    parts.reader.show({}, { at: 'end' }, true)
    await parts.ready()
    parts.reader.hold()
    return { ...parts, fresh: () => parts.reader.get().fresh }
  }

  test('counts a row once, however often it is sent', async () => {
    const { reader, write, tell, fresh } = await setUpHeld()
    write(3)
    tell([row(1001), row(1002)], 0)
    reader.live({ type: 'opened', at: 0, resumed: true })
    tell([row(1002)], 0)
    expect(fresh()).toEqual({ count: 3, atLeast: false })
  })

  test('counts rows that were skipped, by reading them', async () => {
    const { write, fresh, last } = await setUpHeld()
    write(1700, { skipped: 1200 })
    await vi.waitFor(() => expect(fresh()).toEqual({ count: 1700, atLeast: false }))
    expect(last()).toBe(2699)
  })

  test('goes on when the list is full, and is asked for where rows were skipped', async () => {
    const { reader, write, fresh } = await setUpHeld()
    for (let round = 0; round < 100; round += 1) write(100)
    expect(fresh()).toEqual({ count: 10_000, atLeast: false })
    write(5, { skipped: 3 })
    expect(fresh()).toEqual({ count: 10_000, atLeast: true })
    await vi.waitFor(() => expect(fresh()).toEqual({ count: 10_005, atLeast: false }), 3000)
    write(2)
    await vi.waitFor(() => expect(fresh()).toEqual({ count: 10_007, atLeast: false }), 3000)
    reader.follow()
    await vi.waitFor(() => expect(fresh()).toEqual(NONE_FRESH))
  })

  test('is asked for where only the server knows what belongs to the list', async () => {
    const { reader, ready, write, queries } = setUp(9000)
    reader.show({ thread: 'main' }, { at: 'end' }, true)
    await ready()
    reader.hold()
    for (let round = 0; round < 60; round += 1) write(100)
    await vi.waitFor(() => expect(reader.get().fresh).toEqual({ count: 6000, atLeast: false }), 5000)
    write(1)
    await vi.waitFor(() => expect(reader.get().fresh).toEqual({ count: 6001, atLeast: false }), 5000)
    expect(queries.at(-1)).toMatchObject({ count: true, thread: 'main', cursor: at(9000), side: 'after' })
  })

  test('knows of a broken connection that there may be more', async () => {
    const { reader, ready, write } = setUp()
    reader.show({}, { at: 'cursor', cursor: at(300) }, true)
    await ready()
    write(2)
    reader.live({ type: 'gap', topic: 'log' })
    expect(reader.get().fresh).toEqual({ count: 2, atLeast: true })
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
