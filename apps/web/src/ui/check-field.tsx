import { type ReactNode, useId } from 'react'

interface CheckFieldProps {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  /** What ticking it means, read before it is ticked. */
  hint?: ReactNode
}

/** A box to tick, with what it means. */
export function CheckField({ label, checked, onChange, hint }: CheckFieldProps) {
  const id = useId()
  return (
    <div className="grid grid-cols-[auto_1fr] items-start gap-x-2">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 accent-(--accent)"
      />
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-sm text-ink-2">
          {hint}
        </p>
      )}
    </div>
  )
}
