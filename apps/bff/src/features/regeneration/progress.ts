import type { Run, RunCounts } from '@ohif-admin/contracts'
import type { Pace } from './pace.ts'

const MINUTE_MS = 60_000
/** The rate is that of the last five minutes: long enough for a slow session, short enough to notice a change. */
const RATE_WINDOW_MS = 5 * MINUTE_MS
/** Below this much evidence a time would be a guess. */
const LEAST_SESSIONS = 3
const CHART_MINUTES = 60
const LEAST_PAST_SESSIONS = 10

/**
 * Milliseconds of a log stamp (`2024-03-12 10:15:02,118`) on the log's own clock, only good for differences;
 * undefined when it is not one.
 */
export function stampMs(stamp: string | null): number | undefined {
  const form = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})[,.](\d{3})$/.exec(stamp ?? '')
  if (!form) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = form.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second, ms)
}

export type Progress = Pick<Run, 'ratePerMinute' | 'throughput' | 'timeLeft'> & { throughputFrom: number }

interface Given {
  startedAt: string | null
  /** Stamp of the newest line of the log. */
  lastStamp: string | null
  /** Sessions that have no outcome yet; null while that is not known, or when the run is over. */
  remaining: number | null
  /** How long no line has come, in ms. */
  silentMs: number
}

const NOTHING_TO_SAY: Progress = { ratePerMinute: null, throughput: [], throughputFrom: 0, timeLeft: null }

/** Rate, chart and time left of a run, from the log's own stamps, so that a replay gives the same. */
export function progressOf(pace: Pace, { startedAt, lastStamp, remaining, silentMs }: Given): Progress {
  const start = stampMs(startedAt)
  const heard = stampMs(lastStamp)
  if (start === undefined || heard === undefined) return NOTHING_TO_SAY
  const now = heard + silentMs
  const ratePerMinute = rate(pace, start, now)
  return {
    ratePerMinute,
    ...chart(pace, start, heard),
    timeLeft: remaining === null ? null : timeLeft(remaining, ratesOf(pace, start, { heard, now }), silentMs),
  }
}

/** Sessions per minute of the last `windowMs`; null without enough of them in the run so far. */
function rate(pace: Pace, start: number, now: number, windowMs = RATE_WINDOW_MS): number | null {
  const from = Math.max(start, now - windowMs)
  if (pace.total < LEAST_SESSIONS || now <= from) return null
  return (pace.between(from, now) * MINUTE_MS) / (now - from)
}

/** Recent and overall, with and without the silence since the last line. */
function ratesOf(pace: Pace, start: number, { heard, now }: { heard: number; now: number }): number[] {
  const rates = [
    rate(pace, start, heard),
    rate(pace, start, now),
    overall(pace, start, heard),
    overall(pace, start, now),
  ]
  return rates.filter((perMinute) => perMinute !== null && perMinute > 0) as number[]
}

function overall(pace: Pace, start: number, now: number): number | null {
  if (pace.total < LEAST_SESSIONS || now <= start) return null
  return (pace.total * MINUTE_MS) / (now - start)
}

/** From the fastest to the slowest rate, each with a tenth to spare; silence makes the end less certain. */
function timeLeft(remaining: number, rates: readonly number[], silentMs: number) {
  if (rates.length === 0) return null
  const ms = (perMinute: number, factor: number) => Math.round((remaining / perMinute) * MINUTE_MS * factor)
  const slowest = ms(Math.min(...rates), 1.1)
  return { minMs: ms(Math.max(...rates), 0.9), maxMs: remaining === 0 ? slowest : slowest + silentMs }
}

/** Sessions finished per minute of the run, the last hour of it. */
function chart(pace: Pace, start: number, now: number): Pick<Progress, 'throughput' | 'throughputFrom'> {
  const minutes = Math.max(1, Math.ceil((now - start + 1) / MINUTE_MS))
  const throughputFrom = Math.max(0, minutes - CHART_MINUTES)
  const from = start + throughputFrom * MINUTE_MS
  return { throughput: pace.perMinute(from, minutes - throughputFrom), throughputFrom }
}

/** Rate and chart of a run that is over. Sessions without an end line took nobody knows how long: they are left out. */
export function progressOfEnded({ counts, startedAt, endedAt, throughput }: EndedRun): Progress {
  const minutes = endedAt === null ? 0 : (endedAt - startedAt) / MINUTE_MS
  const timed = counts.stored + counts.failed
  const throughputFrom = Math.max(0, Math.ceil(minutes) - throughput.length)
  const ratePerMinute = minutes > 0 && timed > 0 ? timed / minutes : null
  return { ratePerMinute, throughput, throughputFrom, timeLeft: null }
}

interface EndedRun {
  counts: RunCounts
  startedAt: number
  endedAt: number | null
  throughput: number[]
}

/**
 * How long so many sessions take by the rates of past runs; null without any worth counting. Runs that copied old
 * documents, and runs of a handful of sessions, say nothing about a rebuild.
 */
export function estimate(
  sessions: number,
  past: readonly { counts: RunCounts; durationMs: number }[],
): { minMs: number; maxMs: number; perMinute: number } | null {
  const rates = past
    .filter(
      ({ counts, durationMs }) =>
        counts.migrated === 0 && counts.stored >= LEAST_PAST_SESSIONS && durationMs > 0,
    )
    .map(({ counts, durationMs }) => ((counts.stored + counts.failed) * MINUTE_MS) / durationMs)
    .sort((a, b) => a - b)
  const slowest = rates[0]
  const fastest = rates.at(-1)
  const median = rates[Math.floor(rates.length / 2)]
  if (slowest === undefined || fastest === undefined || median === undefined) return null
  const ms = (perMinute: number, factor: number) => Math.round((sessions / perMinute) * MINUTE_MS * factor)
  return { minMs: ms(fastest, 0.9), maxMs: ms(slowest, 1.1), perMinute: Math.round(median * 10) / 10 }
}
