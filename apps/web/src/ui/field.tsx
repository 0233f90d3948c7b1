import { type ReactNode, useId } from 'react'

export const inputClass =
  'h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink aria-invalid:border-bad disabled:opacity-55'

interface FieldControl {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

interface FieldProps {
  label: string
  error?: string | false
  hint?: ReactNode
  children: (control: FieldControl) => ReactNode
}

/** A label, a control and what is wrong with it, tied together for everyone. */
export function Field({ label, error, hint, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': Boolean(error),
        'aria-describedby': error || hint ? noteId : undefined,
      })}
      {(error || hint) && (
        <p id={noteId} className={error ? 'text-sm text-bad' : 'text-sm text-ink-2'}>
          {error || hint}
        </p>
      )}
    </div>
  )
}
