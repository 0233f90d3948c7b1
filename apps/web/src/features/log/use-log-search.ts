import type { LogSearchMessage } from '@ohif-admin/contracts'
import { useEffect, useReducer, useRef, useState } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { openLogSearch } from '../../lib/events.ts'
import { logApi } from '../../lib/log-api.ts'
import { filterOf, type LogView } from './log-view.ts'
import { patternProblem } from './pattern-problem.ts'
import { NO_SEARCH, searchReducer } from './search-state.ts'

/** Hits come in many small messages; the page shows them a few times a second. */
const SHOW_MS = 150

/** Counts and finds every match of the view's text, in the whole history. */
export function useLogSearch(view: LogView) {
  const api = useApi()
  const [state, dispatch] = useReducer(searchReducer, NO_SEARCH)
  const [round, again] = useState(0)
  const stop = useRef<() => void>(() => undefined)
  const query = view.text === '' ? '' : JSON.stringify(filterOf(view, { withText: true }))

  // A new round searches the same again.
  useEffect(() => {
    if (query === '') return dispatch({ type: 'off' })
    const filter = JSON.parse(query) as Record<string, string>
    const asked = new AbortController()
    let close = () => undefined as unknown
    let heard: LogSearchMessage[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      timer = undefined
      dispatch({ type: 'messages', messages: heard })
      heard = []
    }
    stop.current = () => {
      asked.abort()
      clearTimeout(timer)
      close()
    }
    const begin = async () => {
      // A stream cannot say why it was refused; one line asked for in the ordinary way can.
      await logApi(api).lines({ ...filter, limit: 1 }, { signal: asked.signal })
      if (asked.signal.aborted) return
      dispatch({ type: 'checked' })
      close = openLogSearch(logApi(api).searchUrl(filter), {
        onMessage: (message) => {
          heard.push(message)
          timer ??= setTimeout(show, SHOW_MS)
        },
        onBroken: () => {
          clearTimeout(timer)
          show()
          dispatch({ type: 'broken' })
        },
      })
    }
    dispatch({ type: 'begin' })
    begin().catch((error: unknown) => {
      if (asked.signal.aborted) return
      const refusal = patternProblem(error)
      dispatch(refusal === null ? { type: 'broken' } : { type: 'refused', refusal })
    })
    return () => stop.current()
  }, [api, query, round])

  const cancel = () => {
    stop.current()
    dispatch({ type: 'cancel' })
  }
  return { state, dispatch, cancel, again: () => again((now) => now + 1) }
}
