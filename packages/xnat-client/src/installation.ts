import { z } from 'zod'
import { classifyRedirect, UpstreamError } from './errors.ts'
import { parseJson } from './json.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 10_000

const Plugins = z.record(
  z.string(),
  z.looseObject({
    name: z.string().optional(),
    version: z.string().optional(),
    dataModelBeans: z.array(z.looseObject({ type: z.string().optional() })).optional(),
  }),
)

export interface InstalledPlugin {
  id: string
  name: string
  /** Typed by hand into the plugin, and may lag behind its jar. */
  version: string | null
  /** Data types the plugin declares, such as `icr:roiCollectionData`. */
  dataTypes: string[]
}

/** Every plugin XNAT loaded when it started. Throws `UpstreamError`. */
export async function installedPlugins(transport: Transport, session: string): Promise<InstalledPlugin[]> {
  const listed = parseJson(
    await transport.ask({ path: paths.plugins(), session, timeoutMs: TIMEOUT_MS }),
    Plugins,
  )
  return Object.entries(listed).map(([id, { name, version, dataModelBeans = [] }]) => ({
    id,
    name: name ?? id,
    version: version || null,
    dataTypes: dataModelBeans.flatMap(({ type }) => type ?? []),
  }))
}

const digits = z.coerce.number().nonnegative().default(0)
const Uptime = z.looseObject({ days: digits, hours: digits, minutes: digits, seconds: digits })

/** For how long XNAT has been running, in ms. Units that are zero are left out of its answer. Throws `UpstreamError`. */
export async function uptimeMs(transport: Transport, session: string): Promise<number> {
  const answer = await transport.ask({ path: paths.uptime(), session, timeoutMs: TIMEOUT_MS })
  const { days, hours, minutes, seconds } = parseJson(answer, Uptime)
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000)
}

/** What tells versions of the viewer plugin apart, by the calls that came with them. */
export type PluginFeature = 'ai-servers' | 'roi-colors' | 'roi-presets' | 'dicomweb' | 'viewer-settings'

export type Presence = 'present' | 'absent' | 'unknown'

/** No session has it: XNAT makes ids of another form. */
const NO_SESSION = 'OHIF_ADMIN_PROBE'

/**
 * Whether the running plugin has a feature, by a GET that changes nothing: an absent path is the servlet container's own
 * HTML page with 404, while the plugin's 404s are empty or JSON (plugin contract, versions). `project` is any that the
 * session's user can read. Throws `UpstreamError` only when the XNAT session is over.
 */
export async function pluginFeature(
  transport: Transport,
  session: string,
  feature: PluginFeature,
  project: string | null,
): Promise<Presence> {
  const path = probePath(feature, project)
  if (path === undefined) return 'unknown'
  const answer = await transport.send({ path, session, timeoutMs: TIMEOUT_MS }).catch((error: unknown) => {
    if (error instanceof UpstreamError) return undefined
    throw error
  })
  if (!answer) return 'unknown'
  const { status, text, location } = answer
  if (status === 401 || (status >= 300 && status < 400)) {
    const redirect = status === 401 ? {} : { redirect: classifyRedirect(location) }
    throw new UpstreamError('refused', `GET ${path} answered ${status}`, { status, ...redirect })
  }
  const isPage = /^\s*</.test(text)
  if (status === 404 && isPage) return 'absent'
  // A page with another status is a proxy's or a login's; a gateway speaks of nothing but itself.
  if (isPage || status === 502 || status === 503 || status === 504) return 'unknown'
  return answered(feature, status, text)
}

function probePath(feature: PluginFeature, project: string | null): string | undefined {
  if (feature === 'ai-servers') return paths.serverList(null)
  if (project === null) return undefined
  switch (feature) {
    case 'roi-colors':
      return paths.roiColors(project)
    case 'roi-presets':
      return paths.roiPresets(project)
    case 'dicomweb':
      return paths.indexExists(project, NO_SESSION)
    case 'viewer-settings':
      return paths.viewerSettings(project)
  }
}

/** Data must be data, and "nothing stored" what the feature says then; a refusal shows that somebody is there to refuse. */
function answered(feature: PluginFeature, status: number, text: string): Presence {
  if (status === 404 && SAYS_NOTHING_STORED.has(feature)) return isJson(text) ? 'present' : 'unknown'
  if (status === 404) return text.trim() === '' ? 'present' : 'unknown'
  if (status === 200) return feature === 'dicomweb' || isJson(text) ? 'present' : 'unknown'
  return status === 403 || status === 422 || status === 501 ? 'present' : 'unknown'
}

/** Their 404 has a body that looks like a list; that of the others is empty. */
const SAYS_NOTHING_STORED: ReadonlySet<PluginFeature> = new Set(['ai-servers', 'roi-colors'])

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
