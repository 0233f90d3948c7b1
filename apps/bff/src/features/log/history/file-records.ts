import { createRecordReader, type LogRecord } from '@ohif-admin/ohif-log'
import { readBytes } from './read-bytes.ts'
import { RecordWalk } from './record-walk.ts'
import type { HistoryFile } from './source-history.ts'

const WINDOW_BYTES = 256 * 1024
/** A record larger than this is shown by its beginning. */
const LARGEST_BYTES = 4 * 1024 * 1024

/** A record where it stands in its file, with all its bytes unless it is very large. */
export interface FoundRecord {
  readonly record: LogRecord
  /** Where the next record begins, or the file ends. */
  readonly end: number
  readonly bytes: Buffer
}

export interface Found {
  readonly records: readonly FoundRecord[]
  /** Where to go on. */
  readonly next: number
}

/** Hears how many bytes were read, and says whether more may be. */
export type Spend = (bytes: number) => boolean

/** Reads the records of one file in either direction, some at a time. */
export class FileRecords {
  readonly #file: HistoryFile
  readonly #spend: Spend
  readonly #walk = new RecordWalk()

  constructor(file: HistoryFile, spend: Spend = () => true) {
    this.#file = file
    this.#spend = spend
  }

  /** Records from `from` on, which is where a line begins; lines that belong to an earlier record are passed. */
  async after(from: number): Promise<Found> {
    for (let size = WINDOW_BYTES; ; size *= 4) {
      const bytes = await this.#read(from, Math.min(this.#file.end, from + size))
      // Less than asked for: the file ends here, or was cut while it is read.
      const atEnd = bytes.length < size || from + bytes.length >= this.#file.end
      const starts = this.#startsIn(bytes, 0)
      if (atEnd) return { records: this.#records(bytes, from, starts, bytes.length), next: this.#file.end }
      const last = starts.at(-1)
      if (last !== undefined && last > 0)
        return { records: this.#records(bytes, from, starts.slice(0, -1), last), next: from + last }
      if (last === undefined && size >= LARGEST_BYTES) return this.#passOrphans(bytes, from)
      if (last === 0 && size >= LARGEST_BYTES) return this.#large(bytes, from)
    }
  }

  /** Records that begin before `to`, where a record begins or the file ends; in the order of the file. */
  async before(to: number): Promise<Found> {
    for (let size = WINDOW_BYTES; ; size *= 4) {
      const low = Math.max(0, to - size)
      const bytes = await this.#read(low, to)
      // What comes before the first line feed is the rest of a line.
      const feed = low === 0 ? 0 : bytes.indexOf(0x0a) + 1
      const starts = low > 0 && feed === 0 ? [] : this.#startsIn(bytes, feed)
      const [first] = starts
      if (first !== undefined || low === 0) {
        const records = this.#records(bytes, low, starts, bytes.length)
        return { records, next: low === 0 ? 0 : low + (first ?? 0) }
      }
      // In the middle of a very large record: its beginning is far ahead.
      if (size >= LARGEST_BYTES * 4) return { records: [], next: low }
    }
  }

  /** The start of the record that holds `at`, looking back a bounded way; `at` itself when that finds nothing. */
  async align(at: number): Promise<number> {
    if (at <= 0 || at >= this.#file.end) return Math.max(0, Math.min(at, this.#file.end))
    const low = Math.max(0, at - LARGEST_BYTES / 4)
    const bytes = await this.#read(low, Math.min(this.#file.end, at + WINDOW_BYTES / 4))
    const lineStart = low === 0 ? 0 : bytes.indexOf(0x0a) + 1
    this.#walk.use(bytes)
    const start = this.#walk.startOf(at - low, lineStart)
    return start < 0 ? at : low + start
  }

  #startsIn(bytes: Buffer, from: number): number[] {
    this.#walk.use(bytes)
    const starts: number[] = []
    for (let at = this.#walk.next(from); at >= 0; at = this.#walk.next(this.#walk.lineAfter(at))) {
      starts.push(at)
      if (this.#walk.lineAfter(at) >= bytes.length) break
    }
    return starts
  }

  #records(bytes: Buffer, base: number, starts: readonly number[], end: number): FoundRecord[] {
    const [first] = starts
    if (first === undefined) return []
    const reader = createRecordReader(base + first)
    const parsed = reader.push(bytes.subarray(first, end))
    // The last line of a finished file may lack its line feed.
    if (bytes[end - 1] !== 0x0a) parsed.push(...reader.push(Buffer.from('\n')))
    parsed.push(...reader.flush())
    return parsed.map((record, index) => {
      const stop = starts[index + 1] ?? end
      return { record, end: base + stop, bytes: bytes.subarray(record.offset - base, stop) }
    })
  }

  /** The beginning of a record that is larger than may be held, with the end it really has. */
  async #large(bytes: Buffer, from: number): Promise<Found> {
    const [found] = this.#records(bytes, from, [0], bytes.length)
    let more = 0
    let at = from + bytes.length
    while (at < this.#file.end && this.#spend(0)) {
      const part = await this.#read(at, Math.min(this.#file.end, at + WINDOW_BYTES * 4))
      if (part.length === 0) break
      const feed = part.indexOf(0x0a)
      const next = this.#startsIn(part, feed + 1)[0]
      const seen = part.subarray(0, next ?? part.length)
      more += countFeeds(seen)
      at += seen.length
      if (feed >= 0 && next !== undefined) break
    }
    if (!found) return { records: [], next: at }
    const record = { ...found.record, end: at, moreLines: found.record.moreLines + more }
    return { records: [{ record, end: at, bytes }], next: at }
  }

  #passOrphans(bytes: Buffer, from: number): Found {
    const feed = bytes.lastIndexOf(0x0a)
    return { records: [], next: from + (feed < 0 ? bytes.length : feed + 1) }
  }

  async #read(from: number, to: number): Promise<Buffer> {
    const bytes = await readBytes(this.#file, from, to)
    this.#spend(bytes.length)
    return bytes
  }
}

function countFeeds(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count += 1
  return count
}
