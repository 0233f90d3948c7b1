import type { LogCursor } from '@ohif-admin/contracts'
import { useCallback, useMemo } from 'react'
import { useHotkey } from '../../lib/hotkeys.tsx'
import type { LogReader } from './log-reader.ts'
import type { LogView } from './log-view.ts'
import { nextHit } from './search-state.ts'
import { useErrorSteps } from './use-error-steps.ts'
import { targetOf, useLogReader } from './use-log-reader.ts'
import { useLogSearch } from './use-log-search.ts'
import { useRowActs } from './use-row-acts.ts'
import { useSaid } from './use-said.ts'

export type OnLogView = (change: Partial<LogView>, how: { replace: boolean }) => void

/** Everything the log page can do, behind its buttons and keys. */
export function useExplorer(view: LogView, onView: OnLogView) {
  const { reader, state, filter } = useLogReader(view)
  const search = useLogSearch(view)
  const { said, say } = useSaid()

  const goTo = useGoTo(reader, filter, onView)
  const follow = () => {
    reader.follow()
    onView({ cursor: undefined, time: undefined, follow: true }, { replace: true })
  }
  const toggleFollow = () => {
    if (!state.following) return follow()
    reader.hold()
    onView({ follow: false }, { replace: true })
  }
  const stepMatch = (step: 1 | -1) => {
    const index = nextHit(search.state, step)
    const cursor = index === null ? undefined : search.state.hits[index]
    if (index === null || !cursor) return
    search.dispatch({ type: 'go', index })
    goTo(cursor)
  }
  useHotkey('f', toggleFollow)
  useHotkey('n', () => stepMatch(1))
  useHotkey('N', () => stepMatch(-1))

  const wanted = useMemo(
    () => ({ text: view.regex || view.invert ? '' : view.text, matchCase: view.matchCase }),
    [view.text, view.regex, view.invert, view.matchCase],
  )
  return {
    reader,
    state,
    search,
    said,
    wanted,
    goTo,
    goToTime: (time: string) => onView({ time, cursor: undefined }, { replace: false }),
    follow,
    toggleFollow,
    stepMatch,
    stepError: useErrorSteps({ reader, filter, goTo, say }),
    act: useRowActs({ reader, onView, say }),
    retry: () => reader.retry(targetOf(view), view.follow),
  }
}

/** Brings a line into sight and puts it into the address. */
function useGoTo(reader: LogReader, filter: Record<string, string>, onView: OnLogView) {
  return useCallback(
    (cursor: LogCursor) => {
      // First the list: the address may already name this line, and would then change nothing.
      reader.show(filter, { at: 'cursor', cursor }, false)
      onView({ cursor, time: undefined }, { replace: true })
    },
    [reader, filter, onView],
  )
}
