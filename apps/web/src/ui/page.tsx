import type { ReactNode } from 'react'
import { cx } from './cx.ts'

interface PageProps {
  /** The page's name, or its sentence of fact. */
  title?: ReactNode
  /** What stands below the title. */
  intro?: ReactNode
  /** Uses the height of the window on large screens; its last part scrolls by itself. */
  fill?: boolean
  children?: ReactNode
}

/** The column every page stands in. */
export function Page({ title, intro, fill = false, children }: PageProps) {
  return (
    <div
      className={cx(
        'mx-auto flex w-full max-w-[90rem] flex-col gap-4 px-4 py-4 lg:px-6 lg:py-5',
        fill && 'lg:h-full lg:min-h-[46rem]',
      )}
    >
      {title && (
        <div>
          <h1 className="text-xl font-semibold">{title}</h1>
          {intro && <p className="mt-0.5 text-ink-2">{intro}</p>}
        </div>
      )}
      {children}
    </div>
  )
}
