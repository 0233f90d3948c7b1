import { describe, expect, it } from 'vitest'
import { clock, duration, exactTime, relativeTime, roughSpan, shortTime } from './time.ts'

const at = new Date('2024-03-12T14:02:11.000Z')

describe('a span of time left', () => {
  it.each([
    [0, 4000, '≤ 10 s'],
    [41_000, 52_000, '40–60 s'],
    [50_000, 50_000, '50 s'],
    [60_000, 89_000, '60–90 s'],
    [12.2 * 60_000, 16.5 * 60_000, '12–17 min'],
    [14 * 60_000, 14 * 60_000, '14 min'],
    [16.5 * 60_000, 12.2 * 60_000, '12–17 min'],
    [70 * 60_000, 150 * 60_000, '1–2.5 h'],
    [0, 0, '≤ 10 s'],
  ])('of %d to %d ms is %s', (min, max, shown) => {
    expect(roughSpan(min, max, 'en')).toBe(shown)
  })

  it('uses the reader’s decimal sign', () => {
    expect(roughSpan(70 * 60_000, 150 * 60_000, 'de')).toBe('1–2,5 h')
  })
})

it.each([
  [0, '0.0 s'],
  [420, '0.4 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [100_000, '100 s'],
  [185_000, '3 min 05 s'],
  [2 * 3_600_000 + 600_000, '2 h 10 min'],
])('a duration of %d ms is %s', (ms, shown) => {
  expect(duration(ms, 'en')).toBe(shown)
})

describe('a moment', () => {
  it('is shown in UTC where that was chosen', () => {
    expect(clock(at, 'utc', 'en')).toBe('14:02')
    expect(clock(at, 'utc', 'en', true)).toBe('14:02:11')
    expect(exactTime(at, 'utc', 'en')).toMatch(/2024.*14:02:11.*UTC/)
  })

  it('carries its day when that is not today', () => {
    expect(shortTime(at, new Date('2024-03-12T23:59:00Z'), 'utc', 'en')).toBe('14:02')
    expect(shortTime(at, new Date('2024-03-13T00:01:00Z'), 'utc', 'en')).toMatch(/12.*14:02/)
  })

  it.each([
    [30_000, 'now'],
    [-90_000, 'now'],
    [59 * 60_000, '59 minutes ago'],
    [3_600_000, '1 hour ago'],
    [26 * 3_600_000, 'yesterday'],
  ])('%d ms ago is %s', (passedMs, shown) => {
    expect(relativeTime(at, new Date(at.getTime() + passedMs), 'en')).toBe(shown)
  })
})
