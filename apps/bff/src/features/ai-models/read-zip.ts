import {
  CONFIG_LIMIT_BYTES,
  CONFIG_PATH,
  type ReadZip,
  ZIP_ENTRY_LIMIT,
  type ZipEntry,
} from '@ohif-admin/model-lint'
import { type Entry, openPromise, type ZipFile } from 'yauzl'

const ENCRYPTED = 1

/**
 * Reads the directory of a zip and its configuration, nothing else of it. Undefined when it is no zip that can be read.
 * Names come as they are written, also those that lead outside.
 */
export async function readZip(file: string): Promise<ReadZip | undefined> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, { decodeStrings: false, autoClose: false })
    const entries: ZipEntry[] = []
    let config: Entry | undefined
    for await (const entry of zip.eachEntry()) {
      const described = describe(entry)
      entries.push(described)
      if (described.name === CONFIG_PATH) config = entry
      if (entries.length > ZIP_ENTRY_LIMIT) break
    }
    return { entries, config: config ? await textOf(zip, config) : null }
  } catch {
    return undefined
  } finally {
    zip?.close()
  }
}

function describe(entry: Entry): ZipEntry {
  return {
    name: entry.fileNameRaw.toString('utf8'),
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    encrypted: (entry.generalPurposeBitFlag & ENCRYPTED) !== 0,
    unixMode: entry.externalFileAttributes >>> 16,
  }
}

/** One byte more than a configuration may have is enough to see that it is too large. */
async function textOf(zip: ZipFile, entry: Entry): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > CONFIG_LIMIT_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
