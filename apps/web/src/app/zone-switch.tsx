import { useI18n } from '../i18n/i18n.ts'
import { PREFERENCE_CHOICES, type Preference, usePreference, writePreference } from '../lib/preferences.ts'

/** In which zone every time of the console is shown. */
export function ZoneSwitch() {
  const { t } = useI18n()
  const zone = usePreference('zone')
  return (
    <select
      aria-label={t('frame.zone')}
      value={zone}
      onChange={(event) => writePreference('zone', event.target.value as Preference<'zone'>)}
      className="h-8 rounded-md border border-transparent bg-transparent px-1.5 text-sm hover:bg-hover"
    >
      {PREFERENCE_CHOICES.zone.map((choice) => (
        <option key={choice} value={choice}>
          {t(`zone.${choice}`)}
        </option>
      ))}
    </select>
  )
}
