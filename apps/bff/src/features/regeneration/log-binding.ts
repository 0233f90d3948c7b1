import type { LogChange, LogRun } from '@ohif-admin/ohif-log'
import { formatCursor, type LogPosition, parseCursor } from '../../lib/log-tail/index.ts'
import type { Cursors, StoredRun } from '../../storage/run-row.ts'
import { applyChange, type LiveRun } from './live-run.ts'

/**
 * Whether a run that shows up in a log can be this one: same target, and begun after the log stood where it stood
 * before the call. XNAT runs one bulk run at a time, so the first that fits is it. `arrivedLive`: its first line came
 * while we were watching, which is the only proof when the log could not be read before the call.
 */
function couldBe(seen: LogRun, run: StoredRun, source: string, arrivedLive: boolean): boolean {
  if (seen.kind !== 'bulk' || seen.scope !== run.scope || seen.target !== run.projectId) return false
  const before = run.startCursors?.[source]
  const position = before === undefined ? undefined : parseCursor(before)
  if (!position) return arrivedLive || seen.outcome === 'running'
  // Another file than the one we stood in is a later one: reading starts at the position and goes forward.
  return seen.fileKey !== position.fileKey || seen.startOffset >= position.offset
}

interface Arrival {
  source: string
  /** False while the past of a log is read. */
  arrivedLive: boolean
  epochMs: number
}

/** Takes a change of a log over into the run it belongs to, which it may name for the first time; false otherwise. */
export function takeChange(
  live: LiveRun,
  change: LogChange,
  { source, arrivedLive, epochMs }: Arrival,
): boolean {
  const { row } = live
  if (row.logKey === null && couldBe(change.run, row, source, arrivedLive)) {
    live.row = { ...row, logKey: change.run.key, logSource: source }
  }
  if (live.row.logKey !== change.run.key || live.row.logSource !== source) return false
  applyChange(live, change)
  if (arrivedLive) live.row = { ...live.row, lastLineAt: epochMs }
  return true
}

/** Where each log stood when a run ended; in the run's own log, its end line. */
export function endPositions(
  { row, seen }: Pick<LiveRun, 'row' | 'seen'>,
  now: ReadonlyMap<string, LogPosition>,
): Map<string, LogPosition> {
  const positions = new Map(now)
  if (row.logSource !== null && seen?.endFileKey != null && seen.endOffset !== null) {
    positions.set(row.logSource, { fileKey: seen.endFileKey, offset: seen.endOffset })
  }
  return positions
}

/** Positions as cursors, by source. */
export function toCursors(positions: ReadonlyMap<string, LogPosition>): Cursors {
  return Object.fromEntries(
    [...positions].map(([source, position]) => [source, formatCursor(source, position)]),
  )
}

/** Cursors as positions, by source; unreadable ones are left out. */
export function toPositions(cursors: Cursors | null): Map<string, LogPosition> {
  const positions = new Map<string, LogPosition>()
  for (const [source, cursor] of Object.entries(cursors ?? {})) {
    const position = parseCursor(cursor)
    if (position) positions.set(source, { fileKey: position.fileKey, offset: position.offset })
  }
  return positions
}
