import type { ComponentProps } from 'react'

/** A small button that shows a sign and says a name. */
export function IconButton({ label, ...rest }: { label: string } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="grid size-7 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-45 aria-disabled:opacity-45"
      {...rest}
    />
  )
}
