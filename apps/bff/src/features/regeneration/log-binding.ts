import type { LogChange, LogRun } from '@ohif-admin/ohif-log'
import { formatCursor, type LogPosition, parseCursor } from '../../lib/log-tail/index.ts'
import type { Cursors, StoredRun } from '../../storage/run-row.ts'
import { applyChange, type LiveRun } from './live-run.ts'

/** Whether it is a run over many sessions, of either kind of data; session-level calls are none. */
export function isBulk({ kind, scope }: Pick<LogRun, 'kind' | 'scope'>): boolean {
  return kind === 'bulk' || (kind === 'dicomweb' && scope !== 'session')
}

/** Runs of these kinds are followed by the log alone. */
export function isBulkKind(kind: StoredRun['kind']): boolean {
  return kind === 'bulk' || kind === 'adopted'
}

/** What the log calls the target of a run. */
function targetInLog({ scope, projectId, targetId }: StoredRun): string | null {
  if (scope === 'site') return null
  return scope === 'subject' ? targetId : projectId
}

/**
 * Whether a run that shows up in a log can be this one, which has none yet: same data, same target, and begun after the
 * log stood where it stood before the call. XNAT runs one bulk run at a time, so the first that fits is it.
 * `arrivedLive`: its first line came while we were watching, which is the only proof when the log could not be read
 * before the call.
 */
export function couldBe(seen: LogRun, run: StoredRun, source: string, arrivedLive: boolean): boolean {
  if (run.logKey !== null || run.kind !== 'bulk' || !isBulk(seen)) return false
  if ((seen.kind === 'dicomweb') !== (run.data === 'dicomweb')) return false
  if (seen.scope !== run.scope || seen.target !== targetInLog(run)) return false
  const before = run.startCursors?.[source]
  const position = before === undefined ? undefined : parseCursor(before)
  if (!position) return arrivedLive || seen.outcome === 'running'
  // Another file than the one we stood in is a later one: reading starts at the position and goes forward.
  return seen.fileKey !== position.fileKey || seen.startOffset >= position.offset
}

export interface Arrival {
  source: string
  /** False while the past of a log is read. */
  arrivedLive: boolean
  epochMs: number
}

/** Whether the change is of the run this one is known as in the log. */
export function isOf(
  { row }: Pick<LiveRun, 'row'>,
  { run }: Pick<LogChange, 'run'>,
  source: string,
): boolean {
  return row.logKey === run.key && row.logSource === source
}

/** Takes a change of a log over into the run it belongs to, which it may name for the first time; false otherwise. */
export function takeChange(
  live: LiveRun,
  change: LogChange,
  { source, arrivedLive, epochMs }: Arrival,
): boolean {
  if (couldBe(change.run, live.row, source, arrivedLive)) {
    live.row = { ...live.row, logKey: change.run.key, logSource: source }
  }
  if (!isOf(live, change, source)) return false
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
