import { createHeaderReader, type HeaderReader } from '@ohif-admin/ohif-log'

const LINE_FEED = 0x0a
export const STAMP_LENGTH = 23

/** Finds records in bytes of a log, without making anything of them. Offsets are those of the bytes given. */
export class RecordWalk {
  readonly header: HeaderReader = createHeaderReader()
  #bytes: Buffer = Buffer.alloc(0)
  #view: DataView = new DataView(new ArrayBuffer(0))

  /** Works on these bytes from now on; they begin at the start of a line. */
  use(bytes: Buffer) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Whether a record begins with the line at `start`; `header` then has its parts. */
  isRecord(start: number): boolean {
    return this.header.read(this.#bytes, this.#view, start, this.#bytes.length)
  }

  /** Start of the first record at or after `from`, which is the start of a line; -1 when there is none. */
  next(from: number): number {
    for (let at = from; at < this.#bytes.length; ) {
      if (this.isRecord(at)) return at
      const feed = this.#bytes.indexOf(LINE_FEED, at)
      if (feed < 0) return -1
      at = feed + 1
    }
    return -1
  }

  /** Start of the record that the byte at `at` belongs to, not before `floor`; -1 when it began earlier. */
  startOf(at: number, floor: number): number {
    for (let line = at; line >= floor; ) {
      const feed = line === 0 ? -1 : this.#bytes.lastIndexOf(LINE_FEED, line - 1)
      const start = Math.max(feed + 1, floor)
      if (this.isRecord(start)) return start
      line = start - 1
    }
    return -1
  }

  /** Start of the line after the one that holds `at`; the length of the bytes when it is the last. */
  lineAfter(at: number): number {
    const feed = this.#bytes.indexOf(LINE_FEED, at)
    return feed < 0 ? this.#bytes.length : feed + 1
  }

  /** End of the record whose last known line holds `at`: where the next record begins, or the end of the bytes. */
  endOf(at: number): number {
    const next = this.next(this.lineAfter(at))
    return next < 0 ? this.#bytes.length : next
  }

  stamp(start: number): string {
    return this.#bytes.toString('latin1', start, start + STAMP_LENGTH)
  }
}
