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
  if (reset || !view)
    return { entries: append(emptyList<LogEntry>(), entries), earlier: earlierThan(lines[0], view) }
  const gap: LogEntry[] = skipped > 0 ? [{ kind: 'skipped', count: skipped }] : []
  return { ...view, entries: append(view.entries, [...gap, ...entries]) }
}

/** How many lines come before the first one shown; null when nobody counted them. */
export function hiddenBefore({ entries, earlier }: LogView): number | null {
  return earlier === null ? null : entries.dropped + earlier
}

/** A fresh start does not say how many lines came before it; where the old view has its first line, that tells. */
function earlierThan(first: LogLine | undefined, view: LogView | undefined): number | null {
  if (!view || !first) return null
  const before = hiddenBefore(view)
  const index = view.entries.items.findIndex(
    (entry) => entry.kind === 'line' && entry.line.cursor === first.cursor,
  )
  return index < 0 || before === null ? null : before + index
}
