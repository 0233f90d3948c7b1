/** The first place in bytes `[from, to)` where something is; -1 when it is not there. */
export type Finder = (bytes: Buffer, from: number, to: number) => number

/** For each byte: itself, or in lower case when it is a capital ASCII letter. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte))
const SAME = Uint8Array.from({ length: 256 }, (_, byte) => byte)

/** Finds a text in ASCII, of at most 255 characters and at least one. */
export function literalFinder(text: string, { foldsCase }: { foldsCase: boolean }): Finder {
  const folds = foldsCase && /[A-Za-z]/.test(text)
  const needle = Buffer.from(folds ? text.toLowerCase() : text, 'latin1')
  const skipping = skippingFinder(needle, folds ? LOWER : SAME)
  if (folds) return skipping
  // The native search is the fastest there is, but it cannot be told where to end.
  return (bytes, from, to) => (to === bytes.length ? bytes.indexOf(needle, from) : skipping(bytes, from, to))
}

/**
 * Compares at the needle's last byte and goes on by as many bytes as that one allows, so that most are never looked at.
 * @param fold what each byte is compared as
 */
function skippingFinder(needle: Uint8Array, fold: Uint8Array): Finder {
  const last = needle.length - 1
  const final = needle[last]
  const steps = new Uint8Array(256).fill(needle.length)
  for (let byte = 0; byte < 256; byte += 1) {
    const before = needle.lastIndexOf(fold[byte] as number, last - 1)
    if (last > 0 && before >= 0) steps[byte] = last - before
  }
  return (bytes, from, to) => {
    for (let at = from + last; at < to; ) {
      const byte = bytes[at] as number
      if (fold[byte] === final) {
        let index = last - 1
        while (index >= 0 && fold[bytes[at - last + index] as number] === needle[index]) index -= 1
        if (index < 0) return at - last
      }
      at += steps[byte] as number
    }
    return -1
  }
}

/** Finds a byte that is no ASCII. */
export const findHighByte: Finder = (bytes, from, to) => {
  for (let at = from; at < to; at += 1) if ((bytes[at] as number) >= 0x80) return at
  return -1
}
