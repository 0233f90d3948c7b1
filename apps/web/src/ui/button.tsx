import type { ComponentProps } from 'react'
import { cx } from './cx.ts'

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger'

const VARIANT: Record<Variant, string> = {
  primary: 'bg-accent text-accent-ink border-transparent hover:brightness-110',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-hover',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-hover',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
}

interface ButtonProps extends ComponentProps<'button'> {
  variant?: Variant
  size?: 'sm' | 'md'
}

/** The look of a button, for links that act like one. */
export function buttonClass(variant: Variant = 'secondary', size: 'sm' | 'md' = 'md'): string {
  return cx(
    'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none',
    'disabled:opacity-55 disabled:pointer-events-none aria-disabled:opacity-55',
    size === 'sm' ? 'h-7 px-2 text-sm' : 'h-8 px-3 text-base',
    VARIANT[variant],
  )
}

export function Button({
  variant = 'secondary',
  size = 'md',
  className,
  type = 'button',
  ...rest
}: ButtonProps) {
  return <button type={type} className={cx(buttonClass(variant, size), className)} {...rest} />
}
