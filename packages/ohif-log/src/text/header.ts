import { KnownTexts, slotOf } from './known-texts.ts'
import { LEVEL_WIDTH, levelAt } from './level.ts'
import { findByte } from './scan.ts'
import { STAMP_LENGTH } from './stamp.ts'
import { StampCheck } from './stamp-check.ts'

const SPACE = 0x20
const DASH = 0x2d
const OPEN = 0x5b
const CLOSE = 0x5d
const ORG_DOT = 0x2e67726f // `org.`, little-endian

/** From the end of a thread to the logger: `] LEVEL `. */
const LOGGER_AT = 2 + LEVEL_WIDTH

/** From the logger to the message: ` - `. */
const MESSAGE_AT = 3

/** Bytes after the start or the end of a thread by which the slots of known texts are chosen. */
const REACH = LOGGER_AT + 42

/** What stands for a channel: a logger at one level. */
export interface AtLevel {
  /** Index into `LEVELS`. */
  readonly level: number
}

/** Gives what stands for the text `bytes[start, end)`. */
export type FindText<T> = (bytes: Uint8Array, view: DataView, start: number, end: number) => T

/**
 * Reads `2024-03-12 10:15:02,118 [thread] LEVEL logger - ` and says where its parts lie. One reader serves all lines:
 * it makes no objects, and it remembers the threads and the channels it has met. A channel is a logger at one level,
 * because `LEVEL logger` can be recognised as one text.
 */
export class HeaderReader<Thread = unknown, Channel extends AtLevel = AtLevel> {
  /** What stands for the thread of the header read last. */
  thread: Thread | null = null
  /** What stands for its channel. */
  channel: Channel | null = null
  threadStart = 0
  threadEnd = 0
  messageStart = 0
  readonly #findThread: FindText<Thread>
  readonly #findChannel: FindText<Channel>
  readonly #stamp = new StampCheck()
  readonly #threads = new KnownTexts<Thread>() // `name]`
  readonly #channels = new KnownTexts<Channel>() // `] LEVEL logger - `

  /**
   * @param findThread gives what stands for the name of a thread
   * @param findChannel gives what stands for a `LEVEL logger`
   */
  constructor(findThread: FindText<Thread>, findChannel: FindText<Channel>) {
    this.#findThread = findThread
    this.#findChannel = findChannel
  }

  /** Index into `LEVELS`. */
  get level(): number {
    return this.channel?.level ?? -1
  }

  get loggerStart(): number {
    return this.threadEnd + LOGGER_AT
  }

  get loggerEnd(): number {
    return this.messageStart - MESSAGE_AT
  }

  /**
   * False when the line at `start` has no such header, and so continues the record above it. Never looks past the end
   * of the line or past `limit`, which need not be the end of the line. A thread name may contain brackets, so the
   * shortest one that leaves a valid rest is taken.
   */
  read(bytes: Uint8Array, view: DataView, start: number, limit: number): boolean {
    // the shortest header: stamp, ` [t] INFO  l - `
    if (limit - start < STAMP_LENGTH + 15 || !this.#stamp.isAt(bytes, view, start)) return false
    if (bytes[start + STAMP_LENGTH + 1] !== OPEN) return false
    const threadStart = start + STAMP_LENGTH + 2
    return this.#recognise(view, threadStart, limit) || this.#parse(bytes, view, threadStart, limit)
  }

  /** What stands for a thread or a channel has changed. */
  forget() {
    this.#threads.clear()
    this.#channels.clear()
  }

  /**
   * Reads a header by what was met before. A thread that was the shortest then is the shortest now: what decides about
   * a shorter one lies within the thread, or at the space after its bracket, where no logger goes on.
   */
  #recognise(view: DataView, threadStart: number, limit: number): boolean {
    if (threadStart + REACH > limit) return false
    const thread = threadSlot(view, threadStart)
    const threadLength = this.#threads.lengthAt(thread, view, threadStart, limit)
    const close = threadStart + threadLength - 1
    if (threadLength === 0 || close + REACH > limit) return false
    const channel = channelSlot(view, close)
    const channelLength = this.#channels.lengthAt(channel, view, close, limit)
    if (channelLength === 0) return false
    this.thread = this.#threads.valueOf(thread)
    this.channel = this.#channels.valueOf(channel)
    this.threadStart = threadStart
    this.threadEnd = close
    this.messageStart = close + channelLength
    return true
  }

  #parse(bytes: Uint8Array, view: DataView, threadStart: number, limit: number): boolean {
    let close = findByte(bytes, view, threadStart + 1, limit, CLOSE)
    while (close < limit - 10 && bytes[close] === CLOSE) {
      const loggerEnd = endOfLogger(bytes, view, close, limit)
      if (loggerEnd >= 0) {
        this.threadStart = threadStart
        this.threadEnd = close
        this.messageStart = loggerEnd + MESSAGE_AT
        this.thread = this.#findThread(bytes, view, threadStart, close)
        this.channel = this.#findChannel(bytes, view, close + 2, loggerEnd)
        if (close + REACH <= limit) this.#learn(view, this.thread, this.channel)
        return true
      }
      close = findByte(bytes, view, close + 1, limit, CLOSE)
    }
    return false
  }

  #learn(view: DataView, thread: Thread, channel: Channel) {
    const { threadStart, threadEnd, messageStart } = this
    this.#threads.learn(threadSlot(view, threadStart), view, threadStart, threadEnd + 1, thread)
    this.#channels.learn(channelSlot(view, threadEnd), view, threadEnd, messageStart, channel)
  }
}

/** A reader of headers by itself, for those who walk through bytes on their own. */
export function createHeaderReader(): HeaderReader {
  return new HeaderReader<unknown>(
    () => null,
    (bytes, view, start) => ({ level: levelAt(bytes, view, start) }),
  )
}

/** Where the logger of `] LEVEL logger - ` ends, or -1 when there is no such text at `close`. */
function endOfLogger(bytes: Uint8Array, view: DataView, close: number, limit: number): number {
  if (bytes[close + 1] !== SPACE || levelAt(bytes, view, close + 2) < 0) return -1
  const start = close + LOGGER_AT
  const end = findByte(bytes, view, start, limit, SPACE)
  if (end === start || end + MESSAGE_AT > limit) return -1
  return bytes[end] === SPACE && bytes[end + 1] === DASH && bytes[end + 2] === SPACE ? end : -1
}

/** Threads of a pool differ near their 5th and 14th byte, those of the web server near their 19th. */
function threadSlot(view: DataView, start: number): number {
  return slotOf(
    view.getInt32(start + 4, true),
    view.getInt32(start + 12, true),
    view.getInt32(start + 17, true),
  )
}

/** The plugin's loggers differ from their 39th byte on, the library's from their 12th. */
function channelSlot(view: DataView, close: number): number {
  const logger = close + LOGGER_AT
  const part = logger + (view.getInt32(logger, true) === ORG_DOT ? 38 : 11)
  return slotOf(view.getInt32(part, true), view.getInt32(close + 2, true))
}
