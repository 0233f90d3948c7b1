import { type FocusEvent, useEffect, useRef, useState } from 'react'
import { useHotkey } from '../../lib/hotkeys.tsx'
import type { LogReader } from './log-reader.ts'
import { indexOfCursor, rowKey } from './log-window.ts'
import type { LogReaderState } from './reader-state.ts'

interface Options {
  reader: LogReader
  state: LogReaderState
  scroller: { current: HTMLElement | null }
  /** Index of the first row in sight. */
  firstInSight: () => number
  reveal: (index: number) => void
}

/** The row the keyboard is on. `j` and `k` move it; a row that is clicked or named by the address takes it. */
export function useActiveRow({ reader, state, scroller, firstInSight, reveal }: Options) {
  const { rows } = state.window
  const [active, setActive] = useState<string | null>(null)
  const [turn, setTurn] = useState(state.turn)
  const wanted = useRef<string | null>(null)
  const indexOf = (key: string | null) => (key === null ? -1 : rows.findIndex((row) => rowKey(row) === key))

  if (state.turn !== turn) {
    setTurn(state.turn)
    const index = state.anchor === null ? -1 : indexOfCursor(state.window, state.anchor)
    const row = rows[index]
    setActive(row ? rowKey(row) : null)
  }

  const go = (index: number) => {
    const row = rows[index]
    if (!row) return
    reader.hold()
    wanted.current = rowKey(row)
    setActive(rowKey(row))
    reveal(index)
  }
  const step = (by: 1 | -1) => {
    const now = indexOf(active)
    go(now < 0 ? firstInSight() : Math.min(rows.length - 1, Math.max(0, now + by)))
  }
  useHotkey('j', () => step(1))
  useHotkey('k', () => step(-1))

  // A row far away exists only after the list has gone there, so this looks after every render.
  useEffect(() => {
    if (wanted.current === null) return
    const selector = `[data-key="${CSS.escape(wanted.current)}"]`
    const element = scroller.current?.querySelector<HTMLElement>(selector)
    if (!element) return
    wanted.current = null
    element.focus({ preventScroll: true })
  })

  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const key = target.closest<HTMLElement>('[data-key]')?.dataset['key']
    if (key !== undefined) {
      setActive(key)
      reader.hold()
    }
  }
  return { active, activeIndex: () => indexOf(active), go, onFocus }
}
