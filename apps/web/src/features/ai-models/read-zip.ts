import { CONFIG_LIMIT_BYTES, CONFIG_PATH, type ReadZip, ZIP_ENTRY_LIMIT } from '@ohif-admin/model-lint'
import { BlobReader, configure, type Entry, TextWriter, ZipReader } from '@zip.js/zip.js/index-native.js'

// The page's policy allows no worker that is made from text, and there is little to unpack.
configure({ useWebWorkers: false })

/**
 * Reads the directory at the end of a zip and its configuration: a few kilobytes of a file of any size. Undefined when it
 * is no zip that can be read.
 */
export async function readZip(file: Blob): Promise<ReadZip | undefined> {
  const zip = new ZipReader(new BlobReader(file))
  try {
    const entries: Entry[] = []
    for await (const entry of zip.getEntriesGenerator()) {
      entries.push(entry)
      if (entries.length > ZIP_ENTRY_LIMIT) break
    }
    return { entries: entries.map(describe), config: await configOf(entries) }
  } catch {
    return undefined
  } finally {
    await zip.close()
  }
}

const describe = (entry: Entry) => ({
  name: entry.filename,
  bytes: entry.uncompressedSize,
  packedBytes: entry.compressedSize,
  encrypted: entry.encrypted,
  unixMode: entry.externalFileAttributes >>> 16,
})

async function configOf(entries: readonly Entry[]): Promise<string | null> {
  const entry = entries.find(({ filename }) => filename === CONFIG_PATH)
  if (!entry || entry.directory) return null
  // Too long to be one, and long enough to be seen to be.
  if (entry.uncompressedSize > CONFIG_LIMIT_BYTES) return ' '.repeat(CONFIG_LIMIT_BYTES + 1)
  return entry.getData(new TextWriter())
}
