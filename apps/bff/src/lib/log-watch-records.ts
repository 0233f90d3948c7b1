import { createRecordReader, type LogRecord } from '@ohif-admin/ohif-log'

/** The newest bytes are kept, to read the newest record again when it grows: far more than most records have. */
const KEPT_BYTES = 256 * 1024
const LINE_FEED = 0x0a

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
  /** For reading the newest record again and again; kept, because making a reader costs more than reading. */
  readonly #again = createRecordReader()
  #reader = createRecordReader()
  /** Where the record begins that is not complete. */
  #openAt = 0
  /** That record as it was given, if it was. */
  #given: LogRecord | null = null

  constructor(listener: Listener) {
    this.#listener = listener
  }

  /** The next bytes are from another place: what was there has ended. */
  startAt(offset: number) {
    this.finish()
    this.#reader = createRecordReader(offset)
    this.#openAt = offset
    this.#recent.forget()
  }

  /** Takes the next bytes, which begin at `offset`. */
  push(chunk: Uint8Array, offset: number) {
    this.#recent.add(chunk, offset)
    this.#complete(this.#reader.push(chunk))
  }

  /** Gives what is there; nothing of it grows any more. */
  finish() {
    this.#complete(this.#reader.flush())
  }

  /** There are no more bytes now: gives the newest record, which may go on later. */
  pause() {
    const open = this.#readOpen()
    if (!open) return
    const { moreLines } = this.#given ?? {}
    this.#given = open
    if (moreLines === undefined) this.#listener.records([open])
    else if (open.moreLines > moreLines) this.#listener.grown(open)
  }

  #readOpen(): LogRecord | undefined {
    const bytes = this.#recent.from(this.#openAt)
    // A line that is not complete comes another time.
    const length = bytes ? bytes.lastIndexOf(LINE_FEED) + 1 : 0
    if (!bytes || length === 0) return undefined
    const shift = this.#openAt - this.#again.offset
    this.#again.push(bytes.subarray(0, length))
    const [open] = this.#again.flush()
    return open && { ...open, offset: open.offset + shift, end: open.end + shift }
  }

  #complete(records: readonly LogRecord[]) {
    const [first] = records
    if (!first) return
    const isGiven = first.offset === this.#given?.offset
    const hasGrown = isGiven && first.moreLines > (this.#given?.moreLines ?? 0)
    this.#given = null
    this.#openAt = records.at(-1)?.end ?? this.#openAt
    const news = isGiven ? records.slice(1) : records
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
