import type { LogRow } from '@ohif-admin/contracts'
import type { Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { rowKey } from './log-window.ts'

/** The list comes to rest within two frames; where it has to measure rows first, within a few more. */
const REST_FRAMES = 10

type Align = 'auto' | 'center'

/**
 * Gives what goes to the row at an index and stays with that row. The list keeps looking for a row by its index until it rests: rows
 * that come in front of it meanwhile give that index to another row.
 */
export function useRowJumps(list: Virtualizer<HTMLDivElement, Element>, rows: readonly LogRow[]) {
  const sought = useRef<{ key: string; align: Align } | null>(null)
  const frame = useRef(0)

  const untilRest = (frames: number) => {
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => {
      if (frames > 0) untilRest(frames - 1)
      else sought.current = null
    })
  }
  const goTo = (index: number, align: Align = 'auto') => {
    const row = rows[index]
    if (!row) return
    sought.current = { key: rowKey(row), align }
    list.scrollToIndex(index, { align })
    untilRest(REST_FRAMES)
  }

  useLayoutEffect(() => {
    const { current } = sought
    if (current === null) return
    const index = rows.findIndex((row) => rowKey(row) === current.key)
    if (index >= 0) list.scrollToIndex(index, { align: current.align })
  }, [rows, list])
  useEffect(() => () => cancelAnimationFrame(frame.current), [])
  return goTo
}
