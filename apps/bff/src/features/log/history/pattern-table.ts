import { RE2Set } from 're2js'

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
/** Cells of a state: one for each byte. */
const WIDTH = 256
const ASCII = 0x80
/** What the library takes for the end of the text, and the facts that hold at its beginning. */
const END_OF_TEXT = -1
const AT_BEGINNING = 1 | 4
const ANYWHERE = 0

/** Cells that are no state. */
const UNKNOWN = -1
const MATCH = -2
const NOT_PLAIN = -3

/** States that are remembered: a pattern that needs more of them begins again, and costs more. */
const MOST_STATES = 4_000

/**
 * A pattern as a table: one look-up for each byte of a record, whatever the pattern. The states come from the library's
 * own automaton, as they are needed; here they are only laid out so that a gigabyte takes a second or two.
 */
export class PatternTable {
  readonly #dfa: RE2Set['dfa']
  /** Where a state's row begins, or what else a byte leads to. */
  #cells = new Int32Array(0)
  #states: unknown[] = []
  #rows = new Map<unknown, number>()

  /** @param flags those of RE2JS. Throws `RE2JSException`. */
  constructor(source: string, flags: number) {
    const set = new RE2Set(RE2Set.UNANCHORED, flags)
    set.add(source)
    set.compile()
    this.#dfa = set.dfa
    this.#begin()
  }

  /**
   * Whether a record matches that is `bytes[from, to)`, its line ends being line feeds. Null when this cannot be told
   * here: it is not all ASCII, or it needs too many states.
   */
  matches(bytes: Buffer, from: number, to: number): boolean | null {
    if (this.#states.length === 0) return null
    const end = textEnd(bytes, from, to)
    let state = 0
    for (let at = from; ; at += 1) {
      // Nothing but look-ups in the inner loop: it runs once for every byte.
      const cells = this.#cells
      let next = UNKNOWN
      for (; at < end; at += 1) {
        next = cells[state + (bytes[at] as number)] as number
        if (next < 0) break
        state = next
      }
      if (at >= end) break
      if (next === UNKNOWN) next = this.#learn(state, bytes[at] as number, bytes[at + 1])
      if (next < 0) return next === MATCH ? true : null
      state = next
    }
    const final = this.#go(state, this.#dfa.numClasses, END_OF_TEXT)
    return final === NOT_PLAIN ? null : final === MATCH
  }

  #learn(state: number, byte: number, following: number | undefined): number {
    // As part of a line end it is not there; what it leads to depends on the byte after it, so it has no cell.
    if (byte === CARRIAGE_RETURN && following === LINE_FEED) return state
    const next = this.#go(state, this.#dfa.latin1Class[byte] as number, byte)
    if (next !== NOT_PLAIN && byte !== CARRIAGE_RETURN) this.#cells[state + byte] = next
    return next
  }

  /** Where the library's automaton goes from a state; it remembers that itself. */
  #go(state: number, characters: number, character: number): number {
    const next = this.#dfa.step(this.#states[state / WIDTH], characters, character, ANYWHERE)
    if (next?.isMatch) return MATCH
    const row = next && this.#rows.get(next)
    if (row !== undefined && row !== null) return row
    if (next && this.#states.length < MOST_STATES) return this.#add(next)
    this.#begin()
    return NOT_PLAIN
  }

  #begin() {
    this.#dfa.clearCache()
    this.#states = []
    this.#rows = new Map()
    this.#cells = new Int32Array(0)
    const start: unknown = this.#dfa.makeState([this.#dfa.prog.start], AT_BEGINNING, [])
    if (start) this.#add(start)
  }

  #add(state: unknown): number {
    const row = this.#states.length * WIDTH
    this.#states.push(state)
    this.#rows.set(state, row)
    if (this.#cells.length <= row) {
      const cells = new Int32Array((row + WIDTH) * 2).fill(UNKNOWN)
      cells.set(this.#cells)
      this.#cells = cells
    }
    this.#cells.fill(NOT_PLAIN, row + ASCII, row + WIDTH)
    return row
  }
}

/** Where the text of a record ends: before its last line end. */
function textEnd(bytes: Buffer, from: number, to: number): number {
  const end = to > from && bytes[to - 1] === LINE_FEED ? to - 1 : to
  return end > from && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
}
