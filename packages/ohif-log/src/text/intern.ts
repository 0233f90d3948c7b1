/** Finds the object that stands for a piece of text without making a string of it. */
export interface Interner<T> {
  /** The object for `bytes[start, end)`; made on first sight. */
  get(bytes: Uint8Array, view: DataView, start: number, end: number): T
  values(): T[]
}

interface Entry<T> {
  hash: number
  bytes: Uint8Array
  view: DataView
  value: T
}

/**
 * @param create makes the object for a new key; the bytes are a private copy
 * @param limit how many keys are remembered; when more come, those that `keep` refuses are forgotten
 */
export function createInterner<T>(
  create: (bytes: Uint8Array) => T,
  limit: number,
  keep: (value: T) => boolean,
): Interner<T> {
  let slots = new Array<Entry<T> | undefined>(256).fill(undefined)
  let size = 0

  function place(entry: Entry<T>) {
    let at = entry.hash & (slots.length - 1)
    while (slots[at] !== undefined) at = (at + 1) & (slots.length - 1)
    slots[at] = entry
  }

  function rebuild(entries: readonly Entry<T>[]) {
    let capacity = 256
    while (capacity < entries.length * 4) capacity *= 2
    slots = new Array<Entry<T> | undefined>(capacity).fill(undefined)
    size = entries.length
    for (const entry of entries) place(entry)
  }

  function add(hash: number, bytes: Uint8Array, start: number, end: number): T {
    if (size >= limit)
      rebuild(slots.filter((entry) => entry !== undefined && keep(entry.value)) as Entry<T>[])
    else if (size * 2 >= slots.length) rebuild(slots.filter((entry) => entry !== undefined))
    const copy = bytes.slice(start, end)
    const entry = { hash, bytes: copy, view: new DataView(copy.buffer), value: create(copy) }
    place(entry)
    size++
    return entry.value
  }

  return {
    get(bytes, view, start, end) {
      const hash = hashOf(bytes, view, start, end)
      let at = hash & (slots.length - 1)
      for (let entry = slots[at]; entry !== undefined; entry = slots[at]) {
        if (entry.hash === hash && isSame(entry, bytes, view, start, end)) return entry.value
        at = (at + 1) & (slots.length - 1)
      }
      return add(hash, bytes, start, end)
    },
    values() {
      return slots.filter((entry) => entry !== undefined).map(({ value }) => value)
    },
  }
}

/** Looks at a few places only: names of threads and loggers differ at their end or just after their start. */
function hashOf(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  const length = end - start
  let hash = length
  if (length >= 8) {
    hash = Math.imul(hash ^ view.getInt32(end - 4, true), 0x9e3779b1)
    hash = Math.imul(hash ^ view.getInt32(end - 8, true), 0x85ebca6b)
    hash = Math.imul(hash ^ view.getInt32(start + 4, true), 0xc2b2ae35)
  } else {
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x9e3779b1)
  }
  return (hash ^ (hash >>> 15)) >>> 0
}

function isSame<T>(entry: Entry<T>, bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
  const length = end - start
  if (entry.bytes.length !== length) return false
  let at = 0
  for (; at + 4 <= length; at += 4) {
    if (entry.view.getInt32(at) !== view.getInt32(start + at)) return false
  }
  for (; at < length; at++) {
    if (entry.bytes[at] !== bytes[start + at]) return false
  }
  return true
}
