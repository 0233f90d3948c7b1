import type { LogLine, RunLog, StreamMessage } from '@ohif-admin/contracts'
import { append, type BoundedList, emptyList } from '../../lib/bounded-list.ts'

/** A line of the run's log, or the place where lines are missing. */
export type LogEntry = { kind: 'line'; line: LogLine } | { kind: 'skipped'; count: number }

/** What the page holds of a run's log: the last lines, and how many came before them. */
export interface LogView {
  entries: BoundedList<LogEntry>
  /** Lines before the first one held, as the server counted them; null when it did not. */
  earlier: number | null
}

export type LogBatch = Extract<StreamMessage, { type: 'run-log' }>

const asEntry = (line: LogLine): LogEntry => ({ kind: 'line', line })

export function logViewOf({ lines, earlier }: RunLog): LogView {
  return { entries: append(emptyList<LogEntry>(), lines.map(asEntry)), earlier }
}

/** The view with a batch of the stream added; a batch that starts over replaces what is there. */
export function applyLogBatch(view: LogView | undefined, { reset, lines, skipped }: LogBatch): LogView {
  const entries = lines.map(asEntry)
  if (reset || !view) return { entries: append(emptyList<LogEntry>(), entries), earlier: skipped }
  const gap: LogEntry[] = skipped > 0 ? [{ kind: 'skipped', count: skipped }] : []
  return { ...view, entries: append(view.entries, [...gap, ...entries]) }
}

/** How many lines are known to be before the first one shown. */
export function hiddenBefore({ entries, earlier }: LogView): number {
  return entries.dropped + (earlier ?? 0)
}
