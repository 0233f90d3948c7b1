import { Pattern } from './pattern.ts'

const SLOTS = 1024
const ORG_DOT = 0x2e67726f // `org.`, little-endian

/** Bytes from the start of a name that its slot is chosen by. */
const REACH = 42

interface Known<T> {
  name: Pattern
  value: T
}

/**
 * Remembers names that stand in headers, so that one seen before is recognised without looking for its end, and what
 * stands for it is found at once. A miss costs time only.
 */
export class KnownNames<T> {
  readonly #find: (bytes: Uint8Array, view: DataView, start: number, end: number) => T
  readonly #slotOf: (view: DataView, start: number) => number
  readonly #terminator: number
  readonly #slots = new Array<Known<T> | null>(SLOTS).fill(null)
  #misses = 0
  /** What stands for the name found last. */
  last: T | null = null

  /**
   * @param find gives what stands for a name
   * @param slotOf chooses a slot by the first 42 bytes at a name's start, those after the name included
   * @param terminator the byte that follows a name and never occurs in one
   */
  constructor(
    find: (bytes: Uint8Array, view: DataView, start: number, end: number) => T,
    slotOf: (view: DataView, start: number) => number,
    terminator: string,
  ) {
    this.#find = find
    this.#slotOf = slotOf
    this.#terminator = terminator.charCodeAt(0)
  }

  /** Where the known name at `start` ends, or -1. Nothing is looked at from `limit` on. */
  endOf(bytes: Uint8Array, view: DataView, start: number, limit: number): number {
    if (start + REACH > limit) return -1
    const known = this.#slots[this.#slotOf(view, start) & (SLOTS - 1)]
    if (known === null || known === undefined) return -1
    const end = start + known.name.length
    if (end >= limit || bytes[end] !== this.#terminator || !known.name.isAt(bytes, view, start)) return -1
    this.last = known.value
    return end
  }

  /** Takes the name `bytes[start, end)`, which was not known. */
  meet(bytes: Uint8Array, view: DataView, start: number, end: number, limit: number) {
    this.last = this.#find(bytes, view, start, end)
    if (start + REACH > limit || bytes.subarray(start, end).includes(this.#terminator)) return
    const slot = this.#slotOf(view, start) & (SLOTS - 1)
    // names that share a slot do not drive each other out every time: remembering is dearer than a miss
    if (this.#slots[slot] === null || ++this.#misses % 16 === 0) {
      this.#slots[slot] = { name: new Pattern(bytes.slice(start, end)), value: this.last }
    }
  }

  /** What stands for the names has changed. */
  clear() {
    this.#slots.fill(null)
  }
}

/** The plugin's loggers differ from their 39th byte on, the library's from their 12th. */
export function loggerSlot(view: DataView, start: number): number {
  const at = view.getInt32(start, true) === ORG_DOT ? 38 : 11
  return Math.imul(view.getInt32(start + at, true), 0x9e3779b1) >>> 22
}

/** Threads of a pool differ near their 5th and 14th byte, those of the web server near their 19th. */
export function threadSlot(view: DataView, start: number): number {
  const mixed = Math.imul(view.getInt32(start + 4, true), 0x85ebca6b) ^ view.getInt32(start + 12, true)
  return Math.imul(mixed ^ (view.getInt32(start + 16, true) << 7), 0x9e3779b1) >>> 22
}
