import type { DoctorReport, PluginJar } from '@ohif-admin/contracts'
import type { Actor } from '../../../lib/actor.ts'
import type { ExaminedJar } from '../jars/examine-jar.ts'
import { readPluginsFolder } from '../jars/plugins-folder.ts'
import { atLeastVersion, featureStates } from './features.ts'
import { findingsOf } from './findings.ts'
import { type Installation, type InstallationNeeds, readInstallation, VIEWER_PLUGIN } from './installation.ts'
import { fitOf, isAtLeast } from './versions.ts'

export interface DoctorNeeds extends InstallationNeeds {
  pluginsFolder: string | undefined
}

/** Examines the viewer plugin: what runs, and what lies in its folder. Throws `UpstreamError` as `readInstallation`. */
export async function examine(needs: DoctorNeeds, actor: Actor): Promise<DoctorReport> {
  const [installation, folder] = await Promise.all([
    readInstallation(needs, actor),
    readPluginsFolder(needs.pluginsFolder),
  ])
  const plugin = pluginOf(installation)
  // A lagging version would be judged by what it was, not by what it is.
  const version = isAtLeast(plugin.listed, plugin.atLeast ?? '0') === false ? plugin.atLeast : plugin.listed
  const fit = fitOf(version, installation.xnatVersion)
  const { away, xnatVersion, startedAt } = installation
  return {
    checkedAt: new Date(needs.now()).toISOString(),
    xnat: {
      state: away ? 'away' : 'up',
      version: xnatVersion,
      startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
    },
    plugin,
    fit: fit === 'fits' || fit === 'unknown' ? fit : 'does-not-fit',
    features: plugin.state === 'missing' ? [] : featureStates(installation.features, plugin.listed),
    folder: { ...folder, jars: folder.jars.map(shown) },
    findings: findingsOf({ installation, plugin, fit, folder }),
  }
}

/** Listed alone is not proof: it must answer as itself. */
export function pluginOf({
  plugins,
  features,
}: Pick<Installation, 'plugins' | 'features'>): DoctorReport['plugin'] {
  if (plugins === null) return { state: 'unknown', listed: null, atLeast: null }
  const viewer = plugins.find(({ id }) => id === VIEWER_PLUGIN)
  const atLeast = atLeastVersion(features)
  if (!viewer) return { state: 'missing', listed: null, atLeast: null }
  const listed = viewer.version
  switch (features.get('ai-servers')) {
    case 'present':
      return { state: 'answers', listed, atLeast }
    case 'absent':
      return { state: 'listed-only', listed, atLeast }
    default:
      return { state: 'unknown', listed, atLeast }
  }
}

const shown = ({ writtenAt: _written, placedAt: _placed, ...jar }: ExaminedJar): PluginJar => jar
