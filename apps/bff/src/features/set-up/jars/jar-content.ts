import type { FileHandle } from 'node:fs/promises'
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl'
import { JarError } from './jar-file.ts'

/** The viewer's own jar has a few thousand; the time to list more than these is better spent otherwise. */
const MOST_ENTRIES = 30_000
/** Property files and manifests of some lines. */
const MOST_TEXT_BYTES = 64 * 1024
const MOST_TEXTS = 20

const PLUGIN = /^META-INF\/xnat\/[^/]{1,200}-plugin\.properties$/
const MANIFEST = 'META-INF/MANIFEST.MF'
const ETHERJ_POM = /^META-INF\/maven\/[^/]{1,200}\/[^/]{0,100}etherj[^/]{0,100}\/pom\.properties$/i
const ETHERJ_CLASS = 'icr/etherj/'
const ETHERJ_JAR = /(?:^|\/)etherj[a-z-]{0,40}-(\d[\w.-]{0,40})\.jar$/i

export interface JarContent {
  entries: number
  /** Names that would lead out of the folder it is unpacked to. */
  strangeNames: number
  plugins: { id: string; version: string | null }[]
  manifestVersion: string | null
  etherj: { version: string | null } | null
}

interface Names {
  entries: number
  strangeNames: number
  etherj: JarContent['etherj']
  texts: Entry[]
}

/** Reads the directory of an open jar and the few small texts that say what it is. Throws `JarError`. */
export async function readJarContent({ fd }: Pick<FileHandle, 'fd'>): Promise<JarContent> {
  // Names are taken as bytes: nothing is ever written or opened by them.
  const zip = await fromFdPromise(fd, { autoClose: false, decodeStrings: false }).catch(damaged)
  const { texts, ...names } = await readNames(zip)
  const plugins: JarContent['plugins'] = []
  let { etherj } = names
  let manifestVersion: string | null = null
  for (const entry of texts) {
    const name = nameOf(entry)
    const values = properties(await readText(zip, entry))
    if (name === MANIFEST) manifestVersion = values.get('Implementation-Version') ?? null
    else if (PLUGIN.test(name))
      plugins.push({ id: values.get('id') ?? '', version: values.get('version') ?? null })
    else etherj = { version: values.get('version') ?? etherj?.version ?? null }
  }
  return { ...names, etherj, plugins, manifestVersion }
}

async function readNames(zip: ZipFile): Promise<Names> {
  if (zip.entryCount > MOST_ENTRIES) throw new JarError('too-many-entries')
  const names: Names = { entries: 0, strangeNames: 0, etherj: null, texts: [] }
  try {
    for await (const entry of zip.eachEntry()) {
      names.entries += 1
      // The count in the archive is only what it says of itself.
      if (names.entries > MOST_ENTRIES) throw new JarError('too-many-entries')
      note(names, entry)
    }
  } catch (error) {
    damaged(error)
  }
  return names
}

function note(names: Names, entry: Entry) {
  const name = nameOf(entry)
  if (isStrange(name)) names.strangeNames += 1
  const nested = ETHERJ_JAR.exec(name)
  if (nested) names.etherj = { version: nested[1] ?? null }
  else if (name.startsWith(ETHERJ_CLASS)) names.etherj ??= { version: null }
  const wanted = name === MANIFEST || PLUGIN.test(name) || ETHERJ_POM.test(name)
  if (wanted && names.texts.length < MOST_TEXTS) names.texts.push(entry)
}

const nameOf = ({ fileNameRaw }: Entry) => fileNameRaw.toString('latin1')

const isStrange = (name: string) =>
  name.startsWith('/') || name.includes('\\') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..')

async function readText(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > MOST_TEXT_BYTES) throw new JarError('packed-too-tightly')
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MOST_TEXT_BYTES) throw new JarError('packed-too-tightly')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  } catch (error) {
    damaged(error)
  }
}

const MOST_VALUE = 200

/** `name=value` and `name: value` lines; long ones and comments are passed over. */
function properties(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([\w.-]{1,80})\s{0,8}[=:]\s{0,8}(.{1,400})$/.exec(line) ?? []
    if (name && value) found.set(name, value.trim().slice(0, MOST_VALUE))
  }
  return found
}

function damaged(cause: unknown): never {
  throw cause instanceof JarError ? cause : new JarError('damaged', { cause })
}
