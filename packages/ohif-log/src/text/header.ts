import { STAMP_LENGTH } from './stamp.ts'

export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const
export type Level = (typeof LEVELS)[number]

const SPACE = 0x20
const DASH = 0x2d
const CLOSE = 0x5d

// the first four letters of each level, little-endian, in the order of LEVELS
const LEVEL_WORDS = LEVELS.map((name) => {
  const at = (index: number) => name.charCodeAt(index)
  return at(0) | (at(1) << 8) | (at(2) << 16) | (at(3) << 24)
})
const LEVEL_TAILS = LEVELS.map((name) => name.padEnd(5).charCodeAt(4))

/** Where the parts of a header lie in the bytes it was read from. Reused for every line. */
export interface HeaderSpan {
  threadStart: number
  threadEnd: number
  /** Index into `LEVELS`. */
  level: number
  loggerStart: number
  loggerEnd: number
  messageStart: number
}

export function createHeaderSpan(): HeaderSpan {
  return { threadStart: 0, threadEnd: 0, level: 0, loggerStart: 0, loggerEnd: 0, messageStart: 0 }
}

/**
 * Reads `2024-03-12 10:15:02,118 [thread] LEVEL logger - ` at `start` into `span`; false when the line has no such
 * header and so continues the record above it. A thread name may contain brackets, so the shortest one that leaves
 * a valid rest is taken.
 */
export function readHeader(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  span: HeaderSpan,
): boolean {
  // the shortest header: stamp, ` [t] INFO  l - `
  if (end - start < STAMP_LENGTH + 14 || !isStamp(bytes, start)) return false
  const threadStart = start + STAMP_LENGTH + 2
  for (let at = threadStart + 1; at < end - 10; at++) {
    if (bytes[at] !== CLOSE || bytes[at + 1] !== SPACE) continue
    const level = readLevel(bytes, view, at + 2)
    if (level < 0) continue
    const loggerStart = at + 8
    const loggerEnd = findSpace(bytes, view, loggerStart, end)
    if (loggerEnd === loggerStart || loggerEnd + 3 > end) continue
    if (bytes[loggerEnd + 1] !== DASH || bytes[loggerEnd + 2] !== SPACE) continue
    span.threadStart = threadStart
    span.threadEnd = at
    span.level = level
    span.loggerStart = loggerStart
    span.loggerEnd = loggerEnd
    span.messageStart = loggerEnd + 3
    return true
  }
  return false
}

function readLevel(bytes: Uint8Array, view: DataView, at: number): number {
  const word = view.getInt32(at, true)
  for (let level = 0; level < 5; level++) {
    if (word === LEVEL_WORDS[level]) {
      return bytes[at + 4] === LEVEL_TAILS[level] && bytes[at + 5] === SPACE ? level : -1
    }
  }
  return -1
}

/** Index of the next space in `[from, end)`, or `end`. */
function findSpace(bytes: Uint8Array, view: DataView, from: number, end: number): number {
  let at = from
  for (const last = end - 4; at <= last; at += 4) {
    const word = view.getInt32(at, true) ^ 0x20202020
    if (((word - 0x01010101) & ~word & 0x80808080) !== 0) break
  }
  while (at < end && bytes[at] !== SPACE) at++
  return at
}

/** Whether a printed stamp and the bracket of the thread stand at `at`; at least 25 bytes must be there. */
export function isStamp(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 4] === DASH &&
    bytes[at + 7] === DASH &&
    bytes[at + 10] === SPACE &&
    bytes[at + 13] === 0x3a &&
    bytes[at + 16] === 0x3a &&
    bytes[at + 19] === 0x2c &&
    bytes[at + 23] === SPACE &&
    bytes[at + 24] === 0x5b &&
    isDigits(bytes, at, 4) &&
    inRange(bytes, at + 5, 1, 12) &&
    inRange(bytes, at + 8, 1, 31) &&
    inRange(bytes, at + 11, 0, 23) &&
    inRange(bytes, at + 14, 0, 59) &&
    inRange(bytes, at + 17, 0, 60) &&
    isDigits(bytes, at + 20, 3)
  )
}

function isDigits(bytes: Uint8Array, at: number, count: number): boolean {
  for (let index = at; index < at + count; index++) {
    const byte = bytes[index] ?? 0
    if (byte < 0x30 || byte > 0x39) return false
  }
  return true
}

function inRange(bytes: Uint8Array, at: number, low: number, high: number): boolean {
  if (!isDigits(bytes, at, 2)) return false
  const value = ((bytes[at] ?? 0) - 0x30) * 10 + (bytes[at + 1] ?? 0) - 0x30
  return value >= low && value <= high
}
