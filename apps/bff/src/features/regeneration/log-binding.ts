import type { LogRun } from '@ohif-admin/ohif-log'
import { formatCursor, type LogPosition, parseCursor } from '../../lib/log-tail/index.ts'
import type { Cursors, StoredRun } from '../../storage/run-row.ts'

/**
 * Whether a run that shows up in a log can be this one: same target, and begun after the log stood where it stood
 * before the call. XNAT runs one bulk run at a time, so the first that fits is it. `arrivedLive`: its first line came
 * while we were watching, which is the only proof when the log could not be read before the call.
 */
export function couldBe(seen: LogRun, run: StoredRun, source: string, arrivedLive: boolean): boolean {
  if (seen.kind !== 'bulk' || seen.scope !== run.scope || seen.target !== run.projectId) return false
  const before = run.startCursors?.[source]
  const position = before === undefined ? undefined : parseCursor(before)
  if (!position) return arrivedLive || seen.outcome === 'running'
  // Another file than the one we stood in is a later one: reading starts at the position and goes forward.
  return seen.fileKey !== position.fileKey || seen.startOffset >= position.offset
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
