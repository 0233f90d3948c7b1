import {
  PresetType,
  type ProjectId,
  RoiPreset,
  type ViewerSetting,
  type ViewerSettingName,
  type ViewerSettings,
} from '@ohif-admin/contracts'
import type { PlainAnswer, XnatClient } from '@ohif-admin/xnat-client'
import { z } from 'zod'
import type { Actor } from '../../lib/actor.ts'

const Stored = z.looseObject({ multistack: z.boolean().optional() })
/** XNAT may hold presets of another form, put there before or by other means. */
const StoredPresets = z.record(PresetType, z.array(z.looseObject(RoiPreset.shape)))

/** The settings as XNAT has them, with members this console does not know. */
export interface RawSettings {
  setting: ViewerSetting
  whole: Readonly<Record<string, unknown>>
}

const ABSENT = { state: 'absent' } as const
const UNREADABLE = { state: 'unreadable' } as const

/** Reads a project's viewer settings in the person's own XNAT session. */
export function createSettingReader(xnat: Pick<XnatClient, 'viewerConfig'>) {
  async function raw(actor: Actor, project: ProjectId): Promise<RawSettings> {
    return readSettings(await xnat.viewerConfig(actor.xnatSession, project, 'settings'))
  }
  async function presets(actor: Actor, project: ProjectId) {
    return readPresets(await xnat.viewerConfig(actor.xnatSession, project, 'presets'))
  }
  return {
    raw,
    /** One setting as it is now. Throws `UpstreamError`. */
    async one(actor: Actor, project: ProjectId, name: ViewerSettingName): Promise<ViewerSetting> {
      return name === 'multistack'
        ? (await raw(actor, project)).setting
        : (await presets(actor, project))[name]
    },
    /** All of them; each speaks for itself. Throws `UpstreamError`. */
    async all(actor: Actor, project: ProjectId): Promise<ViewerSettings['settings']> {
      const [settings, ofTypes] = await Promise.all([raw(actor, project), presets(actor, project)])
      return { multistack: settings.setting, ...ofTypes }
    },
  }
}
export type SettingReader = ReturnType<typeof createSettingReader>

function readSettings({ status, text }: PlainAnswer): RawSettings {
  if (status === 404) return { setting: isPage(text) ? ABSENT : { state: 'known', value: null }, whole: {} }
  const stored = status === 200 ? Stored.safeParse(json(text)).data : undefined
  if (!stored) return { setting: UNREADABLE, whole: {} }
  return { setting: { state: 'known', value: stored.multistack ?? null }, whole: stored }
}

function readPresets({ status, text }: PlainAnswer): Record<PresetType, ViewerSetting> {
  if (status === 404 && isPage(text)) return forEach(() => ABSENT)
  const stored = status === 200 ? StoredPresets.safeParse(json(text)).data : undefined
  if (!stored) return forEach(() => UNREADABLE)
  return forEach((type) => ({
    state: 'known',
    value: stored[type].map(({ label, color }) => ({ label, color })),
  }))
}

const forEach = (of: (type: PresetType) => ViewerSetting): Record<PresetType, ViewerSetting> => ({
  AIM: of('AIM'),
  SEG: of('SEG'),
  MEAS: of('MEAS'),
})

/** The container's own 404 is a page: this plugin has no such address. The plugin's own has no body. */
const isPage = (text: string) => /^\s*</.test(text)

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
