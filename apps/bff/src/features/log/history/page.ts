import { type LogPage, LogPlace, type LogRow } from '@ohif-admin/contracts'
import { formatCursor } from '../../../lib/log-tail/index.ts'
import { RecordMatch } from './filter.ts'
import type { PageJob } from './jobs.ts'
import { type Direction, type Lane, merge } from './merge.ts'
import { withRuns } from './row-runs.ts'
import type { Scoped } from './scope.ts'
import { isBefore, type Spot } from './source-history.ts'
import { SourceReader } from './source-reader.ts'
import { startSpots } from './start-spots.ts'

/** Most bytes one request reads; a filter that matches little goes on with the next request. */
const REQUEST_BYTES = 16 * 1024 * 1024
/** Most characters of rows in one answer: a row may be far larger than usual. */
const ANSWER_CHARACTERS = 4 * 1024 * 1024

interface Part {
  rows: LogRow[]
  spots: Spot[]
}

/** Reads one page of the history. Throws `LogFileError` when a file that was opened cannot be read. */
export async function readPage(scopes: readonly Scoped[], job: PageJob): Promise<LogPage> {
  const start = await startSpots(scopes, job)
  const side = start.note === 'gone' ? 'after' : job.side
  const empty: Part = { rows: [], spots: [...start.spots] }
  const half = side === 'around' ? Math.floor(job.limit / 2) : job.limit
  const before =
    side === 'after'
      ? empty
      : await collect(scopes, job, { spots: start.spots, limit: half, direction: 'backward' })
  const rest = job.limit - before.rows.length
  const after =
    side === 'before'
      ? empty
      : await collect(scopes, job, { spots: start.spots, limit: rest, direction: 'forward' })
  const anchor = start.anchor && (await anchorOf(scopes, start.anchor))
  return {
    rows: withRuns([...before.rows.reverse(), ...after.rows], scopes, job.runs ?? []),
    moreBefore: scopes.some(({ from }, index) => isBefore(from, before.spots[index] as Spot)),
    moreAfter: scopes.some(({ to }, index) => isBefore(after.spots[index] as Spot, to)),
    before: placeOf(scopes, before.spots),
    after: placeOf(scopes, after.spots),
    anchor,
    note: start.note,
  }
}

async function collect(
  scopes: readonly Scoped[],
  { filter, masked }: PageJob,
  { spots, limit, direction }: { spots: readonly Spot[]; limit: number; direction: Direction },
): Promise<Part> {
  const budget = REQUEST_BYTES / Math.max(1, scopes.length)
  const lanes = scopes.map(({ history, from, to, job }, index): Lane => {
    const match = new RecordMatch(filter, masked)
    const reader = new SourceReader({ history, match, masked, scope: { from, to }, budget, seen: job.seen })
    const spot = spots[index] as Spot
    return direction === 'forward'
      ? { items: reader.forward(spot), spot, end: to }
      : { items: reader.backward(spot), spot, end: from }
  })
  const rows: LogRow[] = []
  let characters = 0
  if (limit > 0) {
    for await (const item of merge(lanes, direction)) {
      const own = direction === 'forward' ? (item.rows ?? []) : (item.rows ?? []).toReversed()
      rows.push(...own)
      for (const row of own) characters += sizeOf(row)
      if (rows.length >= limit || characters >= ANSWER_CHARACTERS) break
    }
  }
  return { rows, spots: lanes.map(({ spot }) => spot) }
}

function sizeOf(row: LogRow): number {
  if (row.form === 'marker') return 0
  return row.more.reduce((sum, line) => sum + line.length, row.message.length)
}

function placeOf(scopes: readonly Scoped[], spots: readonly Spot[]): LogPlace | null {
  const cursors = scopes.flatMap(({ history }, index) => {
    const position = history.position(spots[index] as Spot)
    return position ? [formatCursor(history.source, position)] : []
  })
  return cursors.length === 0 ? null : LogPlace.parse(cursors.join(','))
}

/** The row asked for may have been left out by the filter; its cursor is given all the same. */
async function anchorOf(scopes: readonly Scoped[], { lane, spot }: { lane: number; spot: Spot }) {
  const { history } = scopes[lane] as Scoped
  const position = history.position(spot)
  return position && formatCursor(history.source, position)
}
