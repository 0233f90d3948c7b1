import type { RunCounts, RunSession } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { estimate, progressOf, stampMs } from './progress.ts'
import { NO_COUNTS } from './verdicts.ts'

const session = (position: number, verdict: RunSession['verdict'], endedAt: string | null): RunSession => ({
  position,
  sessionId: `E${position}`,
  label: null,
  subjectLabel: null,
  verdict,
  evidence: null,
  reason: null,
  beganAt: null,
  endedAt,
  tookMs: null,
})
const at = (minute: number, second = 0) =>
  `2024-03-12 10:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')},000`
const stored = (position: number, minute: number, second = 0) =>
  session(position, 'stored', at(minute, second))
const waiting = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => session(from + n, 'waiting', null))

const past = (counts: Partial<RunCounts>, durationMs: number) => ({
  counts: { ...NO_COUNTS, ...counts },
  durationMs,
})

describe('progress', () => {
  it('reads stamps of the log and nothing else', () => {
    const [later, earlier] = [stampMs('2024-03-12 10:15:02,118'), stampMs('2024-03-12 10:15:02,000')]
    expect(Number(later) - Number(earlier)).toBe(118)
    for (const other of [null, '', '2024-03-12', '2024-03-12T10:15:02,118', 'x2024-03-12 10:15:02,118']) {
      expect(stampMs(other)).toBeUndefined()
    }
  })

  it('says nothing before there is something to say', () => {
    const none = progressOf(waiting(0, 5), { startedAt: null, lastStamp: null, total: null, open: true })
    expect(none).toEqual({ ratePerMinute: null, throughput: [], timeLeft: null })
    const one = progressOf([stored(0, 1), ...waiting(1, 5)], {
      startedAt: at(0),
      lastStamp: at(1),
      total: 6,
      open: true,
    })
    expect(one.timeLeft).toBeNull()
  })

  it('gives the rate of the last five minutes and a range for the time left', () => {
    const slow = Array.from({ length: 10 }, (_, n) => stored(n, n))
    const fast = Array.from({ length: 40 }, (_, n) => stored(10 + n, 10 + Math.floor(n / 8), 5 * (n % 8)))
    const progress = progressOf([...slow, ...fast, ...waiting(50, 80)], {
      startedAt: at(0),
      lastStamp: at(15),
      total: 130,
      open: true,
    })
    expect(progress.ratePerMinute).toBeCloseTo(8)
    expect(progress.timeLeft?.minMs).toBeLessThan(10 * 60_000)
    expect(progress.timeLeft?.maxMs).toBeGreaterThan(20 * 60_000)
    expect(progress.throughput).toHaveLength(16)
    expect(progress.throughput.reduce((sum, count) => sum + count)).toBe(50)
  })

  it('leaves copies out of the rate: they would promise an end that does not come', () => {
    const copies = Array.from({ length: 500 }, (_, n) => session(n, 'migrated', at(1)))
    const built = Array.from({ length: 4 }, (_, n) => stored(500 + n, 1 + n))
    const progress = progressOf([...copies, ...built, ...waiting(504, 10)], {
      startedAt: at(0),
      lastStamp: at(4),
      total: 514,
      open: true,
    })
    expect(progress.ratePerMinute).toBeCloseTo(1)
  })

  it('is never negative when the clock of the log goes back', () => {
    const progress = progressOf([stored(0, 1), stored(1, 2), stored(2, 3)], {
      startedAt: at(5),
      lastStamp: at(4),
      total: 3,
      open: true,
    })
    expect(progress.ratePerMinute).toBeNull()
    expect(progress.throughput.every((count) => count >= 0)).toBe(true)
  })

  it('estimates by past runs, and not at all without any', () => {
    expect(estimate(960, [])).toBeNull()
    expect(estimate(960, [past({ stored: 9 }, 10)])).toBeNull()
    expect(estimate(960, [past({ stored: 100, migrated: 1 }, 60_000)])).toBeNull()
    const range = estimate(960, [past({ stored: 100 }, 600_000), past({ stored: 400 }, 1_200_000)])
    expect(range).toEqual({ minMs: 2_592_000, maxMs: 6_336_000, perMinute: 20 })
  })
})
