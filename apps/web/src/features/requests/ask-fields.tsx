import type { CheckedEntry } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { EntryNotes } from './entry-notes.tsx'

interface TextFieldProps {
  value: string
  onChange: (value: string) => void
  missing: boolean
}

/** The server that is asked for, and what the rules make of it. */
export function AddressField({
  value,
  onChange,
  missing,
  entry,
}: TextFieldProps & { entry: CheckedEntry | undefined }) {
  const { t } = useI18n()
  return (
    <div className="grid gap-2">
      <Field
        label={t('requests.ask.address')}
        hint={t('requests.ask.addressHint')}
        error={missing && t('requests.ask.addressMissing')}
      >
        {(control) => (
          <input
            {...control}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            placeholder="https://ai.example.org:5000"
            maxLength={512}
            spellCheck={false}
            autoCapitalize="none"
            className={`${inputClass} font-mono`}
          />
        )}
      </Field>
      <div role="status">{entry && <EntryNotes entry={entry} />}</div>
    </div>
  )
}

/** Why it is asked for. */
export function ReasonField({ value, onChange, missing }: TextFieldProps) {
  const { t } = useI18n()
  return (
    <Field
      label={t('requests.ask.reason')}
      hint={t('requests.ask.reasonHint')}
      error={missing && t('requests.ask.reasonMissing')}
    >
      {(control) => (
        <textarea
          {...control}
          rows={3}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 aria-invalid:border-bad"
        />
      )}
    </Field>
  )
}
