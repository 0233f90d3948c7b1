import type { AtLevel, HeaderReader } from './header.ts'
import { LineBatch } from './line-batch.ts'
import { findLineFeed, isDigit } from './scan.ts'

const CR = 0x0d

/** Bytes of one line that are kept; the rest of a longer line is counted, not stored. */
export const MAX_LINE_BYTES = 64 * 1024

/** Takes lines in the order of the file. The batch is used again afterwards. */
export type LineSink<Thread, Channel extends AtLevel> = (lines: LineBatch<Thread, Channel>) => void

/**
 * Splits chunks into lines. Where the chunks are cut never changes the lines.
 * A line exists only once its line feed is there; a final `\r` is dropped.
 */
export class LineSplitter<Thread, Channel extends AtLevel> {
  readonly #header: HeaderReader<Thread, Channel>
  readonly #sink: LineSink<Thread, Channel>
  readonly #wantsAll: boolean
  readonly #batch = new LineBatch<Thread, Channel>()
  readonly #carry = new Uint8Array(MAX_LINE_BYTES)
  readonly #carryView = new DataView(this.#carry.buffer)
  #wantsNext = true // even if it continues a record
  #kept = 0 // bytes of the open line in the carry
  #open = 0 // bytes of the open line in its file
  #joined = 0 // bytes of the carry that come from the file before
  #offset: number

  /** @param more which of the lines that continue a record are given out */
  constructor(
    header: HeaderReader<Thread, Channel>,
    sink: LineSink<Thread, Channel>,
    more: 'all' | 'first',
    offset = 0,
  ) {
    this.#header = header
    this.#sink = sink
    this.#wantsAll = more === 'all'
    this.#offset = offset
  }

  /** Where the next line starts: the offset after the last line feed seen. */
  get offset(): number {
    return this.#offset
  }

  /** The next bytes come from this offset. A line that is still open is dropped: its line feed was never seen. */
  jump(offset: number) {
    this.#kept = 0
    this.#open = 0
    this.#joined = 0
    this.#offset = offset
  }

  /**
   * The next bytes come from the beginning of the file that follows. A line that is still open goes on there, unless
   * that file begins with a record: then the line was cut for good, and is dropped.
   */
  nextFile() {
    this.#joined = this.#kept
    this.#open = 0
    this.#offset = 0
  }

  push(chunk: Uint8Array) {
    // one kind of array keeps the byte loops fast, whatever subclass the caller reads into
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let start = 0
    if (this.#kept > 0) {
      const feed = findLineFeed(bytes, view, 0, bytes.length)
      this.#keep(bytes, 0, feed < 0 ? bytes.length : feed)
      if (feed < 0) return
      this.#closeCarried()
      start = feed + 1
    }
    const base = this.#offset - start
    do {
      this.#batch.use(bytes, view, base)
      start = this.#fill(bytes, view, start)
      this.#offset = base + start
      this.#sink(this.#batch)
    } while (this.#batch.isFull)
    this.#keep(bytes, start, bytes.length)
  }

  /** Puts lines from `start` on into the batch. Gives the start of the first that is not in it: not whole, or no room. */
  #fill(bytes: Uint8Array, view: DataView, from: number): number {
    const batch = this.#batch
    const header = this.#header
    const size = bytes.length
    let start = from
    while (start < size && !batch.isFull) {
      // The header is read first because the line feed need not be looked for in it. Most other lines are indented.
      const limit = Math.min(start + MAX_LINE_BYTES, size)
      const isHeader = isDigit(bytes[start]) && header.read(bytes, view, start, limit)
      const feed = findLineFeed(bytes, view, isHeader ? header.messageStart : start, size)
      if (feed < 0) break
      if (isHeader || this.#wantsNext) {
        batch.add(isHeader ? header : null, start, endOfLine(bytes, start, feed), feed)
        this.#wantsNext = isHeader || this.#wantsAll
        start = feed + 1
      } else start = skipLines(bytes, view, feed + 1)
    }
    return start
  }

  #keep(bytes: Uint8Array, start: number, end: number) {
    const room = Math.min(end - start, MAX_LINE_BYTES - this.#kept)
    if (room > 0) this.#carry.set(bytes.subarray(start, start + room), this.#kept)
    this.#kept += room
    this.#open += end - start
  }

  #closeCarried() {
    const carry = this.#carry
    const view = this.#carryView
    const header = this.#header
    const end = this.#kept
    const joined = this.#joined
    // a line that was cut to its bound has no line end to remove
    const isWhole = end - joined === this.#open
    const isCut = joined > 0 && header.read(carry, view, joined, end)
    const start = isCut ? joined : 0
    const isHeader = header.read(carry, view, start, end)
    this.#batch.use(carry, view, this.#offset - start, this.#open - (end - start))
    if (isHeader || this.#wantsNext) {
      this.#batch.add(isHeader ? header : null, start, isWhole ? endOfLine(carry, start, end) : end, end)
      this.#wantsNext = isHeader || this.#wantsAll
    }
    this.#offset += this.#open + 1
    this.#kept = 0
    this.#open = 0
    this.#joined = 0
    this.#sink(this.#batch)
  }
}

/** Where the text of the line ends whose line feed is at `feed`. */
function endOfLine(bytes: Uint8Array, start: number, feed: number): number {
  if (feed - start > MAX_LINE_BYTES) return start + MAX_LINE_BYTES
  return feed > start && bytes[feed - 1] === CR ? feed - 1 : feed
}

/** Start of the first line from `from` on that may be a header or is not whole. */
function skipLines(bytes: Uint8Array, view: DataView, from: number): number {
  let start = from
  while (start < bytes.length && !isDigit(bytes[start])) {
    const feed = findLineFeed(bytes, view, start, bytes.length)
    if (feed < 0) break
    start = feed + 1
  }
  return start
}
