import { createHash } from 'node:crypto'
import type { LogFile } from './guarded-open.ts'

const HEAD_BYTES = 512
const CHECK_BYTES = 64
const LINE_FEED = 0x0a

/** How a log file begins, and the identity that follows from it. */
export interface FileHead {
  /** 16 hex digits. Stays the same when the file is renamed, copied, or grows. */
  readonly key: string
  /** The bytes the key was made from, line feed included: comparing them is cheaper than hashing again. */
  readonly bytes: Uint8Array
}

/**
 * Reads the identity of a log file: a hash of its first line, of which at most 512 bytes count. Inodes do not
 * survive a copy and names do not survive the daily roll; the first line, stamped to the millisecond, does.
 *
 * Null while the first line is incomplete, unless `finished` says that nothing more will come; null for an
 * empty file always. Throws `LogFileError`.
 */
export async function readHead(file: LogFile, { finished }: { finished: boolean }): Promise<FileHead | null> {
  const start = new Uint8Array(HEAD_BYTES)
  const length = await file.read(start, 0)
  const feed = start.subarray(0, length).indexOf(LINE_FEED)
  if (length === 0 || (feed < 0 && length < HEAD_BYTES && !finished)) return null

  const line = start.subarray(0, feed < 0 ? length : feed)
  const key = createHash('sha256').update(line).digest('hex').slice(0, 16)
  return { key, bytes: start.slice(0, feed < 0 ? length : feed + 1) }
}

/** Whether the file still begins as it did. Throws `LogFileError`. */
export async function hasHead(file: LogFile, head: FileHead): Promise<boolean> {
  return equalBytes(await readExactly(file, 0, head.bytes.length), head.bytes)
}

/**
 * Whether two files look alike up to `offset` (bytes): both reach it, begin with the same line and have the same
 * 64 bytes before it. Throws `LogFileError`.
 */
export async function alikeUpTo(
  offset: number,
  head: FileHead,
  one: LogFile,
  other: LogFile,
): Promise<boolean> {
  if ((await one.facts()).size < offset || (await other.facts()).size < offset) return false
  if (!(await hasHead(one, head)) || !(await hasHead(other, head))) return false
  const from = Math.max(0, offset - CHECK_BYTES)
  return equalBytes(
    await readExactly(one, from, offset - from),
    await readExactly(other, from, offset - from),
  )
}

/** Bytes `[position, position + length)`, or fewer where the file ends. Throws `LogFileError`. */
export async function readExactly(file: LogFile, position: number, length: number): Promise<Uint8Array> {
  // Its own memory, because it may be kept; not zeroed, because only what was read is given.
  const bytes: Uint8Array = Buffer.allocUnsafeSlow(length)
  return bytes.subarray(0, await file.read(bytes, position))
}

export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
