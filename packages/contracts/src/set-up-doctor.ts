import { z } from 'zod'
import { Instant } from './ids.ts'

const count = z.number().int().nonnegative()

/** What the running plugin has, by the version that brought it. */
export const PluginFeatureName = z.enum([
  'ai-servers',
  'roi-colors',
  'migration',
  'roi-presets',
  'dicomweb',
  'viewer-settings',
])
export type PluginFeatureName = z.infer<typeof PluginFeatureName>

export const PluginFeatureState = z.object({
  name: PluginFeatureName,
  since: z.string(),
  state: z.enum(['present', 'absent', 'unknown']),
  /** By the running plugin's own answer, or only read off the version it says it has. */
  by: z.enum(['answer', 'version']),
})
export type PluginFeatureState = z.infer<typeof PluginFeatureState>

/** Why a file of the plugins folder was not looked into. */
export const JarObstacle = z.enum([
  'link',
  'not-a-file',
  'unreadable',
  'gone',
  'too-large',
  'too-many-entries',
  'packed-too-tightly',
  'damaged',
  'too-slow',
])
export type JarObstacle = z.infer<typeof JarObstacle>

/** One `.jar` of the plugins folder, examined as the zip it should be. */
export const PluginJar = z.object({
  /** As it stands in the folder: anything a file can be called. */
  file: z.string(),
  state: z.enum(['examined', 'not-a-zip', 'not-examined']),
  obstacle: JarObstacle.nullable(),
  /** What it is instead of a zip. */
  looksLike: z.enum(['html', 'empty', 'truncated', 'other']).nullable(),
  sizeBytes: count.nullable(),
  changedAt: Instant.nullable(),
  /** Numbers, as the names belong to another machine or container. */
  owner: z.object({ uid: count, gid: count, mode: count }).nullable(),
  entries: count,
  /** Entries whose names lead out of the archive. */
  strangeNames: count,
  pluginIds: z.array(z.string()),
  isViewer: z.boolean(),
  isRoiPlugin: z.boolean(),
  version: z.string().nullable(),
  etherj: z.object({ version: z.string().nullable() }).nullable(),
})
export type PluginJar = z.infer<typeof PluginJar>

export const PluginsFolder = z.object({
  /** `not-configured`: the console was not told where it is. */
  state: z.enum(['read', 'not-configured', 'missing', 'not-a-folder', 'unreadable', 'too-slow']),
  owner: z.object({ uid: count, gid: count, mode: count }).nullable(),
  jars: z.array(PluginJar),
  /** Jars beyond those that are looked at. */
  left: count,
})
export type PluginsFolder = z.infer<typeof PluginsFolder>

/** What can be wrong with an installation, or not known about it. */
export const SetUpFindingCode = z.enum([
  'xnat-away',
  'plugin-unknown',
  'plugin-missing',
  'plugin-not-loaded',
  'plugin-silent',
  'plugin-too-old',
  'version-lags',
  'xnat-too-old',
  'wants-bc-build',
  'fit-unknown',
  'roi-plugin',
  'roi-plugin-jar',
  'jar-not-zip',
  'two-viewer-jars',
  'etherj-twice',
  'restart-needed',
  'restart-perhaps',
  'start-unknown',
  'jar-other-owner',
  'jar-not-readable',
  'jar-not-examined',
  'jar-strange-names',
  'viewer-jar-elsewhere',
  'jars-left',
  'folder-not-configured',
  'folder-missing',
  'folder-unreadable',
])
export type SetUpFindingCode = z.infer<typeof SetUpFindingCode>

export const SetUpFinding = z.object({
  code: SetUpFindingCode,
  tone: z.enum(['bad', 'attention', 'unknown', 'neutral']),
  /** Files it is about. */
  files: z.array(z.string()),
  /** What its words need besides. */
  values: z.record(z.string(), z.string()),
})
export type SetUpFinding = z.infer<typeof SetUpFinding>

/** What is known about the viewer plugin and its place in XNAT. */
export const DoctorReport = z.object({
  checkedAt: Instant,
  xnat: z.object({
    state: z.enum(['up', 'away']),
    version: z.string().nullable(),
    /** By its own uptime and the console's clock. */
    startedAt: Instant.nullable(),
  }),
  plugin: z.object({
    state: z.enum(['answers', 'listed-only', 'missing', 'unknown']),
    /** As the plugin says itself; may lag behind. */
    listed: z.string().nullable(),
    /** By what it answers it is at least of this version. */
    atLeast: z.string().nullable(),
  }),
  /** Whether this version of the plugin is made for this version of XNAT. */
  fit: z.enum(['fits', 'does-not-fit', 'unknown']),
  features: z.array(PluginFeatureState),
  folder: PluginsFolder,
  /** Worst first. */
  findings: z.array(SetUpFinding),
})
export type DoctorReport = z.infer<typeof DoctorReport>
