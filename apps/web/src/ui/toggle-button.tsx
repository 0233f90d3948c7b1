import type { ComponentProps } from 'react'

/** A switch in a toolbar: pressed or not. */
export function ToggleButton({ pressed, ...rest }: { pressed: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      className="flex h-7 shrink-0 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 text-sm font-medium whitespace-nowrap text-ink-2 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
      {...rest}
    />
  )
}
