/** Some bytes to look for, in a form that is compared four at a time. */
export class Pattern {
  readonly bytes: Uint8Array
  readonly length: number
  readonly #words: Int32Array
  /** The last four bytes, which may overlap the last word. */
  readonly #tail: number

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.length = bytes.length
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#words = Int32Array.from({ length: bytes.length >> 2 }, (_, index) => view.getInt32(index * 4, true))
    this.#tail = bytes.length >= 4 ? view.getInt32(bytes.length - 4, true) : 0
  }

  /** Whether the bytes stand at `at`; the caller has checked that so many are there. */
  isAt(bytes: Uint8Array, view: DataView, at: number): boolean {
    const { length } = this
    if (length < 4) {
      for (let index = 0; index < length; index++) {
        if (bytes[at + index] !== this.bytes[index]) return false
      }
      return true
    }
    // the ends of names differ more than their beginnings
    if (view.getInt32(at + length - 4, true) !== this.#tail) return false
    const words = this.#words
    for (let index = 0; index < words.length; index++) {
      if (view.getInt32(at + index * 4, true) !== words[index]) return false
    }
    return true
  }
}
