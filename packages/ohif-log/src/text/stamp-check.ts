import { isDigit } from './scan.ts'

const SPACE = 0x20
const DASH = 0x2d
const COLON = 0x3a
const COMMA = 0x2c

/** Bytes of a stamp that are the same for a minute: `2024-03-12 10:15`. */
const MINUTE_BYTES = 16

// any valid stamp will do to begin with
const SOME_STAMP = new DataView(new TextEncoder().encode('2000-01-01 00:00:00,000').buffer)

/** Tells whether a stamp stands somewhere. Stamps repeat, so it remembers the last minute and second it has checked. */
export class StampCheck {
  #minute0 = SOME_STAMP.getInt32(0, true)
  #minute4 = SOME_STAMP.getInt32(4, true)
  #minute8 = SOME_STAMP.getInt32(8, true)
  #minute12 = SOME_STAMP.getInt32(12, true)
  #second = SOME_STAMP.getInt32(16, true)

  /** Whether `2024-03-12 10:15:02,118 ` stands at `at`; the caller has checked that so many bytes are there. */
  isAt(bytes: Uint8Array, view: DataView, at: number): boolean {
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
    return isMilli(view.getInt32(at + 20, true))
  }
}

/** `2024-03-12 10:15`. */
function isMinute(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 4] === DASH &&
    bytes[at + 7] === DASH &&
    bytes[at + 10] === SPACE &&
    bytes[at + 13] === COLON &&
    inRange(bytes, at, 0, 99) &&
    inRange(bytes, at + 2, 0, 99) &&
    inRange(bytes, at + 5, 1, 12) &&
    inRange(bytes, at + 8, 1, 31) &&
    inRange(bytes, at + 11, 0, 23) &&
    inRange(bytes, at + 14, 0, 59)
  )
}

/** `:02,`. */
function isSecond(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === COLON && bytes[at + 3] === COMMA && inRange(bytes, at + 1, 0, 60)
}

/** `118 ` as a little-endian word: three times a byte whose upper half is 3 and whose lower half is at most 9. */
function isMilli(word: number): boolean {
  return (
    (word & 0x00f0f0f0) === 0x00303030 &&
    (((word & 0x000f0f0f) + 0x00060606) & 0x00101010) === 0 &&
    word >>> 24 === SPACE
  )
}

function inRange(bytes: Uint8Array, at: number, low: number, high: number): boolean {
  if (!isDigit(bytes[at]) || !isDigit(bytes[at + 1])) return false
  const value = ((bytes[at] as number) - 0x30) * 10 + (bytes[at + 1] as number) - 0x30
  return value >= low && value <= high
}
