import type { GuidedSettings, QuietHours } from '@ohif-admin/contracts'
import { useI18n } from '../../../i18n/i18n.ts'
import { duration } from '../../../lib/time.ts'
import { CheckField } from '../../../ui/check-field.tsx'
import { Field, inputClass } from '../../../ui/field.tsx'
import { Segments } from '../../../ui/segments.tsx'

const AT_ONCE = [1, 2, 3, 4] as const
const PAUSES_MS = [0, 1_000, 5_000, 15_000, 60_000, 300_000] as const
const NIGHT: QuietHours = { from: '08:00', to: '18:00' }

interface GuidedSettingsFieldsProps {
  value: GuidedSettings
  /** What quiet hours are meant in. */
  zone: string
  onChange: (settings: GuidedSettings) => void
}

/** How hard a guided run may press XNAT, and when it must not. */
export function GuidedSettingsFields({ value, zone, onChange }: GuidedSettingsFieldsProps) {
  const { t, locale } = useI18n()
  const change = (part: Partial<GuidedSettings>) => onChange({ ...value, ...part })
  const pauses = [...new Set([...PAUSES_MS, value.pauseMs])].sort((a, b) => a - b)
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        <Segments
          label={t('settings.atOnce')}
          value={String(value.sessionsAtOnce)}
          options={AT_ONCE.map((count) => ({ value: String(count), label: String(count) }))}
          onChange={(count) => change({ sessionsAtOnce: Number(count) })}
        />
        <Field label={t('settings.pause')}>
          {(control) => (
            <select
              {...control}
              value={value.pauseMs}
              onChange={(event) => change({ pauseMs: Number(event.target.value) })}
              className={inputClass}
            >
              {pauses.map((ms) => (
                <option key={ms} value={ms}>
                  {ms === 0 ? t('settings.noPause') : duration(ms, locale)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <CheckField
        label={t('settings.quiet')}
        hint={t('settings.quietHint', { zone })}
        checked={value.quietHours !== null}
        onChange={(quiet) => change({ quietHours: quiet ? NIGHT : null })}
      />
      {value.quietHours && (
        <QuietHoursFields value={value.quietHours} onChange={(quietHours) => change({ quietHours })} />
      )}
    </div>
  )
}

function QuietHoursFields({ value, onChange }: { value: QuietHours; onChange: (hours: QuietHours) => void }) {
  const { t } = useI18n()
  return (
    <div className="flex flex-wrap gap-3 pl-6">
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={t(`settings.${end}`)}>
          {(control) => (
            <input
              {...control}
              type="time"
              required
              value={value[end]}
              // An emptied field would not be a time; it keeps the one it had.
              onChange={(event) => event.target.value && onChange({ ...value, [end]: event.target.value })}
              className={inputClass}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
