import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useApi } from '../../lib/api-context.tsx'
import { useRested } from '../../lib/use-rested.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { assignmentQueries } from './assignments.queries.ts'
import { EntryNotes } from './entry-notes.tsx'

const REST_MS = 250
const same = (one: string, other: string) => one === other

interface ServerFieldProps {
  label: string
  hint: string
  value: string
  onChange: (value: string) => void
}

/** An address that is checked while it is typed. */
export function ServerField({ label, hint, value, onChange }: ServerFieldProps) {
  const rested = useRested(value, REST_MS, same)
  const check = useQuery({
    ...assignmentQueries.check(useApi(), [rested]),
    enabled: rested !== '',
    placeholderData: keepPreviousData,
  })
  const entry = rested === value && value !== '' ? check.data?.[0] : undefined
  return (
    <div className="grid gap-1">
      <Field label={label} hint={hint}>
        {(control) => (
          <input
            {...control}
            type="text"
            inputMode="url"
            spellCheck={false}
            autoComplete="off"
            maxLength={600}
            placeholder="https://ai.example.org:5000"
            value={value}
            onChange={({ target }) => onChange(target.value)}
            className={`${inputClass} font-mono text-sm`}
          />
        )}
      </Field>
      <div role="status" className="min-h-5">
        {entry && <EntryNotes entry={entry} />}
      </div>
    </div>
  )
}
