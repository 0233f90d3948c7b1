import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import type { LogReader } from './log-reader.ts'
import type { LogReaderState } from './reader-state.ts'
import { EDGE_PX } from './use-log-rows.ts'

interface LogEdgeProps {
  side: 'before' | 'after'
  reader: LogReader
  state: LogReaderState
  /** Whether all lines are shown, so that the first one is the log's. */
  whole: boolean
}

/** What is beyond the first or the last row: more, nothing, or something that could not be read. */
export function LogEdge({ side, reader, state, whole }: LogEdgeProps) {
  const { t } = useI18n()
  const before = side === 'before'
  const more = before ? state.window.moreBefore : state.window.moreAfter
  const edge = state[side]
  const again = before ? reader.readBefore : reader.readAfter
  const text = {
    idle: more ? '' : t(endOf(before, whole)),
    loading: t(before ? 'explorer.edge.before' : 'explorer.edge.after'),
    tired: t(before ? 'explorer.edge.tiredBefore' : 'explorer.edge.tiredAfter'),
    failed: t(before ? 'explorer.edge.failedBefore' : 'explorer.edge.failedAfter'),
  }[edge]
  return (
    <div
      className="absolute inset-x-0 flex items-center gap-3 px-3 font-sans text-ink-2"
      style={{ height: EDGE_PX, [before ? 'top' : 'bottom']: 0 }}
    >
      {text}
      {(edge === 'tired' || edge === 'failed') && (
        <Button size="sm" onClick={() => again(true)}>
          {t(edge === 'tired' ? 'explorer.edge.further' : 'common.retry')}
        </Button>
      )}
    </div>
  )
}

function endOf(before: boolean, whole: boolean) {
  if (whole) return before ? 'explorer.edge.start' : 'explorer.edge.end'
  return before ? 'explorer.edge.first' : 'explorer.edge.last'
}
