import type { ModelFinding } from '@ohif-admin/contracts'
import { lintConfig } from './config.ts'
import { refuse, warn } from './finding.ts'
import { MODEL_FILE, type Target } from './target.ts'

/** One entry of a zip's directory. Sizes in bytes. */
export interface ZipEntry {
  name: string
  bytes: number
  packedBytes: number
  encrypted: boolean
  /** File type and rights as Unix has them; 0 when the zip does not say. */
  unixMode: number
}

/** What was read of a zip: its directory, and the text of its configuration. */
export interface ReadZip {
  entries: readonly ZipEntry[]
  /** Text of `config/config_aiaa.json`; null when there is none. */
  config: string | null
}

export const CONFIG_PATH = 'config/config_aiaa.json'
/** More than any archive of a model has; reading a directory without end would take the page with it. */
export const ZIP_ENTRY_LIMIT = 10_000
const LINK = 0o120000
const FILE_TYPE = 0o170000

/** Looks at a zipped model archive (MMAR) meant for this server. `limitBytes`: how large it may be unpacked. */
export function lintArchive(
  { entries, config }: ReadZip,
  target: Target,
  limitBytes: number,
): ModelFinding[] {
  const unsafe = lintEntries(entries, limitBytes)
  if (unsafe.length > 0) return unsafe
  const folder = extraFolder(entries)
  if (folder !== undefined) return [refuse('zip-extra-folder', { folder })]
  const names = entries.map(({ name }) => name)
  if (config === null) return [refuse('zip-no-config', { path: CONFIG_PATH })]
  return [...lintModels(names, target), ...lintConfig(config, target)]
}

/** What no archive of a model has, and what unpacking it would do. */
function lintEntries(entries: readonly ZipEntry[], limitBytes: number): ModelFinding[] {
  if (entries.length === 0) return [refuse('zip-empty')]
  if (entries.length > ZIP_ENTRY_LIMIT) return [refuse('zip-too-many-files', { limit: ZIP_ENTRY_LIMIT })]
  const outside = entries.find(({ name }) => isOutside(name))
  if (outside) return [refuse('zip-path-outside', { path: outside.name })]
  const link = entries.find(({ unixMode }) => (unixMode & FILE_TYPE) === LINK)
  if (link) return [refuse('zip-link', { path: link.name })]
  const encrypted = entries.find((entry) => entry.encrypted)
  if (encrypted) return [refuse('zip-encrypted', { path: encrypted.name })]
  const unpacked = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  const packed = entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0)
  // Models hardly pack at all; only a trap grows a hundredfold beyond what may be sent.
  return unpacked > limitBytes && unpacked > 100 * packed
    ? [refuse('zip-grows-too-large', { bytes: unpacked, limitBytes })]
    : []
}

function isOutside(name: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)/.test(name) || name.split(/[\\/]/).includes('..') || name.includes('\0')
}

/** The folder around `config/` and `models/`, which the server does not look into. */
function extraFolder(entries: readonly ZipEntry[]): string | undefined {
  if (entries.some(({ name }) => name.startsWith('config/') || name.startsWith('models/'))) return undefined
  const inside = entries.find(({ name }) => name.endsWith(`/${CONFIG_PATH}`))
  return inside?.name.slice(0, -CONFIG_PATH.length - 1)
}

function lintModels(names: readonly string[], { generation }: Target): ModelFinding[] {
  const { name: expected } = MODEL_FILE[generation]
  const models = names.filter((name) => /^models\/[^/]+$/.test(name))
  if (models.length === 0) return [refuse('zip-no-model', { path: `models/${expected}` })]
  return models.includes(`models/${expected}`)
    ? []
    : [warn('file-of-other-generation', { name: models.join(', '), expected: `models/${expected}` })]
}
