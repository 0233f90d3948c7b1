import type { Run, RunCounts, RunSession } from '@ohif-admin/contracts'

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

export type Progress = Pick<Run, 'ratePerMinute' | 'throughput' | 'timeLeft'>

interface Given {
  startedAt: string | null
  /** Stamp of the newest line of the log. */
  lastStamp: string | null
  total: number | null
  open: boolean
}

/**
 * Rate, chart and time left of a run, from the log's own stamps, so that a replay gives the same. Migrated sessions
 * are copies, many times faster than a rebuild, and would promise an end that does not come: they are left out.
 */
export function progressOf(
  sessions: readonly RunSession[],
  { startedAt, lastStamp, total, open }: Given,
): Progress {
  const start = stampMs(startedAt)
  const now = stampMs(lastStamp)
  if (start === undefined || now === undefined) return { ratePerMinute: null, throughput: [], timeLeft: null }
  const ends = sessions.flatMap((session) =>
    session.verdict === 'migrated' ? [] : (stampMs(session.endedAt) ?? []),
  )
  const done = sessions.filter(
    (session) => session.verdict !== 'waiting' && session.verdict !== 'in-work',
  ).length
  const ratePerMinute = rate(ends, start, now)
  return {
    ratePerMinute,
    throughput: chart(ends, start, now),
    timeLeft:
      open && total !== null && ratePerMinute
        ? timeLeft(total - done, ratePerMinute, rate(ends, start, now, Infinity))
        : null,
  }
}

function rate(ends: readonly number[], start: number, now: number, windowMs = RATE_WINDOW_MS): number | null {
  const from = Math.max(start, now - windowMs)
  const finished = ends.filter((end) => end >= from).length
  if (finished < LEAST_SESSIONS || now <= from) return null
  return (finished * MINUTE_MS) / (now - from)
}

/** From the faster to the slower of the recent and the overall rate, each with a tenth to spare. */
function timeLeft(remaining: number, recent: number, overall: number | null) {
  const rates = [recent, overall ?? recent]
  const ms = (perMinute: number, factor: number) => Math.round((remaining / perMinute) * MINUTE_MS * factor)
  return { minMs: ms(Math.max(...rates), 0.9), maxMs: ms(Math.min(...rates), 1.1) }
}

/** Sessions finished per minute of the run, the last hour of it. */
function chart(ends: readonly number[], start: number, now: number): number[] {
  const minutes = Math.max(1, Math.ceil((now - start + 1) / MINUTE_MS))
  const first = Math.max(0, minutes - CHART_MINUTES)
  const buckets = new Array<number>(minutes - first).fill(0)
  for (const end of ends) {
    const bucket = Math.floor((end - start) / MINUTE_MS) - first
    if (bucket >= 0 && bucket < buckets.length) buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  return buckets
}

/** Rate and chart of a run that is over. Sessions without an end line took nobody knows how long: they are left out. */
export function progressOfEnded({ counts, startedAt, endedAt, throughput }: EndedRun): Progress {
  const minutes = endedAt === null ? 0 : (endedAt - startedAt) / MINUTE_MS
  const timed = counts.stored + counts.failed
  return { ratePerMinute: minutes > 0 && timed > 0 ? timed / minutes : null, throughput, timeLeft: null }
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
