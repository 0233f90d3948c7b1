import type { GuidedSettings, Run } from '@ohif-admin/contracts'
import { type FormEvent, useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { GuidedSettingsFields } from '../start/guided-settings-fields.tsx'
import { DEFAULT_SETTINGS } from '../start/start-choices.ts'
import { useRunSettings } from './use-run-control.ts'

/** How a guided run works, changed while it goes on. */
export function SettingsForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const { t } = useI18n()
  const change = useRunSettings(run)
  const [settings, setSettings] = useState<GuidedSettings>(() => settingsOf(run))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(settings, { onSuccess: onDone })
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <GuidedSettingsFields value={settings} zone={run.guided?.zone ?? ''} onChange={setSettings} />
      <p className="text-sm text-ink-2">{t('settings.effect')}</p>
      {change.isError && <ErrorNotice error={change.error} what={t('settings.failed')} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={change.isPending}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  )
}

function settingsOf({ guided }: Run): GuidedSettings {
  if (!guided) return DEFAULT_SETTINGS
  const { sessionsAtOnce, pauseMs, quietHours } = guided
  return { sessionsAtOnce, pauseMs, quietHours }
}
