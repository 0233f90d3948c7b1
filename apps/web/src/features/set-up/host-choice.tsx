import { useI18n } from '../../i18n/i18n.ts'
import { usePreference, writePreference } from '../../lib/preferences.ts'
import { Segments } from '../../ui/segments.tsx'
import { HOSTS, type Host } from './host.ts'
import type { SetUpSectionProps } from './set-up-params.ts'

/** The kind of installation: what the address says, else what this browser remembers. */
export function useHost({ on }: SetUpSectionProps['view']): Host {
  const remembered = usePreference('installation')
  return HOSTS.find((host) => host === on) ?? remembered
}

/** For which kind of installation commands are shown. */
export function HostChoice({ view, onView }: SetUpSectionProps) {
  const { t } = useI18n()
  const host = useHost(view)
  const choose = (on: Host) => {
    writePreference('installation', on)
    onView({ on }, { replace: true })
  }
  return (
    <Segments
      label={t('setUp.host.label')}
      value={host}
      options={HOSTS.map((value) => ({ value, label: t(`setUp.host.${value}`) }))}
      onChange={choose}
    />
  )
}
