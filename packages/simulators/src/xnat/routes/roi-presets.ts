import { json, TEXT_TYPE } from '../http/answers.ts'
import { type Call, member, param, parseJson } from '../http/call.ts'
import { XapiFailure } from '../http/failures.ts'
import { projectRead, siteAdmin } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import { readSetting, storeSetting } from './project-settings.ts'

const TYPES = ['AIM', 'SEG', 'MEAS'] as const
const PATH = '/xapi/viewerConfig/projects/:project/roipreset'

interface Preset {
  label: string
  color: number[]
}

/** Presets for regions of interest (plugin 3.5.1 and later); failures are not covered by the plugin's advice. */
export function roiPresetRoutes(state: State): Route[] {
  return [
    {
      method: 'GET',
      path: PATH,
      level: projectRead(state),
      handle: (call) => {
        const wanted = call.query.get('type')?.toUpperCase()
        const types = TYPES.filter((type) => wanted === undefined || type === wanted)
        if (types.length === 0) throw new XapiFailure(`Allowable ROI types: [${TYPES.join(',')}]`)
        const lists = types.map((type) => [type, readSetting(state, call, toolOf(type)) ?? []])
        return json(200, Object.fromEntries(lists))
      },
    },
    {
      method: 'PUT',
      path: PATH,
      level: siteAdmin,
      consumes: 'application/json',
      handle: (call) => {
        const type = TYPES.find((one) => one === call.query.get('type'))
        if (!type) throw new XapiFailure(`Allowable ROI types: [${TYPES.join(',')}]`)
        storeSetting(state, call, toolOf(type), normalised(presetsIn(call)))
        const body = `Updated ${type} ROI presets for project ${param(call, 'project')}`
        return { status: 200, type: TEXT_TYPE, body }
      },
    },
  ]
}

function toolOf(type: string): string {
  return `ohif-roi-presets-${type.toLowerCase()}`
}

function presetsIn(call: Call): Preset[] {
  const value = unreadableAs500(() => parseJson(call.body))
  if (!Array.isArray(value)) throw new XapiFailure('Could not read document')
  return value.map((item) => {
    const label = member(item, 'label')
    const color = member(item, 'color')
    if (typeof label !== 'string' || label === '' || label.length > 64)
      throw new XapiFailure('Invalid ROI label')
    return { label, color: Array.isArray(color) ? color.map(Number) : [] }
  })
}

/** Drops duplicate labels, sorts by label, clamps colours and blackens those of a wrong length. */
function normalised(presets: readonly Preset[]): Preset[] {
  const byLabel = new Map(presets.map((preset) => [preset.label, preset]))
  return [...byLabel.values()]
    .toSorted((a, b) => a.label.localeCompare(b.label))
    .map(({ label, color }) => ({
      color: color.length === 3 ? color.map((part) => Math.min(255, Math.max(0, part))) : [0, 0, 0],
      label,
    }))
}

/** An unreadable body has no status of its own, so it becomes 500. */
export function unreadableAs500<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new XapiFailure(`Could not read document: ${error instanceof Error ? error.message : ''}`)
  }
}
