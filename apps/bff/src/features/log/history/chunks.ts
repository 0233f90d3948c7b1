import { readBytes } from './read-bytes.ts'
import type { RecordWalk } from './record-walk.ts'
import type { HistoryFile } from './source-history.ts'

const CHUNK_BYTES = 2 * 1024 * 1024
/** A record larger than this is taken in parts. */
const LARGEST_CARRY_BYTES = 8 * 1024 * 1024

/** Whole records of a file, one after the other. */
export interface Chunk {
  readonly bytes: Buffer
  /** Offset of the first byte in the file. */
  readonly offset: number
}

/**
 * Reads a stretch of a file in chunks that end where a record ends; the next one is read while this one is worked on.
 * `walk` is left standing on the chunk.
 */
export async function* chunksOf(
  file: HistoryFile,
  { from, to }: { from: number; to: number },
  walk: RecordWalk,
): AsyncGenerator<Chunk, void, void> {
  let carry: Buffer = Buffer.alloc(0)
  let at = from
  let reading = readBytes(file, at, Math.min(to, at + CHUNK_BYTES))
  for (;;) {
    const read = await reading
    const asked = Math.min(to, at + CHUNK_BYTES) - at
    const base = at - carry.length
    at += read.length
    // Short: the file was cut while it is read.
    const last = at >= to || read.length < asked
    reading = last ? Promise.resolve(read) : readBytes(file, at, Math.min(to, at + CHUNK_BYTES))
    const bytes = carry.length === 0 ? read : Buffer.concat([carry, read])
    walk.use(bytes)
    const cut = last ? bytes.length : lastStart(bytes, walk)
    if (cut > 0) {
      const whole = bytes.subarray(0, cut)
      walk.use(whole)
      yield { bytes: whole, offset: base }
    }
    if (last) return
    carry = bytes.subarray(cut)
  }
}

/** Where the last record of the bytes begins: it may not be complete. */
function lastStart(bytes: Buffer, walk: RecordWalk): number {
  const start = walk.startOf(bytes.length - 1, 0)
  if (start > 0) return start
  return bytes.length >= LARGEST_CARRY_BYTES ? bytes.length : 0
}
