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
 * `walk` is left standing on the chunk, whose bytes are good until the next one is asked for.
 */
export async function* chunksOf(
  { file }: HistoryFile,
  { from, to }: { from: number; to: number },
  walk: RecordWalk,
): AsyncGenerator<Chunk, void, void> {
  const buffers = [newBuffer(), newBuffer()] as const
  const read = (turn: number, at: number) => {
    const buffer = buffers[turn % 2] as Buffer
    const length = Math.max(0, Math.min(CHUNK_BYTES, to - at))
    return file.read(buffer.subarray(ROOM_BYTES, ROOM_BYTES + length), at)
  }
  let carry: Buffer = Buffer.alloc(0)
  let at = from
  let reading = read(0, at)
  for (let turn = 0; ; turn += 1) {
    const length = await reading
    const buffer = buffers[turn % 2] as Buffer
    const bytes = joined(carry, buffer, length)
    const offset = at - carry.length
    // Short: the file was cut while it is read.
    const last = length < CHUNK_BYTES
    at += length
    walk.use(bytes)
    const cut = last ? bytes.length : lastStart(bytes, walk)
    // What is left is copied away before its memory is read into again.
    carry = Buffer.from(bytes.subarray(cut))
    if (!last) reading = read(turn + 1, at)
    if (cut > 0) {
      const whole = bytes.subarray(0, cut)
      walk.use(whole)
      yield { bytes: whole, offset }
    }
    if (last) return
  }
}

/** Room for what is left of a chunk, in front of the next one: most records fit. */
const ROOM_BYTES = 256 * 1024

const newBuffer = () => Buffer.allocUnsafeSlow(ROOM_BYTES + CHUNK_BYTES)

function joined(carry: Buffer, buffer: Buffer, length: number): Buffer {
  if (carry.length > ROOM_BYTES)
    return Buffer.concat([carry, buffer.subarray(ROOM_BYTES, ROOM_BYTES + length)])
  const start = ROOM_BYTES - carry.length
  carry.copy(buffer, start)
  return buffer.subarray(start, ROOM_BYTES + length)
}

/** Where the last record of the bytes begins: it may not be complete. */
function lastStart(bytes: Buffer, walk: RecordWalk): number {
  const start = walk.startOf(bytes.length - 1, 0)
  if (start > 0) return start
  return bytes.length >= LARGEST_CARRY_BYTES ? bytes.length : 0
}
