import type { RoiPreset, ViewerSettingValue } from '@ohif-admin/contracts'

/** What saving would do to a list of presets, by label. */
export interface PresetDiff {
  added: RoiPreset[]
  removed: RoiPreset[]
  recoloured: { before: RoiPreset; after: RoiPreset }[]
}

export function presetsIn(value: ViewerSettingValue): readonly RoiPreset[] {
  return Array.isArray(value) ? value : []
}

export function diffPresets(before: readonly RoiPreset[], after: readonly RoiPreset[]): PresetDiff {
  const old = new Map(before.map((preset) => [preset.label, preset]))
  const labels = new Set(after.map(({ label }) => label))
  return {
    added: after.filter(({ label }) => !old.has(label)),
    removed: before.filter(({ label }) => !labels.has(label)),
    recoloured: after.flatMap((preset) => {
      const known = old.get(preset.label)
      return known && hexOf(known) !== hexOf(preset) ? [{ before: known, after: preset }] : []
    }),
  }
}

/** `#rrggbb`, as browsers' colour fields have it. */
export function hexOf({ color }: Pick<RoiPreset, 'color'>): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

export function colourOf(hex: string): RoiPreset['color'] {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) || 0
  return [part(1), part(3), part(5)]
}
