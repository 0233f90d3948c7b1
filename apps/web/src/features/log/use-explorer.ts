import type { LogCursor } from '@ohif-admin/contracts'
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useHotkey } from '../../lib/hotkeys.tsx'
import type { LogReader } from './log-reader.ts'
import type { LogView } from './log-view.ts'
import { nextHit } from './search-state.ts'
import { useErrorSteps } from './use-error-steps.ts'
import { targetOf, useLogReader } from './use-log-reader.ts'
import { useLogSearch } from './use-log-search.ts'
import { useRowActs } from './use-row-acts.ts'
import { useSaid } from './use-said.ts'
import { useWanted } from './use-wanted.ts'

export type OnLogView = (change: Partial<LogView>, how: { replace: boolean }) => void

/** Everything that can be done with the log, behind its buttons and keys. */
export function useExplorer(view: LogView, onView: OnLogView) {
  const logHref = useLogHref()
  const { reader, filter } = useLogReader(view)
  const search = useLogSearch(view)
  const { said, say } = useSaid()

  const goTo = useGoTo(reader, filter, onView)
  const follow = () => {
    reader.follow()
    onView({ cursor: undefined, time: undefined, follow: true }, { replace: true })
  }
  const toggleFollow = () => {
    if (!reader.get().following) return follow()
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

  return {
    reader,
    search,
    said,
    wanted: useWanted(view),
    goTo,
    goToTime: (time: string) => onView({ time, cursor: undefined }, { replace: false }),
    follow,
    toggleFollow,
    stepMatch,
    stepError: useErrorSteps({ reader, filter, goTo, say }),
    act: useRowActs({ reader, logHref, onView, say }),
    retry: () => reader.retry(targetOf(view), view.follow),
  }
}

function useLogHref(): string {
  const { publicHref } = useRouter().buildLocation({ to: '/log', search: {} })
  return new URL(publicHref, window.location.href).href
}

export type Explorer = ReturnType<typeof useExplorer>

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
