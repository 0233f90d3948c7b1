import type { ReactNode } from 'react'
import { ToneIcon } from './badge.tsx'
import { cx } from './cx.ts'
import { TONE_CLASS, type Tone } from './tone.ts'

interface NoticeProps {
  tone: Tone
  title?: ReactNode
  children?: ReactNode
  /** What the reader can do about it. */
  action?: ReactNode
  /** `alert` when it appears because of something the person just did. */
  role?: 'alert' | 'status'
}

/** A few sentences that stand apart from the page. */
export function Notice({ tone, title, children, action, role }: NoticeProps) {
  return (
    <div
      role={role}
      className={cx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border px-3 py-2.5',
        TONE_CLASS[tone],
      )}
    >
      <ToneIcon tone={tone} className="mt-0.5 size-4" />
      <div className="min-w-0 flex-1 basis-48 text-ink">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-sm">{children}</div>}
      </div>
      {action}
    </div>
  )
}
