import type { LogRow } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { rowKey } from './log-window.ts'
import type { OnRowAct } from './row-menu.tsx'

interface PlacedRowProps {
  index: number
  start: number
  measure: (element: HTMLElement | null) => void
  row: LogRow
  onAct: OnRowAct
  children: ReactNode
}

/** The place of a row in the list; it takes the focus, and Enter opens it. */
export function PlacedRow({ index, start, measure, row, onAct, children }: PlacedRowProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter repeats what the row's own buttons do
    <div
      data-index={index}
      data-key={rowKey(row)}
      data-list-item
      ref={measure}
      tabIndex={-1}
      onKeyDown={({ key, target, currentTarget }) => {
        if (key === 'Enter' && target === currentTarget && row.form === 'record') onAct('toggle', row)
      }}
      className="group/row absolute inset-x-0 -outline-offset-2"
      style={{ top: start }}
    >
      {children}
    </div>
  )
}
