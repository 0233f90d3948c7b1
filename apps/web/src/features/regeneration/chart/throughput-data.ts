import type { Run, RunMark } from '@ohif-admin/contracts'

const MINUTE_MS = 60_000

export interface ThroughputMinute {
  /** When the minute begins; epoch milliseconds. */
  at: number
  sessions: number
}

/** Sessions finished, minute by minute of the run. */
export function minutesOf({
  startedAt,
  throughput,
  throughputFrom = 0,
}: Pick<Run, 'startedAt' | 'throughput' | 'throughputFrom'>): ThroughputMinute[] {
  const start = Date.parse(startedAt) + throughputFrom * MINUTE_MS
  return throughput.map((sessions, index) => ({ at: start + index * MINUTE_MS, sessions }))
}

/** Marks that fall into the minutes shown. */
export function marksIn(
  minutes: readonly ThroughputMinute[],
  marks: readonly RunMark[] = [],
): { at: number; kind: RunMark['kind'] }[] {
  const first = minutes[0]
  const last = minutes.at(-1)
  if (!first || !last) return []
  return marks
    .map(({ at, kind }) => ({ at: Date.parse(at), kind }))
    .filter(({ at }) => at >= first.at && at <= last.at + MINUTE_MS)
}

export interface ThroughputFacts {
  sessions: number
  peak: ThroughputMinute
  idleMinutes: number
}

/** The chart in numbers, for its sentence; null without a chart. */
export function throughputFacts(minutes: readonly ThroughputMinute[]): ThroughputFacts | null {
  const [first] = minutes
  if (!first) return null
  return {
    sessions: minutes.reduce((sum, { sessions }) => sum + sessions, 0),
    peak: minutes.reduce((best, minute) => (minute.sessions > best.sessions ? minute : best), first),
    idleMinutes: minutes.filter(({ sessions }) => sessions === 0).length,
  }
}
