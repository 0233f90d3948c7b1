import { CircleAlert, CircleCheck, CircleDashed, CircleX, type LucideIcon, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { TONE_CLASS, TONE_TEXT, type Tone } from './tone.ts'

/** A turning ring that stands still for those who asked for less motion. */
export function RunningIcon({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={cx('motion-safe:animate-spin', className)}>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.3" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}

const ICON: Record<Exclude<Tone, 'running'>, LucideIcon> = {
  neutral: Minus,
  good: CircleCheck,
  attention: CircleAlert,
  bad: CircleX,
  unknown: CircleDashed,
}

export function ToneIcon({ tone, className = 'size-3.5' }: { tone: Tone; className?: string }) {
  if (tone === 'running') return <RunningIcon className={cx('shrink-0', className)} />
  const Icon = ICON[tone]
  return <Icon aria-hidden="true" className={cx('shrink-0', className)} />
}

interface BadgeProps {
  tone: Tone
  children: ReactNode
  /** Without a box: for tables, where a box in every row is noise. */
  plain?: boolean
}

/** A state: icon, word and colour together. */
export function Badge({ tone, children, plain = false }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 align-middle text-sm font-medium whitespace-nowrap',
        plain ? TONE_TEXT[tone] : cx('rounded-sm border px-1.5 py-px', TONE_CLASS[tone]),
      )}
    >
      <ToneIcon tone={tone} />
      {children}
    </span>
  )
}
