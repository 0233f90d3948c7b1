import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { LogReader } from './log-reader.ts'
import { indexOfCursor, rowKey } from './log-window.ts'
import type { LogReaderState } from './reader-state.ts'

const ROW_PX = 24
/** A row of two lines, where the window is narrow. */
const NARROW_ROW_PX = 44
/** Room above and below the rows, for what is said about the ends. */
export const EDGE_PX = 36
/** More rows are read when the edge is this near: some screens, so that scrolling seldom waits. */
const NEAR_PX = 2500
/** Sizes of rows long gone are forgotten after this many, so that a flood does not fill the memory. */
const FORGET_AFTER = 20_000

interface Options {
  reader: LogReader
  state: LogReaderState
  narrow: boolean
}

/** The rows in sight, placed so that rows added or let go elsewhere never move what is read. */
export function useLogRows({ reader, state, narrow }: Options) {
  const scroller = useRef<HTMLDivElement>(null)
  const { window: held, turn, anchor, following, phase } = state
  const { rows } = held
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? NARROW_ROW_PX : ROW_PX),
    getItemKey: (index) => {
      const row = rows[index]
      return row ? rowKey(row) : index
    },
    overscan: 10,
    paddingStart: EDGE_PX,
    paddingEnd: EDGE_PX,
    scrollPaddingStart: EDGE_PX,
    scrollPaddingEnd: EDGE_PX,
    // Keeps the rows in sight where they are when rows come or go above them.
    anchorTo: 'end',
    scrollEndThreshold: 8,
  })

  // Only a new turn moves the list, not new rows.
  useLayoutEffect(() => {
    if (turn === 0) return
    const index = anchor === null ? -1 : indexOfCursor(held, anchor)
    if (index >= 0) list.scrollToIndex(index, { align: 'center' })
    else if (rows.length > 0) list.scrollToEnd()
  }, [turn, list])

  // With every change of the rows the end is elsewhere.
  useLayoutEffect(() => {
    if (following && rows.length > 0) list.scrollToEnd()
  }, [following, rows, list])

  const seen = useRef(0)
  useEffect(() => {
    seen.current += rows.length > 0 && following ? 100 : 0
    if (seen.current < FORGET_AFTER) return
    seen.current = 0
    list.measure()
  }, [rows, following, list])

  const readNearEdges = () => {
    const element = scroller.current
    if (!element || phase !== 'ready') return
    if (element.scrollTop < NEAR_PX && !following) reader.readBefore()
    if (element.scrollHeight - element.clientHeight - element.scrollTop < NEAR_PX) reader.readAfter()
    // Somebody who follows a short list still wants to see it filled.
    if (element.scrollHeight <= element.clientHeight) reader.readBefore()
  }
  // What is near changes with the rows.
  useEffect(readNearEdges, [rows, turn, phase, following, state.before, state.after])

  return { scroller, list, readNearEdges }
}
