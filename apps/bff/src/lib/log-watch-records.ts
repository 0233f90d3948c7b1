import { createRecordReader, type LogRecord } from '@ohif-admin/ohif-log'

/** The newest bytes are kept, to read the newest record again when it grows: far more than most records have. */
const KEPT_BYTES = 256 * 1024

interface Listener {
  records: (records: readonly LogRecord[]) => void
  /** A record given before has got more lines since. */
  grown: (record: LogRecord) => void
}

/**
 * Makes records of lines as they arrive. A record is complete when the next one begins, but each is written at once and
 * whole (XNAT contract, log file): the newest is given without waiting, and again should it grow after all.
 */
export class LiveRecords {
  readonly #listener: Listener
  readonly #recent = new RecentBytes()
  #reader = createRecordReader()
  /** The record given last, while it may grow. */
  #open: LogRecord | null = null

  constructor(listener: Listener) {
    this.#listener = listener
  }

  /** The next bytes are from another place: what was there has ended. */
  startAt(offset: number) {
    this.finish()
    this.#reader = createRecordReader(offset)
    this.#recent.forget()
  }

  /** Takes the next bytes, which begin at `offset`. */
  push(chunk: Uint8Array, offset: number) {
    this.#recent.add(chunk, offset)
    this.#give(this.#reader.push(chunk))
  }

  /** Gives what is there; nothing of it grows any more. */
  finish() {
    this.#give(this.#reader.flush())
    this.#open = null
  }

  /** There are no more bytes now: gives the newest record, and goes on reading it. */
  pause() {
    const [open] = this.#reader.flush()
    if (!open) return
    this.#give([open])
    const bytes = this.#recent.from(open.offset)
    this.#open = bytes && open
    if (!bytes) return
    this.#reader = createRecordReader(open.offset)
    this.#reader.push(bytes)
  }

  #give(records: readonly LogRecord[]) {
    const [first] = records
    if (!first) return
    const isKnown = first.offset === this.#open?.offset
    const hasGrown = isKnown && first.moreLines > (this.#open?.moreLines ?? 0)
    this.#open = null
    const news = isKnown ? records.slice(1) : records
    if (hasGrown) this.#listener.grown(first)
    if (news.length > 0) this.#listener.records(news)
  }
}

/** The newest bytes of a file, as they were given. */
class RecentBytes {
  #pieces: { bytes: Uint8Array; offset: number }[] = []
  #length = 0

  add(bytes: Uint8Array, offset: number) {
    this.#pieces.push({ bytes, offset })
    this.#length += bytes.length
    while (this.#pieces[0] && this.#length - this.#pieces[0].bytes.length >= KEPT_BYTES)
      this.#length -= this.#pieces.shift()?.bytes.length ?? 0
  }

  forget() {
    this.#pieces = []
    this.#length = 0
  }

  /** All from an offset on; null when that is no longer here. */
  from(offset: number): Uint8Array | null {
    const index = this.#pieces.findLastIndex((piece) => piece.offset <= offset)
    const first = this.#pieces[index]
    if (!first) return null
    return Buffer.concat(this.#pieces.slice(index).map(({ bytes }) => bytes)).subarray(offset - first.offset)
  }
}
