import { setTimeout as sleep } from 'node:timers/promises'
import {
  type InstalledPlugin,
  type PluginFeature,
  type Presence,
  UpstreamError,
  type XnatClient,
} from '@ohif-admin/xnat-client'
import type { Actor } from '../../../lib/actor.ts'
import type { ProjectAccess } from '../../../lib/project-access.ts'
import { isXnatAway } from '../../../lib/upstream-error.ts'

export const VIEWER_PLUGIN = 'ohifViewerPlugin'
const PATIENCE_MS = 15_000

type Xnat = Pick<XnatClient, 'buildInfo' | 'installedPlugins' | 'pluginFeature' | 'uptimeMs'>

export interface InstallationNeeds {
  xnat: Xnat
  access: Pick<ProjectAccess, 'readable'>
  now: () => number
}

/** What XNAT says of itself and its plugins; what it did not say is null or `unknown`. */
export interface Installation {
  away: boolean
  xnatVersion: string | null
  /** Epoch ms, by its uptime and our clock. */
  startedAt: number | null
  plugins: readonly InstalledPlugin[] | null
  features: ReadonlyMap<PluginFeature, Presence>
}

const FEATURES: readonly PluginFeature[] = [
  'ai-servers',
  'roi-colors',
  'roi-presets',
  'dicomweb',
  'viewer-settings',
]
const AWAY: Installation = {
  away: true,
  xnatVersion: null,
  startedAt: null,
  plugins: null,
  features: new Map(),
}

/** Asks XNAT, with questions that change nothing. Throws `UpstreamError` only when the XNAT session is over. */
export async function readInstallation(needs: InstallationNeeds, actor: Actor): Promise<Installation> {
  const { xnat } = needs
  const build = await said(xnat.buildInfo(), undefined)
  if (build === undefined) return AWAY
  const [startedAt, plugins, features] = await Promise.all([
    readStart(needs, actor),
    said(xnat.installedPlugins(actor.xnatSession), null),
    readFeatures(needs, actor),
  ])
  return { away: false, xnatVersion: build.version, startedAt, plugins, features }
}

/** Since when XNAT has been running, epoch ms; null when it does not say. Throws as `readInstallation`. */
export async function readStart(
  { xnat, now }: Pick<InstallationNeeds, 'xnat' | 'now'>,
  { xnatSession }: Actor,
) {
  const uptime = await said(xnat.uptimeMs(xnatSession), null)
  return uptime === null ? null : now() - uptime
}

/** Only whether the plugin is there and answers. Throws as `readInstallation`. */
export async function readPlugin(
  { xnat }: Pick<InstallationNeeds, 'xnat'>,
  { xnatSession }: Actor,
): Promise<Pick<Installation, 'plugins' | 'features'>> {
  const [plugins, servers] = await Promise.all([
    said(xnat.installedPlugins(xnatSession), null),
    said(xnat.pluginFeature(xnatSession, 'ai-servers', null), 'unknown' as const),
  ])
  return { plugins, features: new Map([['ai-servers', servers]]) }
}

async function readFeatures({ xnat, access }: InstallationNeeds, actor: Actor) {
  const projects = await said(access.readable(actor), undefined)
  const [project = null] = projects?.keys() ?? []
  const found = FEATURES.map(
    async (feature) =>
      [
        feature,
        await said(xnat.pluginFeature(actor.xnatSession, feature, project), 'unknown' as const),
      ] as const,
  )
  return new Map<PluginFeature, Presence>(await Promise.all(found))
}

/** The answer, or what stands for none: only the end of the session is nobody's to overlook. */
export async function said<Answer, Stand>(answer: Promise<Answer>, stand: Stand): Promise<Answer | Stand> {
  const late = sleep(PATIENCE_MS, stand, { ref: false })
  const heard = answer.catch((error: unknown) => {
    if (!(error instanceof UpstreamError)) throw error
    if (error.status === 401 || (error.redirect !== undefined && !isXnatAway(error))) throw error
    return stand
  })
  return Promise.race([heard, late])
}
