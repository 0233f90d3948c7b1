import {
  type ProjectId,
  type SavedViewerSetting,
  type ViewerSetting,
  ViewerSettingName,
} from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { PresetChip } from './preset-chip.tsx'
import { SavedNotice } from './saved-notice.tsx'
import { wordOf } from './setting-diff.tsx'
import { SettingForm } from './setting-form.tsx'
import { presetsIn } from './setting-values.ts'
import { viewerSettingQueries } from './viewer-settings.queries.ts'

export interface Saved extends SavedViewerSetting {
  name: ViewerSettingName
}

/** What else can be set for a project's viewer. Not there at all when the plugin has nothing of it. */
export function ViewerSettingsCard({ projectId }: { projectId: ProjectId }) {
  const { t } = useI18n()
  const client = useQueryClient()
  const options = viewerSettingQueries.of(useApi(), projectId)
  const query = useQuery(options)
  const [open, setOpen] = useState<ViewerSettingName>()
  const [saved, setSaved] = useState<Saved>()
  const known = query.data?.settings
  const names = ViewerSettingName.options.filter((name) => known?.[name].state !== 'absent')
  if (known && names.length === 0) return null
  const opened = open && known?.[open]
  const onSaved = (name: ViewerSettingName, outcome: SavedViewerSetting) => {
    setOpen(undefined)
    setSaved({ ...outcome, name })
    void client.invalidateQueries({ queryKey: options.queryKey })
  }
  return (
    <section aria-labelledby="viewer-settings" className="card grid gap-3 p-4">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 id="viewer-settings" className="font-semibold">
          {t('viewerSettings.title')}
        </h2>
        {query.data?.mayEdit && (
          <Link to="/audit" search={{ action: 'viewer-setting.save' }} className="link ml-auto text-sm">
            {t('viewerSettings.history')}
          </Link>
        )}
      </div>
      {saved && <SavedNotice projectId={projectId} saved={saved} onSaved={onSaved} />}
      {query.isError && (
        <ErrorNotice error={query.error} what={t('viewerSettings.failed')} onRetry={query.refetch} />
      )}
      {!known && !query.isError && <SkeletonRows rows={4} label={t('common.loading')} />}
      {known && (
        <dl className="divide-y divide-line">
          {names.map((name) => (
            <SettingRow
              key={name}
              name={name}
              setting={known[name]}
              onEdit={query.data?.mayEdit ? () => setOpen(name) : undefined}
            />
          ))}
        </dl>
      )}
      <Dialog
        open={opened?.state === 'known'}
        onClose={() => setOpen(undefined)}
        place="side"
        title={open ? t(`viewerSettings.name.${open}`) : ''}
      >
        {open && opened?.state === 'known' && (
          <SettingForm
            key={open}
            projectId={projectId}
            name={open}
            value={opened.value}
            onSaved={(outcome) => onSaved(open, outcome)}
          />
        )}
      </Dialog>
    </section>
  )
}

interface SettingRowProps {
  name: ViewerSettingName
  setting: ViewerSetting
  onEdit: (() => void) | undefined
}

function SettingRow({ name, setting, onEdit }: SettingRowProps) {
  const { t } = useI18n()
  const label = t(`viewerSettings.name.${name}`)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <dt className="w-56 text-sm text-ink-2">{label}</dt>
      <dd className="flex min-w-0 flex-1 basis-48 flex-wrap items-center gap-1.5">
        <SettingValue name={name} setting={setting} />
        {onEdit && setting.state === 'known' && (
          <Button
            size="sm"
            className="ml-auto"
            aria-label={t('viewerSettings.editWhat', { what: label })}
            onClick={onEdit}
          >
            {t('viewerSettings.edit')}
          </Button>
        )}
      </dd>
    </div>
  )
}

function SettingValue({ name, setting }: Omit<SettingRowProps, 'onEdit'>) {
  const { t } = useI18n()
  if (setting.state !== 'known') return <Badge tone="unknown">{t('viewerSettings.unreadable')}</Badge>
  if (name === 'multistack') return <span>{t(wordOf(setting.value))}</span>
  const presets = presetsIn(setting.value)
  if (presets.length === 0) return <span className="text-ink-2">{t('viewerSettings.noPresets')}</span>
  return presets.map((preset) => <PresetChip key={preset.label} preset={preset} />)
}
