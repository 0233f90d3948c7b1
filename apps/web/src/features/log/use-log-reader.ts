import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { logApi } from '../../lib/log-api.ts'
import { LogReader } from './log-reader.ts'
import { type LogView, linesFilterOf } from './log-view.ts'
import type { LogReaderState, LogTarget } from './reader-state.ts'

/** In a tab that nobody looks at there are no frames; new rows are then taken in once in this time. */
const HIDDEN_MS = 1000

/** Rows come in up to a hundred messages a second; so often nobody can look, and drawing them takes its time. */
const SHOW_EVERY_MS = 40

/** Gives the next good moment to show something new. */
function createSchedule() {
  let shownAt = 0
  return (flush: () => void) => {
    const atFrame = () =>
      requestAnimationFrame((now) => {
        shownAt = now
        flush()
      })
    const waitMs = shownAt + SHOW_EVERY_MS - performance.now()
    if (document.visibilityState !== 'visible') setTimeout(flush, HIDDEN_MS)
    else if (waitMs <= 0) atFrame()
    else setTimeout(atFrame, waitMs)
  }
}

export function targetOf({ cursor, time }: Pick<LogView, 'cursor' | 'time'>): LogTarget {
  if (cursor) return { at: 'cursor', cursor }
  return time ? { at: 'time', time } : { at: 'end' }
}

/** A part of what the reader holds. Whoever asks for less is drawn less often: rows come many times a second. */
export function useReaderState<Part>(reader: LogReader, select: (state: LogReaderState) => Part): Part {
  return useSyncExternalStore(reader.subscribe, () => select(reader.get()))
}

/** The reader of this page, showing what the address asks for and keeping up with the live log. */
export function useLogReader(view: LogView) {
  const api = useApi()
  const [reader] = useState(() => {
    const { lines, count } = logApi(api)
    return new LogReader({ read: lines, count, schedule: createSchedule() })
  })
  const filterText = JSON.stringify(linesFilterOf(view))
  const filter = useMemo(() => JSON.parse(filterText) as Record<string, string>, [filterText])
  const { cursor, time, follow } = view

  useEffect(() => {
    reader.show(filter, targetOf({ cursor, time }), follow)
  }, [reader, filter, cursor, time, follow])
  useEffect(() => () => reader.stop(), [reader])
  useTopic('log', (message) => reader.live(message))
  return { reader, filter }
}
