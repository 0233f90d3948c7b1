import { type HeaderNames, HeaderReader } from './header.ts'

const LF = 0x0a
const CR = 0x0d

/** Bytes of one line that are kept; the rest of a longer line is counted, not stored. */
export const MAX_LINE_BYTES = 64 * 1024

/**
 * Takes one line: `bytes[start, end)` without its line end, valid until the chunk is done with. `header` says where the parts
 * of its header lie; null for a line that continues a record. `offset` is where the line starts in its file, `length`
 * how many bytes it takes there, line feed included.
 */
export type LineSink = (
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  header: HeaderReader | null,
  offset: number,
  length: number,
) => void

/**
 * Splits chunks into lines. Where the chunks are cut never changes the lines.
 * A line exists only once its line feed is there; a final `\r` is dropped.
 */
export class LineSplitter {
  readonly #sink: LineSink
  readonly #header: HeaderReader
  readonly #carry = new Uint8Array(MAX_LINE_BYTES)
  readonly #carryView = new DataView(this.#carry.buffer)
  #kept = 0 // bytes of the open line in the carry
  #open = 0 // bytes of the open line in its file
  #joined = 0 // bytes of the carry that come from the file before
  #offset: number

  constructor(sink: LineSink, names: HeaderNames, offset = 0) {
    this.#sink = sink
    this.#header = new HeaderReader(names)
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
      const lf = findLineFeed(bytes, view, 0, bytes.length)
      this.#keep(bytes, 0, lf < 0 ? bytes.length : lf)
      if (lf < 0) return
      this.#closeCarried()
      start = lf + 1
    }
    this.#keep(bytes, this.#readLines(bytes, view, start), bytes.length)
  }

  /** Gives out the whole lines from `start` on; where the first incomplete one starts. */
  #readLines(bytes: Uint8Array, view: DataView, from: number): number {
    let start = from
    for (;;) {
      const next = this.#readLine(bytes, view, start)
      if (next < 0) return start
      start = next
    }
  }

  /** Gives out the line at `start` and tells where the next one starts; -1 when it is not whole. */
  #readLine(bytes: Uint8Array, view: DataView, start: number): number {
    const size = bytes.length
    const bound = start + MAX_LINE_BYTES
    // The header is read first because the line feed need not be looked for in it. Most other lines are indented.
    const isHeader = isDigit(bytes[start]) && this.#header.read(bytes, view, start, Math.min(bound, size))
    const lf = findLineFeed(bytes, view, isHeader ? this.#header.messageStart : start, size)
    if (lf < 0) return -1
    const offset = this.#offset
    const length = lf - start + 1
    this.#offset = offset + length
    let end = lf
    if (lf > bound) end = bound
    else if (lf > start && bytes[lf - 1] === CR) end = lf - 1
    this.#sink(bytes, view, start, end, isHeader ? this.#header : null, offset, length)
    return lf + 1
  }

  #keep(bytes: Uint8Array, start: number, end: number) {
    const room = Math.min(end - start, MAX_LINE_BYTES - this.#kept)
    if (room > 0) this.#carry.set(bytes.subarray(start, start + room), this.#kept)
    this.#kept += room
    this.#open += end - start
  }

  #closeCarried() {
    const carry = this.#carry
    const joined = this.#joined
    const isCut = joined > 0 && this.#header.read(carry, this.#carryView, joined, this.#kept)
    const start = isCut ? joined : 0
    // a line that was cut to its bound has no line end to remove
    const whole = this.#kept - joined === this.#open
    const end = whole && this.#kept > start && carry[this.#kept - 1] === CR ? this.#kept - 1 : this.#kept
    const offset = this.#offset
    const length = this.#open + 1
    this.#offset = offset + length
    this.#kept = 0
    this.#open = 0
    this.#joined = 0
    // a copy, because the carry is used again before the chunk is done with
    const line = carry.slice(start, end)
    const view = new DataView(line.buffer)
    const isHeader = this.#header.read(line, view, 0, line.length)
    this.#sink(line, view, 0, line.length, isHeader ? this.#header : null, offset, length)
  }
}

/** Index of the next line feed in `[from, end)`, or -1. Looks at eight bytes at a time: this is the hottest loop. */
function findLineFeed(bytes: Uint8Array, view: DataView, from: number, end: number): number {
  let at = from
  for (const last = end - 8; at <= last; at += 8) {
    const one = view.getInt32(at, true) ^ 0x0a0a0a0a
    const two = view.getInt32(at + 4, true) ^ 0x0a0a0a0a
    // the lowest bit that is set marks the first zero byte, that is, the first line feed
    const inOne = (one - 0x01010101) & ~one & 0x80808080
    if (inOne !== 0) return at + firstByte(inOne)
    const inTwo = (two - 0x01010101) & ~two & 0x80808080
    if (inTwo !== 0) return at + 4 + firstByte(inTwo)
  }
  for (; at < end; at++) {
    if (bytes[at] === LF) return at
  }
  return -1
}

/** Which byte of a little-endian word the lowest bit that is set is in. */
function firstByte(word: number): number {
  return (31 - Math.clz32(word & -word)) >> 3
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}
