/** Some bytes to look for, in a form that is compared eight at a time. */
export class Pattern {
  readonly bytes: Uint8Array
  readonly length: number
  // Doubles, because they are the widest thing a DataView reads without making an object. Bytes that happen to be
  // NaN never compare equal, which costs a missed shortcut and nothing else.
  readonly #words: Float64Array
  /** The last eight bytes, which may overlap the last word. */
  readonly #tail: number

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.length = bytes.length
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#words = Float64Array.from({ length: bytes.length >> 3 }, (_, index) =>
      view.getFloat64(index * 8, true),
    )
    this.#tail = bytes.length >= 8 ? view.getFloat64(bytes.length - 8, true) : 0
  }

  /** Whether the bytes stand at `at`; the caller has checked that so many are there. */
  isAt(bytes: Uint8Array, view: DataView, at: number): boolean {
    const { length } = this
    if (length < 8) return this.#isShortAt(bytes, at)
    // the ends of names differ more than their beginnings
    if (view.getFloat64(at + length - 8, true) !== this.#tail) return false
    const words = this.#words
    for (let index = 0; index < words.length; index++) {
      if (view.getFloat64(at + index * 8, true) !== words[index]) return false
    }
    return true
  }

  #isShortAt(bytes: Uint8Array, at: number): boolean {
    for (let index = 0; index < this.length; index++) {
      if (bytes[at + index] !== this.bytes[index]) return false
    }
    return true
  }
}
