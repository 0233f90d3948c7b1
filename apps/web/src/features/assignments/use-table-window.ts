import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { TableItem } from './table-rows.ts'

interface Options {
  items: readonly TableItem[]
  scroller: RefObject<HTMLElement | null>
  rowPx: number
}

/**
 * The part of the list in sight. Rows that arrive or change their place above what is read do not move it: the first row
 * in sight stays where it is.
 */
export function useTableWindow({ items, scroller, rowPx }: Options) {
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 12,
  })
  const { measure } = virtual
  useLayoutEffect(() => measure(), [rowPx, measure])

  const before = useRef(items)
  useLayoutEffect(() => {
    const element = scroller.current
    const old = before.current
    before.current = items
    if (!element || old === items || element.scrollTop < rowPx) return
    const first = Math.floor(element.scrollTop / rowPx)
    const key = old[first]?.key
    const now = items.findIndex((item) => item.key === key)
    if (now >= 0 && now !== first) element.scrollTop += (now - first) * rowPx
  }, [items, rowPx, scroller])

  return { shown: virtual.getVirtualItems(), height: virtual.getTotalSize() }
}
