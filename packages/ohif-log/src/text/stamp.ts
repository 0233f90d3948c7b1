/**
 * A stamp as the log prints it (`yyyy-MM-dd HH:mm:ss,SSS`, server-local, no zone) packed into one number.
 * Mixed radix, not epoch time: it loses nothing, so the printed text can be given back exactly.
 */
export type PackedStamp = number

/** Length of a printed stamp. */
export const STAMP_LENGTH = 23

/** No stamp. Not -1: that is laid out as an integer, and the first stamp in its place would change the object's shape. */
export const NO_STAMP: PackedStamp = Number.NEGATIVE_INFINITY

/** Reads the stamp at `start`; the caller has checked that one is there. */
export function packStamp(bytes: Uint8Array, start: number): PackedStamp {
  const year = two(bytes, start) * 100 + two(bytes, start + 2)
  const day = (year * 13 + two(bytes, start + 5)) * 32 + two(bytes, start + 8)
  const minute = (day * 24 + two(bytes, start + 11)) * 60 + two(bytes, start + 14)
  const second = minute * 61 + two(bytes, start + 17)
  return second * 1000 + digit(bytes, start + 20) * 100 + two(bytes, start + 21)
}

/** The stamp as it was printed, or null for `NO_STAMP`. */
export function formatStamp(packed: PackedStamp): string | null {
  if (packed < 0) return null
  const { year, month, day, hour, minute, second, milli } = unpack(packed)
  print(year, 0, 4)
  print(month, 5, 2)
  print(day, 8, 2)
  print(hour, 11, 2)
  print(minute, 14, 2)
  print(second, 17, 2)
  print(milli, 20, 3)
  return String.fromCharCode.apply(null, PRINTED as unknown as number[])
}

/**
 * Filled in and read at once: text that is joined from parts keeps all of them, which for two stamps of each of 100,000
 * sessions is 40 MB.
 */
const PRINTED = Uint8Array.from('0000-00-00 00:00:00,000', (character) => character.charCodeAt(0))

function print(value: number, start: number, width: number) {
  for (let at = start + width - 1, rest = value; at >= start; at -= 1, rest = Math.floor(rest / 10))
    PRINTED[at] = 0x30 + (rest % 10)
}

/**
 * Milliseconds between two stamps; null when either is missing or when time ran backwards
 * (the hour that repeats at the end of daylight saving, a corrected clock).
 */
export function elapsedMs(from: PackedStamp, to: PackedStamp): number | null {
  if (from < 0 || to < 0) return null
  const elapsed = toMs(to) - toMs(from)
  return elapsed < 0 ? null : elapsed
}

function toMs(packed: PackedStamp): number {
  const { year, month, day, hour, minute, second, milli } = unpack(packed)
  return Date.UTC(year, month - 1, day, hour, minute, second, milli)
}

function unpack(packed: PackedStamp) {
  let rest = packed
  const take = (radix: number) => {
    const value = rest % radix
    rest = Math.floor(rest / radix)
    return value
  }
  const milli = take(1000)
  const second = take(61)
  const minute = take(60)
  const hour = take(24)
  const day = take(32)
  const month = take(13)
  return { year: rest, month, day, hour, minute, second, milli }
}

function two(bytes: Uint8Array, at: number): number {
  return digit(bytes, at) * 10 + digit(bytes, at + 1)
}

function digit(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) - 0x30
}
