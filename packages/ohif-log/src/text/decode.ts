const utf8 = new TextDecoder('utf-8', { fatal: true })
const latin1 = new TextDecoder('windows-1252')

// above this, one native call beats building the string from bytes
const SHORT = 48

/**
 * Text of some bytes of the log. Never throws: what is not UTF-8 is read as Latin-1, because the writer uses the
 * default charset of its JVM and either is possible.
 */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end <= start) return ''
  if (end - start <= SHORT && isAscii(bytes, start, end)) {
    return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[])
  }
  const part = bytes.subarray(start, end)
  try {
    return utf8.decode(part)
  } catch {
    return latin1.decode(part)
  }
}

/** Characters of an error that are kept: an exception's message can be a whole document. */
const MAX_ERROR = 2000

/** The beginning of an error's text. */
export function shorten(error: string): string {
  return error.slice(0, MAX_ERROR).toWellFormed()
}

/**
 * The last place at or before `end` where text can be cut without splitting a UTF-8 character.
 * Looks back at most three bytes, so Latin-1 text loses nothing that matters.
 */
export function cutBefore(bytes: Uint8Array, start: number, end: number): number {
  for (let at = end - 1; at >= start && at >= end - 4; at--) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) return end
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return at + length <= end ? end : at
    }
  }
  return end
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) >= 0x80) return false
  }
  return true
}
