import { useI18n } from '../../../i18n/i18n.ts'
import { usePreference } from '../../../lib/preferences.ts'
import { CheckField } from '../../../ui/check-field.tsx'
import { Field, inputClass } from '../../../ui/field.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { fieldOf, type StartChoices } from './start-choices.ts'

const HOUR_MS = 3_600_000

interface WhenFieldsProps {
  kind: 'bulk' | 'guided'
  /** Whether it would wait for another run. */
  waits: boolean
  choices: StartChoices
  error: string | false
  onChange: (part: Partial<StartChoices>) => void
}

/** When the run starts, whether it comes back every night, and whether it may go on without the person. */
export function WhenFields({ kind, waits, choices, error, onChange }: WhenFieldsProps) {
  const { t } = useI18n()
  const zone = usePreference('zone')
  const later = choices.at !== ''
  return (
    <div className="grid gap-3">
      <Segments
        label={t('when.title')}
        value={later ? 'later' : 'now'}
        options={[
          { value: 'now', label: t('when.now') },
          { value: 'later', label: t('when.later') },
        ]}
        onChange={(when) =>
          onChange(
            when === 'now'
              ? { at: '', nightly: false }
              : { at: fieldOf(new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS), zone) },
          )
        }
      />
      {later && (
        <div className="grid gap-3 pl-6">
          <Field label={t('when.at')} hint={t(`when.zone.${zone}`)} error={error}>
            {(control) => (
              <input
                {...control}
                type="datetime-local"
                required
                value={choices.at}
                onChange={(event) => event.target.value && onChange({ at: event.target.value })}
                className={`${inputClass} max-w-60`}
              />
            )}
          </Field>
          <CheckField
            label={t('when.nightly')}
            hint={t('when.nightlyHint')}
            checked={choices.nightly}
            onChange={(nightly) => onChange({ nightly })}
          />
        </div>
      )}
      {/* Once XNAT works on a bulk run it needs nobody's rights any more. */}
      {(kind === 'guided' || later || waits) && (
        <CheckField
          label={t(`when.afterSignOut.${kind}`)}
          hint={`${t('when.token')} ${t(`when.without.${kind}`)}`}
          checked={choices.afterSignOut}
          onChange={(afterSignOut) => onChange({ afterSignOut })}
        />
      )}
    </div>
  )
}
