import { Field, inputClass } from './field.tsx'

interface ServerAddressFieldProps {
  label: string
  hint?: string
  value: string
  onChange: (text: string) => void
}

/** For the address of an AI server, as somebody types it. */
export function ServerAddressField({ label, hint, value, onChange }: ServerAddressFieldProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode="url"
          spellCheck={false}
          maxLength={512}
          placeholder="https://ai.example.org:5000"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`${inputClass} font-mono`}
        />
      )}
    </Field>
  )
}
