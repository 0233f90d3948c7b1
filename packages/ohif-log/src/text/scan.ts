const LF = 0x0a
const SPACE = 0x20

/** Index of the next line feed in `[from, end)`, or -1. Looks at eight bytes at a time: this is the hottest loop. */
export function findLineFeed(bytes: Uint8Array, view: DataView, from: number, end: number): number {
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

/**
 * Index in `[from, limit)` of the wanted byte, or of the first control character (a line feed above all) if one comes
 * first, or `limit`. Looks at four bytes at a time.
 */
export function findByte(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  limit: number,
  wanted: number,
): number {
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

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}
