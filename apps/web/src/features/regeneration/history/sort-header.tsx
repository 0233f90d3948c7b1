import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../../ui/cx.ts'

interface SortHeaderProps {
  direction: false | 'asc' | 'desc'
  onSort: (desc: boolean) => void
  className: string | undefined
  children: ReactNode
}

/** The head of a column that orders its list. */
export function SortHeader({ direction, onSort, className, children }: SortHeaderProps) {
  const order = { asc: 'ascending', desc: 'descending' } as const
  return (
    <th
      scope="col"
      aria-sort={direction === false ? undefined : order[direction]}
      className={cx('font-medium', className)}
    >
      <button
        type="button"
        onClick={() => onSort(direction !== 'desc')}
        className={cx(
          'inline-flex h-8 items-center gap-1 px-3 -outline-offset-2 hover:text-ink',
          direction === false && 'text-ink-2',
        )}
      >
        {children}
        {direction === 'asc' && <ArrowUp aria-hidden="true" className="size-3" />}
        {direction === 'desc' && <ArrowDown aria-hidden="true" className="size-3" />}
      </button>
    </th>
  )
}
