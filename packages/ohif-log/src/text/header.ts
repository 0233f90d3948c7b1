import { KnownNames, loggerSlot, threadSlot } from './known-names.ts'
import { STAMP_LENGTH } from './stamp.ts'

export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const
export type Level = (typeof LEVELS)[number]

const SPACE = 0x20
const DASH = 0x2d
const BRACKET = 0x5b
const CLOSE = 0x5d

// the first four letters of each level, little-endian, in the order of LEVELS
const LEVEL_WORDS = LEVELS.map((name) => {
  const at = (index: number) => name.charCodeAt(index)
  return at(0) | (at(1) << 8) | (at(2) << 16) | (at(3) << 24)
})
const LEVEL_TAILS = LEVELS.map((name) => name.padEnd(5).charCodeAt(4))

/** Bytes of a stamp that are the same for a minute: `2024-03-12 10:15`. */
const MINUTE_BYTES = 16

// any valid stamp will do to begin with
const SOME_STAMP = new DataView(new TextEncoder().encode('2000-01-01 00:00:00,000').buffer)

/** The threads and the loggers that have been met. */
export interface HeaderNames {
  threads: KnownNames<unknown>
  loggers: KnownNames<unknown>
}

/**
 * Reads `2024-03-12 10:15:02,118 [thread] LEVEL logger - ` and says where its parts lie. One reader serves all lines:
 * it makes no objects, and it remembers the last minute and second it has checked.
 */
export class HeaderReader {
  threadStart = 0
  threadEnd = 0
  /** Index into `LEVELS`. */
  level = 0
  loggerStart = 0
  loggerEnd = 0
  messageStart = 0
  readonly #names: HeaderNames
  #minute0 = SOME_STAMP.getInt32(0, true)
  #minute4 = SOME_STAMP.getInt32(4, true)
  #minute8 = SOME_STAMP.getInt32(8, true)
  #minute12 = SOME_STAMP.getInt32(12, true)
  #second = SOME_STAMP.getInt32(16, true)

  /** @param names their `last` stands for the thread and the logger of the header read last */
  constructor(names: HeaderNames) {
    this.#names = names
  }

  /**
   * False when the line at `start` has no such header, and so continues the record above it. Never looks past the end
   * of the line or past `limit`, which need not be the end of the line. A thread name may contain brackets, so the
   * shortest one that leaves a valid rest is taken.
   */
  read(bytes: Uint8Array, view: DataView, start: number, limit: number): boolean {
    // the shortest header: stamp, ` [t] INFO  l - `
    if (limit - start < STAMP_LENGTH + 15 || !this.#readStamp(bytes, view, start)) return false
    const threadStart = start + STAMP_LENGTH + 2
    const { threads } = this.#names
    const known = threads.endOf(bytes, view, threadStart, limit)
    let at = known < 0 ? findByte(bytes, view, threadStart + 1, limit, CLOSE) : known
    while (at < limit - 10 && bytes[at] === CLOSE) {
      if (bytes[at + 1] === SPACE) {
        const level = readLevel(bytes, view, at + 2)
        if (level >= 0 && this.#readLogger(bytes, view, at + 8, limit)) {
          if (at !== known) threads.meet(bytes, view, threadStart, at, limit)
          this.threadStart = threadStart
          this.threadEnd = at
          this.level = level
          return true
        }
      }
      at = findByte(bytes, view, at + 1, limit, CLOSE)
    }
    return false
  }

  #readLogger(bytes: Uint8Array, view: DataView, start: number, limit: number): boolean {
    const { loggers } = this.#names
    const known = loggers.endOf(bytes, view, start, limit)
    const end = known < 0 ? findByte(bytes, view, start, limit, SPACE) : known
    if (end === start || end + 3 > limit) return false
    if (bytes[end] !== SPACE || bytes[end + 1] !== DASH || bytes[end + 2] !== SPACE) return false
    if (known < 0) loggers.meet(bytes, view, start, end, limit)
    this.loggerStart = start
    this.loggerEnd = end
    this.messageStart = end + 3
    return true
  }

  #readStamp(bytes: Uint8Array, view: DataView, at: number): boolean {
    if (
      view.getInt32(at, true) !== this.#minute0 ||
      view.getInt32(at + 4, true) !== this.#minute4 ||
      view.getInt32(at + 8, true) !== this.#minute8 ||
      view.getInt32(at + 12, true) !== this.#minute12
    ) {
      if (!isMinute(bytes, at)) return false
      this.#minute0 = view.getInt32(at, true)
      this.#minute4 = view.getInt32(at + 4, true)
      this.#minute8 = view.getInt32(at + 8, true)
      this.#minute12 = view.getInt32(at + 12, true)
    }
    const second = view.getInt32(at + MINUTE_BYTES, true)
    if (second !== this.#second) {
      if (!isSecond(bytes, at + MINUTE_BYTES)) return false
      this.#second = second
    }
    return isMilli(view.getInt32(at + 20, true)) && bytes[at + STAMP_LENGTH + 1] === BRACKET
  }
}

/** A reader of headers by itself, for those who walk through bytes on their own. */
export function createHeaderReader(): HeaderReader {
  return new HeaderReader({
    threads: new KnownNames(() => null, threadSlot, ']'),
    loggers: new KnownNames(() => null, loggerSlot, ' '),
  })
}

/** `2024-03-12 10:15`. */
function isMinute(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 4] === DASH &&
    bytes[at + 7] === DASH &&
    bytes[at + 10] === SPACE &&
    bytes[at + 13] === 0x3a &&
    isDigit(bytes[at]) &&
    isDigit(bytes[at + 1]) &&
    inRange(bytes, at + 2, 0, 99) &&
    inRange(bytes, at + 5, 1, 12) &&
    inRange(bytes, at + 8, 1, 31) &&
    inRange(bytes, at + 11, 0, 23) &&
    inRange(bytes, at + 14, 0, 59)
  )
}

/** `:02,`. */
function isSecond(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x3a && bytes[at + 3] === 0x2c && inRange(bytes, at + 1, 0, 60)
}

/** `118 ` as a little-endian word: three times a byte whose upper half is 3 and whose lower half is at most 9. */
function isMilli(word: number): boolean {
  return (
    (word & 0x00f0f0f0) === 0x00303030 &&
    (((word & 0x000f0f0f) + 0x00060606) & 0x00101010) === 0 &&
    word >>> 24 === SPACE
  )
}

function readLevel(bytes: Uint8Array, view: DataView, at: number): number {
  const word = view.getInt32(at, true)
  let level = LEVELS.length - 1
  while (level >= 0 && word !== LEVEL_WORDS[level]) level--
  if (level < 0 || bytes[at + 4] !== LEVEL_TAILS[level] || bytes[at + 5] !== SPACE) return -1
  return level
}

/**
 * Index in `[from, limit)` of the wanted byte, or of the first control character (a line feed above all) if one comes
 * first, or `limit`. Looks at four bytes at a time.
 */
function findByte(bytes: Uint8Array, view: DataView, from: number, limit: number, wanted: number): number {
  const pattern = wanted * 0x01010101
  let at = from
  for (const last = limit - 4; at <= last; at += 4) {
    const word = view.getInt32(at, true)
    const rest = word ^ pattern
    // the first part finds a byte below 0x20, the second a zero byte
    const found = ((word - 0x20202020) & ~word) | ((rest - 0x01010101) & ~rest)
    if ((found & 0x80808080) !== 0) break
  }
  while (at < limit && bytes[at] !== wanted && (bytes[at] as number) >= SPACE) at++
  return at
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

function inRange(bytes: Uint8Array, at: number, low: number, high: number): boolean {
  if (!isDigit(bytes[at]) || !isDigit(bytes[at + 1])) return false
  const value = ((bytes[at] as number) - 0x30) * 10 + (bytes[at + 1] as number) - 0x30
  return value >= low && value <= high
}
