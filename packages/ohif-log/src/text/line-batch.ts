import type { AtLevel, HeaderReader } from './header.ts'

/** Lines of one batch: enough for a chunk of common size, few enough to stay in the processor's cache. */
const CAPACITY = 2048

/**
 * Lines that were found in some bytes, in columns: objects for millions of lines would cost more than reading them.
 * Valid until the one it was given to returns.
 */
export class LineBatch<Thread, Channel extends AtLevel> {
  bytes: Uint8Array = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)
  count = 0
  /** Where each line starts. */
  readonly starts = new Int32Array(CAPACITY)
  /** Where its text ends, which is before its line end. */
  readonly ends = new Int32Array(CAPACITY)
  /** Where the message of its header starts; -1 for a line that continues a record. */
  readonly messages = new Int32Array(CAPACITY)
  /** What stands for the thread and for the channel of its header. */
  readonly threads = new Array<Thread | null>(CAPACITY).fill(null)
  readonly channels = new Array<Channel | null>(CAPACITY).fill(null)
  readonly #feeds = new Int32Array(CAPACITY)
  #offset = 0 // of the first byte in the file
  #beyond = 0 // bytes of the last line that are in the file and not here; negative when some are of the file before

  get isFull(): boolean {
    return this.count === CAPACITY
  }

  /** Begins anew with these bytes. */
  use(bytes: Uint8Array, view: DataView, offset: number, beyond = 0) {
    this.bytes = bytes
    this.view = view
    this.count = 0
    this.#offset = offset
    this.#beyond = beyond
  }

  /** Adds the line whose line feed is at `feed`. `header` has its parts; null for a line that continues a record. */
  add(header: HeaderReader<Thread, Channel> | null, start: number, end: number, feed: number) {
    const index = this.count++
    this.starts[index] = start
    this.ends[index] = end
    this.#feeds[index] = feed
    this.messages[index] = header === null ? -1 : header.messageStart
    this.threads[index] = header === null ? null : header.thread
    this.channels[index] = header === null ? null : header.channel
  }

  /** Where a line starts in its file. */
  offsetOf(index: number): number {
    return this.#offset + (this.starts[index] as number)
  }

  /** Where the line after it starts in that file. */
  nextOffsetOf(index: number): number {
    return this.#offset + (this.#feeds[index] as number) + 1 + this.#beyond
  }
}
