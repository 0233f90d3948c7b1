import type { ReactNode } from 'react'
import { cx } from './cx.ts'

interface Heading {
  name: string
  text: string
  className?: string | undefined
}

interface PlainTableProps {
  headings: readonly Heading[]
  /** Its rows. */
  children: ReactNode
}

/** Of a row that the keyboard walks through; on a narrow page it becomes a card. */
export const plainRow =
  'border-b border-line -outline-offset-2 last:border-b-0 hover:bg-hover focus:bg-accent-soft max-lg:grid max-lg:gap-1 max-lg:px-3 max-lg:py-2'

/** A table that is neither sorted nor virtual; on a narrow page its rows stand below each other, without headings. */
export function PlainTable({ headings, children }: PlainTableProps) {
  return (
    <table className="w-full border-collapse max-lg:block">
      <thead className="max-lg:hidden">
        <tr className="border-b border-line text-left text-xs text-ink-2">
          {headings.map(({ name, text, className }) => (
            <th key={name} scope="col" className={cx('h-8 px-3 font-medium', className)}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-lg:block">{children}</tbody>
    </table>
  )
}
