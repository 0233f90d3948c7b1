import { decodeText } from '@ohif-admin/ohif-log'

const SLOTS = 256

interface Known<Decision> {
  bytes: Uint8Array
  decision: Decision
}

/** Decides once about each of the few names that come again and again in the headers of a log. */
export class NameMemo<Decision> {
  readonly #decide: (name: string) => Decision
  readonly #slots: (Known<Decision> | undefined)[] = new Array(SLOTS)

  constructor(decide: (name: string) => Decision) {
    this.#decide = decide
  }

  /** What was decided about the name `bytes[from, to)`. */
  of(bytes: Uint8Array, from: number, to: number): Decision {
    const slot = slotOf(bytes, from, to)
    const known = this.#slots[slot]
    if (known && isAt(known.bytes, bytes, from, to)) return known.decision
    const decision = this.#decide(decodeText(bytes, from, to))
    this.#slots[slot] = { bytes: Uint8Array.from(bytes.subarray(from, to)), decision }
    return decision
  }
}

/** Names of threads differ at their end, those of loggers in their length and there. */
function slotOf(bytes: Uint8Array, from: number, to: number): number {
  const last = bytes[to - 1] ?? 0
  const before = bytes[to - 2] ?? 0
  return (last * 7 + before * 31 + (to - from) * 13) % SLOTS
}

function isAt(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false
  for (let index = name.length - 1; index >= 0; index -= 1)
    if (name[index] !== bytes[from + index]) return false
  return true
}
