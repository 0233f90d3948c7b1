import { Pattern } from './pattern.ts'

/** Finds the object that stands for a piece of text without making a string of it. */
export interface Interner<T> {
  /** The object for `bytes[start, end)`; made on first sight. */
  get(bytes: Uint8Array, view: DataView, start: number, end: number): T
}

interface Entry<T> {
  hash: number
  name: Pattern
  value: T
}

const SLOTS = 256

/**
 * @param create makes the object for a new text; the bytes are a private copy
 * @param limit how many texts are remembered; when more come, those that `keep` refuses are forgotten
 * @param forgotten called after that: a text may now be given another object
 */
export function createInterner<T>(
  create: (bytes: Uint8Array) => T,
  limit: number,
  keep: (value: T) => boolean,
  forgotten: () => void,
): Interner<T> {
  let slots = new Array<Entry<T> | undefined>(SLOTS).fill(undefined)
  let size = 0

  function place(entry: Entry<T>) {
    let at = entry.hash & (slots.length - 1)
    while (slots[at] !== undefined) at = (at + 1) & (slots.length - 1)
    slots[at] = entry
  }

  function rebuild(entries: readonly Entry<T>[]) {
    let capacity = SLOTS
    while (capacity < entries.length * 4) capacity *= 2
    slots = new Array<Entry<T> | undefined>(capacity).fill(undefined)
    size = entries.length
    for (const entry of entries) place(entry)
  }

  function add(hash: number, copy: Uint8Array): T {
    const entries = () => slots.filter((entry) => entry !== undefined)
    if (size >= limit) {
      const kept = entries().filter(({ value }) => keep(value))
      // input made to fill the table would otherwise make every further text rebuild it
      rebuild(kept.length > limit / 2 ? [] : kept)
      forgotten()
    } else if (size * 2 >= slots.length) rebuild(entries())
    const value = create(copy)
    place({ hash, name: new Pattern(copy), value })
    size++
    return value
  }

  return {
    get(bytes, view, start, end) {
      const hash = hashOf(bytes, view, start, end)
      const length = end - start
      let at = hash & (slots.length - 1)
      for (let entry = slots[at]; entry !== undefined; entry = slots[at]) {
        if (entry.hash === hash && entry.name.length === length && entry.name.isAt(bytes, view, start)) {
          return entry.value
        }
        at = (at + 1) & (slots.length - 1)
      }
      return add(hash, bytes.slice(start, end))
    },
  }
}

/** Looks at a few places only: names of threads differ at their end or just after their start. */
function hashOf(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  let hash = end - start
  if (hash >= 8) {
    const head = Math.imul(view.getInt32(start + 4, true), 0x85ebca6b)
    hash = Math.imul(view.getInt32(end - 4, true) ^ head, 0x9e3779b1) ^ hash
  } else {
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x9e3779b1)
  }
  return (hash ^ (hash >>> 15)) >>> 0
}
