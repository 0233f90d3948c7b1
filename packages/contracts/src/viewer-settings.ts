import { z } from 'zod'
import { ProjectId } from './ids.ts'

export const MAX_PRESETS = 200
export const MAX_PRESET_LABEL = 64

/** A kind of regions of interest that has presets of its own. */
export const PresetType = z.enum(['AIM', 'SEG', 'MEAS'])
export type PresetType = z.infer<typeof PresetType>

/** One setting of a project's viewer: whether it shows several stacks, or the presets of one kind. */
export const ViewerSettingName = z.enum(['multistack', ...PresetType.options])
export type ViewerSettingName = z.infer<typeof ViewerSettingName>

const Colour = z.tuple([
  z.number().int().min(0).max(255),
  z.number().int().min(0).max(255),
  z.number().int().min(0).max(255),
])

/** A label with a colour (red, green, blue) that the viewer offers for new regions. */
export const RoiPreset = z.strictObject({ label: z.string(), color: Colour })
export type RoiPreset = z.infer<typeof RoiPreset>

/** True or false for `multistack`, a list for the presets of a kind. Null: never set, and the viewer does what it usually does. */
export const ViewerSettingValue = z.union([z.boolean(), z.array(RoiPreset).max(MAX_PRESETS), z.null()])
export type ViewerSettingValue = z.infer<typeof ViewerSettingValue>

/** `absent`: this plugin has no such setting. `unreadable`: XNAT gave no answer that can be read. */
export const ViewerSetting = z.discriminatedUnion('state', [
  z.object({ state: z.literal('known'), value: ViewerSettingValue }),
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('unreadable') }),
])
export type ViewerSetting = z.infer<typeof ViewerSetting>

export const ViewerSettings = z.object({
  projectId: ProjectId,
  mayEdit: z.boolean(),
  settings: z.record(ViewerSettingName, ViewerSetting),
})
export type ViewerSettings = z.infer<typeof ViewerSettings>

/** What is wrong with a list of presets; nothing of it is sent. */
export const PresetProblem = z.enum(['label-missing', 'label-too-long', 'label-characters', 'label-twice'])
export type PresetProblem = z.infer<typeof PresetProblem>

/** The first problem of a preset within its list; the rules of the plugin, and no invisible characters. */
export function presetProblem(list: readonly RoiPreset[], index: number): PresetProblem | undefined {
  const label = list[index]?.label ?? ''
  if (label.trim() === '') return 'label-missing'
  if (label.length > MAX_PRESET_LABEL) return 'label-too-long'
  if (label !== label.trim() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(label)) return 'label-characters'
  // The plugin would keep one of them and say nothing.
  return list.findIndex((other) => other.label === label) < index ? 'label-twice' : undefined
}

/** Whether two values mean the same to the viewer: the plugin sorts presets by their label. */
export function sameViewerSetting(one: ViewerSettingValue, other: ViewerSettingValue): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))
}

function inOrder(value: ViewerSettingValue) {
  if (!Array.isArray(value)) return value
  const pairs = value.map(({ label, color }) => [label, color] as const)
  return pairs.toSorted(([one], [other]) => (one < other ? -1 : 1))
}

export const SaveViewerSetting = z.strictObject({
  value: z.union([z.boolean(), z.array(RoiPreset).max(MAX_PRESETS)]),
  /** The value as the sender saw it. */
  seen: ViewerSettingValue,
  reason: z.string().trim().max(500).default(''),
})
export type SaveViewerSetting = z.infer<typeof SaveViewerSetting>

/** `unchanged`: XNAT had it already. `before` is what an undo brings back; null cannot be brought back: XNAT cannot forget. */
export const SavedViewerSetting = z.object({
  outcome: z.enum(['saved', 'unchanged']),
  value: ViewerSettingValue,
  before: ViewerSettingValue,
})
export type SavedViewerSetting = z.infer<typeof SavedViewerSetting>
