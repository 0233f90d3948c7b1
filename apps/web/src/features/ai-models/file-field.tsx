import { Field } from '../../ui/field.tsx'

interface FileFieldProps {
  label: string
  hint: string
  accept: string
  onFile: (file: File | null) => void
}

/** A file from the person's disk. It is not read here. */
export function FileField({ label, hint, accept, onFile }: FileFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <input
          {...control}
          type="file"
          accept={accept}
          onChange={({ target }) => onFile(target.files?.[0] ?? null)}
          className="min-w-0 text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-base file:text-ink"
        />
      )}
    </Field>
  )
}
