import type { RunCounts, RunSession } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { NO_COUNTS } from '../../storage/new-run.ts'
import { estimate, progressOf, stampMs } from './progress.ts'
import { Tally } from './tally.ts'

const session = (position: number, verdict: RunSession['verdict'], endedAt: string | null): RunSession => ({
  position,
  sessionId: `E${position}`,
  projectId: null,
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

function progress(
  sessions: readonly RunSession[],
  startedAt: string | null,
  lastStamp: string | null,
  silentMs = 0,
) {
  const tally = new Tally()
  for (const one of sessions) tally.change(one, undefined)
  const { inWork, waiting: left } = tally.counts(null)
  return progressOf(tally.pace, { startedAt, lastStamp, remaining: inWork + left, silentMs })
}

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
    const none = progress(waiting(0, 5), null, null)
    expect(none).toEqual({ ratePerMinute: null, throughput: [], throughputFrom: 0, timeLeft: null })
    expect(progress([stored(0, 1), ...waiting(1, 5)], at(0), at(1)).timeLeft).toBeNull()
  })

  it('gives the rate of the last five minutes and a range for the time left', () => {
    const slow = Array.from({ length: 10 }, (_, n) => stored(n, n))
    const fast = Array.from({ length: 40 }, (_, n) => stored(10 + n, 10 + Math.floor(n / 8), 5 * (n % 8)))
    const said = progress([...slow, ...fast, ...waiting(50, 80)], at(0), at(15))
    expect(said.ratePerMinute).toBeCloseTo(8)
    expect(said.timeLeft?.minMs).toBeLessThan(10 * 60_000)
    expect(said.timeLeft?.maxMs).toBeGreaterThan(20 * 60_000)
    expect(said.throughput).toHaveLength(16)
    expect(said.throughput.reduce((sum, count) => sum + count)).toBe(50)
  })

  it('leaves copies out of the rate: they would promise an end that does not come', () => {
    const copies = Array.from({ length: 500 }, (_, n) => session(n, 'migrated', at(1)))
    const built = Array.from({ length: 4 }, (_, n) => stored(500 + n, 1 + n))
    const said = progress([...copies, ...built, ...waiting(504, 10)], at(0), at(4))
    expect(said.ratePerMinute).toBeCloseTo(1)
  })

  it('counts the last hour, and says which minute of the run that begins with', () => {
    const hours = Array.from({ length: 90 }, (_, n) =>
      session(n, 'stored', `2024-03-12 ${10 + Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}:30,000`),
    )
    const said = progress(hours, at(0), '2024-03-12 11:29:59,000')
    expect(said).toMatchObject({ throughput: new Array(60).fill(1), throughputFrom: 30 })
  })

  it('becomes less certain the longer the log is silent', () => {
    const built = Array.from({ length: 20 }, (_, n) => stored(n, n))
    const [heard, quiet, silent] = [0, 3 * 60_000, 60 * 60_000].map(
      (silentMs) => progress([...built, ...waiting(20, 10)], at(0), at(19), silentMs).timeLeft,
    )
    expect(heard?.minMs).toBe(quiet?.minMs)
    expect(Number(quiet?.maxMs)).toBeGreaterThan(Number(heard?.maxMs))
    expect(Number(silent?.maxMs)).toBeGreaterThan(Number(quiet?.maxMs) + 57 * 60_000)
    expect(progress([...built, ...waiting(20, 10)], at(0), at(19), 6 * 60_000).ratePerMinute).toBe(0)
  })

  it('takes back an end that turned out to be none', () => {
    const tally = new Tally()
    for (let n = 0; n < 4; n += 1) tally.change(stored(n, 1), undefined)
    tally.change(session(0, 'waiting', null), stored(0, 1))
    expect(tally.counts(4)).toMatchObject({ total: 4, stored: 3, waiting: 1 })
    expect(tally.pace.total).toBe(3)
  })

  it('is never negative when the clock of the log goes back', () => {
    const said = progress([stored(0, 1), stored(1, 2), stored(2, 3)], at(5), at(4))
    expect(said.ratePerMinute).toBeNull()
    expect(said.throughput.every((count) => count >= 0)).toBe(true)
  })

  it('estimates by past runs, and not at all without any', () => {
    expect(estimate(960, [])).toBeNull()
    expect(estimate(960, [past({ stored: 9 }, 10)])).toBeNull()
    expect(estimate(960, [past({ stored: 100, migrated: 1 }, 60_000)])).toBeNull()
    const range = estimate(960, [past({ stored: 100 }, 600_000), past({ stored: 400 }, 1_200_000)])
    expect(range).toEqual({ minMs: 2_592_000, maxMs: 6_336_000, perMinute: 20 })
  })
})
