import type { RoiPreset, ViewerSettingValue } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { PresetChip } from './preset-chip.tsx'
import { diffPresets, presetsIn } from './setting-values.ts'

interface SettingDiffProps {
  before: ViewerSettingValue
  after: ViewerSettingValue
}

/** What saving would change. */
export function SettingDiff({ before, after }: SettingDiffProps) {
  const { t } = useI18n()
  if (typeof after === 'boolean')
    return <p>{t('viewerSettings.fromTo', { before: t(wordOf(before)), after: t(wordOf(after)) })}</p>
  const { added, removed, recoloured } = diffPresets(presetsIn(before), presetsIn(after))
  return (
    <dl className="grid gap-2">
      <Part name={t('viewerSettings.added')} presets={added} />
      <Part name={t('viewerSettings.removed')} presets={removed} />
      {recoloured.length > 0 && (
        <Row name={t('viewerSettings.recoloured')}>
          {recoloured.map(({ before: old, after: now }) => (
            <span key={now.label} className="inline-flex items-center gap-1">
              <PresetChip preset={old} />→<PresetChip preset={now} />
            </span>
          ))}
        </Row>
      )}
    </dl>
  )
}

/** The word for a setting that is on, off, or never was set. */
export function wordOf(value: ViewerSettingValue) {
  if (value === true) return 'viewerSettings.on'
  return value === false ? 'viewerSettings.off' : 'viewerSettings.neverSet'
}

function Part({ name, presets }: { name: string; presets: readonly RoiPreset[] }) {
  if (presets.length === 0) return null
  return (
    <Row name={name}>
      {presets.map((preset) => (
        <PresetChip key={preset.label} preset={preset} />
      ))}
    </Row>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="flex flex-wrap gap-1.5">{children}</dd>
    </div>
  )
}
