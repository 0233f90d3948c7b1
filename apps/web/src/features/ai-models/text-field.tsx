import { Field, inputClass } from '../../ui/field.tsx'

interface TextFieldProps {
  label: string
  hint?: string
  value: string
  onChange: (value: string) => void
}

/** One line of text that no browser corrects or remembers. */
export function TextField({ label, hint, value, onChange }: TextFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <input
          {...control}
          type="text"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={inputClass}
        />
      )}
    </Field>
  )
}
