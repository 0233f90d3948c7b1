import { isStamp } from './header.ts'
import { STAMP_LENGTH } from './stamp.ts'

const LF = 0x0a
const CR = 0x0d

/** Bytes of one line that are kept; the rest of a longer line is counted, not stored. */
export const MAX_LINE_BYTES = 64 * 1024

/**
 * Takes one line: `bytes[start, end)` without its line end, valid only during the call.
 * `offset` is where the line starts in its file, `length` how many bytes it takes there, line feed included.
 */
export type LineSink = (
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  offset: number,
  length: number,
) => void

/**
 * Splits chunks into lines. Where the chunks are cut never changes the lines.
 * A line exists only once its line feed is there; a final `\r` is dropped.
 */
export class LineSplitter {
  readonly #sink: LineSink
  readonly #carry = new Uint8Array(MAX_LINE_BYTES)
  readonly #carryView = new DataView(this.#carry.buffer)
  #kept = 0 // bytes of the open line in the carry
  #open = 0 // bytes of the open line in its file
  #joined = 0 // bytes of the carry that come from the file before
  #offset: number

  constructor(sink: LineSink, offset = 0) {
    this.#sink = sink
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
    const size = bytes.length
    let start = 0
    if (this.#kept > 0) {
      const lf = findLineFeed(bytes, view, 0, size)
      this.#keep(bytes, 0, lf < 0 ? size : lf)
      if (lf < 0) return
      this.#closeCarried()
      start = lf + 1
    }
    for (;;) {
      const lf = findLineFeed(bytes, view, start, size)
      if (lf < 0) break
      const length = lf - start + 1
      const end = lf > start && bytes[lf - 1] === CR ? lf - 1 : lf
      const offset = this.#offset
      this.#offset += length
      this.#sink(
        bytes,
        view,
        start,
        end - start > MAX_LINE_BYTES ? start + MAX_LINE_BYTES : end,
        offset,
        length,
      )
      start = lf + 1
    }
    this.#keep(bytes, start, size)
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
    const start = joined > 0 && startsRecord(carry, joined, this.#kept) ? joined : 0
    // a line that was cut to its bound has no line end to remove
    const whole = this.#kept - joined === this.#open
    const end = whole && this.#kept > start && carry[this.#kept - 1] === CR ? this.#kept - 1 : this.#kept
    const offset = this.#offset
    const length = this.#open + 1
    this.#offset += length
    this.#kept = 0
    this.#open = 0
    this.#joined = 0
    this.#sink(carry, this.#carryView, start, end, offset, length)
  }
}

function startsRecord(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > STAMP_LENGTH && isStamp(bytes, start)
}

/** Index of the next line feed in `[from, end)`, or -1. Looks at four bytes at a time: this is the hottest loop. */
function findLineFeed(bytes: Uint8Array, view: DataView, from: number, end: number): number {
  let at = from
  for (const last = end - 4; at <= last; at += 4) {
    const word = view.getInt32(at, true) ^ 0x0a0a0a0a
    // true exactly when one of the four bytes is zero, that is, was a line feed
    if (((word - 0x01010101) & ~word & 0x80808080) !== 0) break
  }
  for (; at < end; at++) {
    if (bytes[at] === LF) return at
  }
  return -1
}
