import { expect, test } from 'vitest'
import { MinuteCounter } from './minute-counter.ts'

const MINUTE_MS = 60_000

test('counts each minute since it began, the present one last', () => {
  const counter = new MinuteCounter(10 * MINUTE_MS + 5_000)
  counter.add(2, 10 * MINUTE_MS + 9_000)
  counter.add(1, 12 * MINUTE_MS)
  counter.add(0, 12 * MINUTE_MS)
  expect(counter.series(12 * MINUTE_MS + 59_999)).toEqual([2, 0, 1])
  expect(counter.series(13 * MINUTE_MS)).toEqual([2, 0, 1, 0])
})

test('keeps an hour and no more', () => {
  const counter = new MinuteCounter(0)
  for (let minute = 0; minute < 200; minute += 1) counter.add(1, minute * MINUTE_MS)
  expect(counter.series(199 * MINUTE_MS)).toEqual(new Array(60).fill(1))
})

test('has nothing for a clock that went back', () => {
  expect(new MinuteCounter(5 * MINUTE_MS).series(0)).toEqual([])
})
