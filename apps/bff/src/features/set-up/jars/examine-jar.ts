import type { FileHandle } from 'node:fs/promises'
import type { PluginJar } from '@ohif-admin/contracts'
import { type JarContent, readJarContent } from './jar-content.ts'
import { JarError, openJar, ownerOf } from './jar-file.ts'

/** A jar, and the two times of its file in epoch ms that tell whether it came after XNAT's start. */
export interface ExaminedJar extends PluginJar {
  writtenAt: number | null
  /** When its entry in the folder last changed: a copy that keeps the old time still shows here. */
  placedAt: number | null
}

const NOTHING = {
  state: 'not-examined',
  obstacle: null,
  looksLike: null,
  sizeBytes: null,
  changedAt: null,
  owner: null,
  entries: 0,
  strangeNames: 0,
  pluginIds: [],
  isViewer: false,
  isRoiPlugin: false,
  version: null,
  etherj: null,
  writtenAt: null,
  placedAt: null,
} as const satisfies Omit<ExaminedJar, 'file'>

export const notExamined = (file: string, obstacle: PluginJar['obstacle']): ExaminedJar => ({
  ...NOTHING,
  pluginIds: [],
  ...byName(file),
  file,
  obstacle,
})

/** Looks into one file of the plugins folder. Never throws: what is in the way is part of the answer. */
export async function examineJar(path: string, file: string): Promise<ExaminedJar> {
  try {
    const { handle, stats } = await openJar(path)
    await using _ = { [Symbol.asyncDispose]: () => handle.close() }
    const known = {
      ...notExamined(file, null),
      sizeBytes: stats.size,
      changedAt: new Date(stats.mtimeMs).toISOString(),
      owner: ownerOf(stats),
      writtenAt: stats.mtimeMs,
      placedAt: stats.ctimeMs,
    }
    const looksLike = await otherThanZip(handle, stats.size)
    if (looksLike) return { ...known, state: 'not-a-zip', looksLike }
    return await withContent(known, handle)
  } catch (error) {
    return notExamined(file, error instanceof JarError ? error.obstacle : 'unreadable')
  }
}

async function withContent(known: ExaminedJar, handle: FileHandle): Promise<ExaminedJar> {
  try {
    return { ...known, state: 'examined', ...described(known.file, await readJarContent(handle)) }
  } catch (error) {
    if (!(error instanceof JarError)) throw error
    // It begins as a zip and has no directory: the rest of it did not arrive.
    if (error.obstacle === 'damaged') return { ...known, state: 'not-a-zip', looksLike: 'truncated' }
    return { ...known, obstacle: error.obstacle }
  }
}

const VIEWER = 'ohifViewerPlugin'
const VIEWER_FILE = /^ohif-viewer-\d/i
const ROI_FILE = /^xnat-roi-\d/i

/** What a name lets one expect of a file that could not be read. */
function byName(file: string) {
  const [, version = null] = /-(\d[\w.-]{0,40})\.jar$/i.exec(file) ?? []
  return { isViewer: VIEWER_FILE.test(file), isRoiPlugin: ROI_FILE.test(file), version }
}

function described(file: string, { plugins, manifestVersion, ...content }: JarContent) {
  const viewer = plugins.find(({ id }) => id === VIEWER)
  const guess = byName(file)
  return {
    ...content,
    pluginIds: plugins.map(({ id }) => id),
    // The name is only a name where the jar itself says what it is.
    isViewer: plugins.length > 0 ? viewer !== undefined : guess.isViewer,
    isRoiPlugin: guess.isRoiPlugin && viewer === undefined,
    // The plugin's own version is typed by hand and may lag; the build writes the other two.
    version: manifestVersion ?? guess.version ?? viewer?.version ?? null,
  }
}

const HEAD_BYTES = 512

async function otherThanZip(handle: FileHandle, size: number): Promise<PluginJar['looksLike']> {
  if (size === 0) return 'empty'
  const head = Buffer.alloc(HEAD_BYTES)
  const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0)
  if (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0x504b0506) return null
  const text = head.toString('latin1', 0, bytesRead).trimStart().toLowerCase()
  return /^(?:\ufeff|ï»¿)?\s*<(?:!doctype|html|head|\?xml|!--)/.test(text) ? 'html' : 'other'
}
