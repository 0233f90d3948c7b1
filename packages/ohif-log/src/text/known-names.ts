import { Pattern } from './pattern.ts'

const SLOTS = 1024
const SPACE = 0x20

/** Names start alike, so a short one is told by its 12th to 15th byte, one of the plugin's by its 39th to 42nd. */
const NEAR = 11
const FAR = 38
const ORG_DOT = 0x2e67726f // `org.`, little-endian

interface Known<T> {
  name: Pattern
  value: T
}

/**
 * Remembers the names that stand before ` - ` in headers, so that a name seen before is recognised without looking
 * for its end. A miss costs time only.
 */
export class KnownNames<T> {
  readonly #create: (bytes: Uint8Array) => T
  readonly #slots = new Array<Known<T> | null>(SLOTS).fill(null)
  /** What stands for the name found last. */
  last: T | null = null

  /** @param create makes what stands for a name; called again when a name was forgotten */
  constructor(create: (bytes: Uint8Array) => T) {
    this.#create = create
  }

  /** Where the known name at `start` ends, or -1. Nothing is looked at from `limit` on. */
  endOf(bytes: Uint8Array, view: DataView, start: number, limit: number): number {
    if (start + FAR + 4 > limit) return -1
    const known = this.#slots[slotOf(view, start)]
    if (known === null || known === undefined) return -1
    const end = start + known.name.length
    if (end >= limit || bytes[end] !== SPACE || !known.name.isAt(bytes, view, start)) return -1
    this.last = known.value
    return end
  }

  /** Takes note of the name `bytes[start, end)`. */
  learn(bytes: Uint8Array, view: DataView, start: number, end: number, limit: number) {
    const copy = bytes.slice(start, end)
    this.last = this.#create(copy)
    if (start + FAR + 4 <= limit)
      this.#slots[slotOf(view, start)] = { name: new Pattern(copy), value: this.last }
  }
}

function slotOf(view: DataView, start: number): number {
  const at = view.getInt32(start, true) === ORG_DOT ? start + FAR : start + NEAR
  return Math.imul(view.getInt32(at, true), 0x9e3779b1) >>> 22
}
