import { askPlainly, type PlainAnswer, type PutAnswer, putOnce } from './once.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

/** What is written on its own: the settings as a whole, or the presets of one kind. */
type SettingPart = 'settings' | 'AIM' | 'SEG' | 'MEAS'

/** What a project's viewers do besides AI. */
export function viewerConfigCalls(transport: Transport) {
  return {
    /**
     * The viewer's settings of a project, or its presets of every kind. 404 without a body is "never set"; an HTML page
     * is a plugin that does not have them (plugin 3.7 change log). Throws what `askPlainly` throws.
     */
    viewerConfig(session: string, project: string, part: 'settings' | 'presets'): Promise<PlainAnswer> {
      const path = part === 'settings' ? paths.viewerSettings(project) : paths.roiPresets(project)
      return askPlainly(transport, session, path)
    },
    /** Replaces the settings, or the presets of a kind, with one request. Throws what `putOnce` throws. */
    putViewerConfig(session: string, project: string, part: SettingPart, value: unknown): Promise<PutAnswer> {
      const path =
        part === 'settings' ? paths.viewerSettings(project) : `${paths.roiPresets(project)}?type=${part}`
      return putOnce(transport, session, path, value)
    },
  }
}
