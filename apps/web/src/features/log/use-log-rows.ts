import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { LogReader } from './log-reader.ts'
import { indexOfCursor, type LogWindow, rowKey } from './log-window.ts'
import type { LogReaderState } from './reader-state.ts'
import { useRowJumps } from './use-row-jumps.ts'

const ROW_PX = 24
/** A row of two lines, where the window is narrow. */
const NARROW_ROW_PX = 44
/** Room above and below the rows, for what is said about the ends. */
export const EDGE_PX = 36
/** More rows are read when the edge is this near: some screens, so that scrolling seldom waits. */
const NEAR_PX = 2500
const OVERSCAN = 8
/** Sizes of rows long gone are forgotten after this many, so that a flood does not fill the memory. */
const FORGET_AFTER = 20_000

interface Options {
  reader: LogReader
  state: LogReaderState
  narrow: boolean
  /** Whether rows are as high as their text needs. */
  wrap: boolean
}

/** The rows in sight, placed so that rows added or let go elsewhere never move what is read. */
export function useLogRows({ reader, state, narrow, wrap }: Options) {
  const scroller = useRef<HTMLDivElement>(null)
  const { window: held, turn, anchor, following, phase } = state
  const { rows } = held
  const estimate = narrow ? NARROW_ROW_PX : ROW_PX
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: (index) => {
      const row = rows[index]
      return row ? rowKey(row) : index
    },
    overscan: OVERSCAN,
    paddingStart: EDGE_PX,
    paddingEnd: EDGE_PX,
    scrollPaddingStart: EDGE_PX,
    scrollPaddingEnd: EDGE_PX,
    // Keeps the rows in sight where they are when rows come or go above them. Who follows stays at the end instead.
    anchorTo: following ? 'start' : 'end',
    scrollEndThreshold: 8,
    // Who follows sees the last rows: they are drawn before the list has scrolled to them, and not again after.
    rangeExtractor: (range) =>
      following ? lastOf(range, scroller.current, estimate) : defaultRangeExtractor(range),
    useFlushSync: !following,
  })

  const goTo = useRowJumps(list, rows)
  // Only a new turn moves the list, not new rows.
  useLayoutEffect(() => {
    if (turn === 0) return
    const index = anchor === null ? -1 : indexOfCursor(held, anchor)
    if (index >= 0) goTo(index, 'center')
    else if (rows.length > 0) list.scrollToEnd()
  }, [turn, list])

  // With every change of the rows, of their heights and of the list's own, the end is elsewhere.
  useLayoutEffect(() => {
    const element = scroller.current
    if (following && element) element.scrollTop = element.scrollHeight
  }, [following, rows, list.getTotalSize(), list.scrollRect?.height])

  // Where text wraps, each row has a height of its own; where it does not, they all have the same again.
  const fixed = !wrap && !narrow
  useLayoutEffect(() => list.measure(), [fixed, list])
  useForgetting(held, () => list.measure())

  const readNearEdges = () => {
    const element = scroller.current
    if (!element || phase !== 'ready') return
    const { scrollTop, scrollHeight, clientHeight } = element
    if (scrollTop < NEAR_PX && !following) reader.readBefore()
    if (scrollHeight - clientHeight - scrollTop < NEAR_PX) reader.readAfter()
    // Somebody who follows a short list still wants to see it filled.
    if (scrollHeight <= clientHeight) reader.readBefore()
  }
  // What is near changes with the rows.
  useEffect(readNearEdges, [rows, turn, phase, following, state.before, state.after])

  return { scroller, list, goTo, readNearEdges, fixed }
}

/** The rows at the end that fill the list, and some more. */
function lastOf({ count }: Range, scroller: HTMLElement | null, rowPx: number): number[] {
  const shown = Math.ceil((scroller?.clientHeight ?? 0) / rowPx) + OVERSCAN
  const first = Math.max(0, count - shown)
  return Array.from({ length: count - first }, (_, index) => first + index)
}

/** Calls `forget` now and then while rows come and go. */
function useForgetting(held: LogWindow, forget: () => void) {
  const before = useRef(held)
  const passed = useRef(0)
  useEffect(() => {
    passed.current += newRows(before.current, held)
    before.current = held
    if (passed.current < FORGET_AFTER) return
    passed.current = 0
    forget()
  })
}

/** How many rows stand behind the one that was last. */
function newRows(before: LogWindow, now: LogWindow): number {
  const last = before.rows.at(-1)
  return last ? now.rows.length - 1 - now.rows.lastIndexOf(last) : 0
}
