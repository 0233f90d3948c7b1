import { visibleText } from '../lib/visible-text.ts'
import { cx } from './cx.ts'

/** Text somebody else wrote: a title, a label, a line of a log. Nothing in it is hidden, and nothing in it acts. */
export function ForeignText({ children, className }: { children: string; className?: string }) {
  return <span className={cx('foreign', className)}>{visibleText(children)}</span>
}
