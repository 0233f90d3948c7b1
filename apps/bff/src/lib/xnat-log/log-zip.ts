import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'

/** Live and dated logs; an archive of more than these is not one of ours. */
const MOST_ENTRIES = 2_000
/** The plugin keeps 3 GB of dated logs; the live one has no limit. */
const MOST_BYTES = 8 * 1024 ** 3
/** Log lines shrink to a tenth or a thirtieth. */
const HIGHEST_RATIO = 200
const FREE_BYTES = 1024 * 1024

const LIVE = 'ohifviewer.log'
const NAME = /^ohifviewer\.log(?:\.\d{4}-\d{2}-\d{2})?$/

/** An archive that is not what a log download can be; the message is for our own log. */
export class LogZipError extends Error {
  override readonly name = 'LogZipError'
}

export interface ZippedLog {
  /** `ohifviewer.log`, or that with a date. */
  name: string
  /** In bytes, unpacked. */
  size: number
  /** The content from its start. Throws `LogZipError` when it is not as large as announced. */
  open(): Promise<Readable>
}

/**
 * Reads an archive of logs and calls back with its logs, dated ones first and by their dates. Names that are no log's
 * are passed over, whatever they are; no name is ever a path here. Throws `LogZipError`.
 */
export async function readLogZip(
  path: string,
  use: (logs: readonly ZippedLog[]) => Promise<void>,
): Promise<void> {
  const archive = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(rethrow)
  try {
    await use((await entriesOf(archive)).map((entry) => zippedLog(archive, entry)).sort(byDate))
  } finally {
    archive.close()
  }
}

async function entriesOf(archive: ZipFile): Promise<Entry[]> {
  if (archive.entryCount > MOST_ENTRIES) throw new LogZipError(`${archive.entryCount} entries`)
  const found = new Map<string, Entry>()
  let bytes = 0
  let count = 0
  try {
    for await (const entry of archive.eachEntry()) {
      count += 1
      if (count > MOST_ENTRIES) throw new LogZipError('too many entries')
      const name = nameOf(entry)
      if (!NAME.test(name) || found.has(name)) continue
      const { uncompressedSize, compressedSize } = entry
      bytes += uncompressedSize
      if (bytes > MOST_BYTES) throw new LogZipError('too large')
      if (uncompressedSize > FREE_BYTES && uncompressedSize > compressedSize * HIGHEST_RATIO)
        throw new LogZipError('packed too tightly')
      found.set(name, entry)
    }
  } catch (error) {
    rethrow(error)
  }
  return [...found.values()]
}

function zippedLog(archive: ZipFile, entry: Entry): ZippedLog {
  return {
    name: nameOf(entry),
    size: entry.uncompressedSize,
    // The library ends the stream with an error when more comes out than was announced.
    open: () => archive.openReadStreamPromise(entry).catch(rethrow),
  }
}

const nameOf = ({ fileNameRaw }: Entry) => fileNameRaw.toString('latin1')

const byDate = (one: ZippedLog, other: ZippedLog) =>
  Number(one.name === LIVE) - Number(other.name === LIVE) || (one.name < other.name ? -1 : 1)

function rethrow(cause: unknown): never {
  if (cause instanceof LogZipError) throw cause
  throw new LogZipError(cause instanceof Error ? cause.message : 'unreadable', { cause })
}
