import type { LogCursor, LogRow } from '@ohif-admin/contracts'
import { describe, expect, test } from 'vitest'
import {
  addAfter,
  addBefore,
  addLive,
  EMPTY_WINDOW,
  indexOfCursor,
  indexOfError,
  type LogWindow,
  windowOf,
} from './log-window.ts'

const at = (index: number) => `main:ab12:${index}` as LogCursor
const row = (index: number): LogRow => ({
  form: 'record',
  cursor: at(index),
  source: 'main',
  at: `2024-03-12 10:00:00,${String(index % 1000).padStart(3, '0')}`,
  level: index % 10 === 7 ? 'ERROR' : 'INFO',
  thread: 'main',
  logger: 'a.B',
  message: `line ${index}`,
  more: [],
  moreLines: 0,
})

/** A page of a log of `total` lines, rows `from` to `to` without the last. */
function page(from: number, to: number, total = 10_000) {
  const rows = Array.from({ length: to - from }, (_, index) => row(from + index))
  return { rows, before: at(from), after: at(to), moreBefore: from > 0, moreAfter: to < total }
}

const numbers = ({ rows }: LogWindow) => rows.map(({ cursor }) => Number(cursor.split(':')[2]))
const isWhole = (window: LogWindow) =>
  numbers(window).every((number, index, all) => index === 0 || number === (all[index - 1] ?? 0) + 1)

describe('a window of the log', () => {
  test('grows on both sides without holes, whatever overlaps', () => {
    let window = windowOf(page(500, 700))
    window = addBefore(window, page(300, 520))
    window = addAfter(window, page(690, 900))
    expect(numbers(window)[0]).toBe(300)
    expect(window.rows).toHaveLength(600)
    expect(isWhole(window)).toBe(true)
    expect(window).toMatchObject({ before: at(300), after: at(900), moreBefore: true, moreAfter: true })
  })

  test('stays bounded and whole when somebody scrolls fast to and fro', () => {
    let window = windowOf(page(5000, 5200))
    const edge = (side: 'before' | 'after') => Number(window[side]?.split(':')[2])
    for (const step of [-1, -1, -1, -1, 1, 1, 1, 1, 1, 1, -1, 1, -1, -1, -1, 1]) {
      const from = step < 0 ? edge('before') - 200 : edge('after')
      window =
        step < 0
          ? addBefore(window, page(from, from + 200), 600)
          : addAfter(window, page(from, from + 200), 600)
      expect(window.rows.length).toBeLessThanOrEqual(600)
      expect(isWhole(window)).toBe(true)
      expect(edge('before')).toBe(numbers(window)[0])
    }
  })

  test('lets go of the far side and knows where to read it again', () => {
    const window = addBefore(windowOf(page(400, 1000)), page(200, 400), 600)
    expect(numbers(window).at(-1)).toBe(799)
    expect(window).toMatchObject({ moreAfter: true, after: at(799), before: at(200) })
    expect(isWhole(addAfter(window, page(799, 999), 800))).toBe(true)
  })

  test('goes on from where an answer without a match has ended', () => {
    const window = addBefore(windowOf(page(5000, 5010)), { ...page(4000, 4000), before: at(3000) })
    expect(window.rows).toHaveLength(10)
    expect(window.before).toBe(at(3000))
  })

  test('knows the start of the log when an answer says so', () => {
    expect(addBefore(windowOf(page(100, 200)), page(0, 100)).moreBefore).toBe(false)
  })
})

describe('new lines', () => {
  test('push out the oldest ones while the end is followed, many at once', () => {
    const { rows } = page(10_000, 10_121)
    const nearly = addLive(windowOf(page(9400, 10_000)), rows.slice(0, 120), { following: true, keep: 600 })
    expect(numbers(nearly)[0]).toBe(9400)
    const window = addLive(nearly, rows.slice(120), { following: true, keep: 600 })
    expect(numbers(window)[0]).toBe(9521)
    expect(window).toMatchObject({ moreBefore: true, before: at(9521), after: at(10_120), moreAfter: false })
  })

  test('never push out what somebody reads: the end is let go instead', () => {
    const full = windowOf(page(9400, 10_000))
    const window = addLive(full, [row(10_000)], { following: false, keep: 600 })
    expect(window.rows).toBe(full.rows)
    expect(window.moreAfter).toBe(true)
  })

  test('are left out where the window does not hold the end', () => {
    const window = windowOf(page(100, 200))
    expect(addLive(window, [row(10_000)], { following: false })).toBe(window)
  })

  test('that are known already change nothing', () => {
    const window = windowOf(page(9900, 10_000))
    expect(addLive(window, [row(9999)], { following: true })).toBe(window)
  })

  test('are the first rows of an empty log', () => {
    expect(addLive(EMPTY_WINDOW, [row(0)], { following: true }).rows).toHaveLength(1)
  })
})

test('a marker and the record after it share a place and are both kept', () => {
  const marker: LogRow = {
    form: 'marker',
    cursor: at(5),
    source: 'main',
    kind: 'rotated',
    bytes: null,
    at: null,
  }
  const window = windowOf({ ...page(5, 6), rows: [marker, row(5)] })
  expect(window.rows).toHaveLength(2)
  expect(indexOfCursor(window, at(5))).toBe(1)
  expect(indexOfCursor(window, at(6))).toBe(-1)
})

test('errors are found in both directions, not the one stood on', () => {
  const window = windowOf(page(0, 40))
  expect(indexOfError(window, 7, 1)).toBe(17)
  expect(indexOfError(window, 7, -1)).toBe(-1)
  expect(indexOfError(window, 40, -1)).toBe(37)
})
