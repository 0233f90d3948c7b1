// A server has a few hundred threads, the plugin a few dozen loggers.
const SLOT_BITS = 9
const SLOTS = 1 << SLOT_BITS

/** Words of eight bytes that are kept of a text. A shorter or a longer text is not remembered. */
const WORDS = 12

/**
 * Remembers texts that stand in headers, so that one met before is recognised as a whole, without looking for its end.
 * A miss costs time only. In columns, because following pointers takes longer than comparing.
 */
export class KnownTexts<T> {
  readonly #lengths = new Int32Array(SLOTS) // 0 where there is none
  // Doubles, because they are the widest thing a DataView reads without making an object. Bytes that happen to be
  // NaN never compare equal, which costs a missed shortcut and nothing else.
  readonly #words = new Float64Array(SLOTS * WORDS)
  /** The last eight bytes of each text, which may overlap its last whole word. */
  readonly #tails = new Float64Array(SLOTS)
  readonly #values = new Array<T | null>(SLOTS).fill(null)
  #misses = 0

  /** Length of the text in a slot if that text stands at `start`, else 0. Nothing is looked at from `limit` on. */
  lengthAt(slot: number, view: DataView, start: number, limit: number): number {
    const length = this.#lengths[slot] as number
    if (length === 0 || start + length > limit) return 0
    // the ends of names differ more than their beginnings
    if (view.getFloat64(start + length - 8, true) !== this.#tails[slot]) return 0
    const words = this.#words
    const first = slot * WORDS
    const end = first + (length >> 3)
    let at = start
    for (let word = first; word < end; word++) {
      if (view.getFloat64(at, true) !== words[word]) return 0
      at += 8
    }
    return length
  }

  /** What stands for the text in a slot. */
  valueOf(slot: number): T | null {
    return this.#values[slot] ?? null
  }

  /** Takes note of the text `[start, end)`. */
  learn(slot: number, view: DataView, start: number, end: number, value: T) {
    const length = end - start
    if (length < 8 || length > WORDS * 8) return
    // texts that share a slot do not drive each other out every time: remembering is dearer than a miss
    if (this.#lengths[slot] !== 0 && ++this.#misses % 16 !== 0) return
    this.#lengths[slot] = length
    this.#tails[slot] = view.getFloat64(end - 8, true)
    for (let word = 0; word < length >> 3; word++) {
      this.#words[slot * WORDS + word] = view.getFloat64(start + word * 8, true)
    }
    this.#values[slot] = value
  }

  /** What stands for the texts has changed. */
  clear() {
    this.#lengths.fill(0)
    this.#values.fill(null)
  }
}

/** A slot for some bytes of a text. */
export function slotOf(one: number, two: number, three = 0): number {
  const mixed = Math.imul(one, 0x85ebca6b) ^ two ^ Math.imul(three, 0xc2b2ae35)
  return Math.imul(mixed, 0x9e3779b1) >>> (32 - SLOT_BITS)
}
