import type { LogRow } from '@ohif-admin/contracts'
import type { LiveMessage } from '../../lib/topics.ts'
import { rowKey } from './log-window.ts'

/** As many rows as the server sends again to a page that was away for a moment. */
const KEPT = 2000

type MessageOf<Type extends LiveMessage['type']> = Extract<LiveMessage, { type: Type }>

/** What was heard of the live log, so that nothing is taken in twice or in a wrong place. */
export function createHeardRows() {
  let recent = new Set<string>()
  let older = new Set<string>()
  // Whether the newest message was heard while the present rows were shown.
  let inStep = false
  let resumed = false

  const unknown = (rows: readonly LogRow[]) => {
    const unheard = rows.filter((row) => !recent.has(rowKey(row)) && !older.has(rowKey(row)))
    for (const row of unheard) recent.add(rowKey(row))
    if (recent.size > KEPT) {
      older = recent
      recent = new Set()
    }
    return unheard
  }
  return {
    /** Other rows are shown: what comes next need not follow them. */
    restart() {
      inStep = false
      resumed = false
    },
    /** Whether everything follows that was missed while the stream was away. */
    goesOn(message: MessageOf<'opened'>): boolean {
      // What is sent again follows what was heard before, which somebody who came later has not heard.
      resumed = message.resumed === true && inStep
      return resumed
    },
    /** The rows of a message that are new; null for one that is meant for others. */
    take({ rows, replayed }: MessageOf<'log'>): LogRow[] | null {
      if (replayed && !resumed) return null
      if (!replayed) inStep = true
      return unknown(rows)
    },
  }
}
