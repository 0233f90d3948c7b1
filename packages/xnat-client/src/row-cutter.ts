import { UpstreamError } from './errors.ts'

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const [BEGIN_LIST, END_LIST] = [0x5b, 0x5d]
const [BEGIN_OBJECT, END_OBJECT] = [0x7b, 0x7d]
/** `{"ResultSet":{"Result":[` is so deep; the inside of a row is one deeper. */
const LIST_DEPTH = 3
/** Of what is no complete row: a login page has a few kB, a row less. */
const UNREAD_LIMIT = 16 * 1024 * 1024

/**
 * Cuts the rows out of a listing of XNAT (`{"ResultSet":{"Result":[…]}}`) that comes in pieces, wherever these end. Gives the
 * text of each row; what is in it is not looked at.
 */
export class RowCutter {
  readonly #give: (row: string) => void
  #depth = 0
  #isText = false
  #isEscaped = false
  #rows: 'not-yet' | 'here' | 'over' = 'not-yet'
  #given = 0
  /** The beginning of a row whose end is in a later piece. */
  #half: Buffer[] = []
  /** What stands before the rows, one byte a character, and whatever between them is no comma. */
  #frame = ''
  /** What came since the last row. */
  #between = ''
  #unread = 0

  constructor(give: (row: string) => void) {
    this.#give = give
  }

  /** Throws `UpstreamError` of kind `unexpected` when more than 16 MB come without a row. */
  push(bytes: Buffer) {
    let from = 0
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]
      if (this.#isText) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (byte === BACKSLASH) this.#isEscaped = true
        else if (byte === QUOTE) this.#isText = false
      } else if (byte === QUOTE) this.#isText = true
      else if (byte === BEGIN_LIST || byte === BEGIN_OBJECT) {
        if (this.#opens(bytes, from, at)) from = at
      } else if (byte === END_LIST || byte === END_OBJECT) {
        if (this.#closes(bytes, from, at)) from = at + 1
      }
    }
    this.#keep(bytes.subarray(from))
  }

  /** The whole without its rows, as JSON: one zero stands for them. */
  frame(): string {
    const rest = Buffer.concat(this.#half).toString('latin1')
    return Buffer.from(this.#frame + this.#between + rest, 'latin1').toString('utf8')
  }

  /** Gives whether a row begins here. */
  #opens(bytes: Buffer, from: number, at: number): boolean {
    this.#depth += 1
    if (this.#rows === 'not-yet' && this.#depth === LIST_DEPTH && bytes[at] === BEGIN_LIST) {
      const before = this.#between + bytes.toString('latin1', from, at)
      if (/"Result"\s*:\s*$/.test(before)) this.#rows = 'here'
    }
    if (this.#rows !== 'here' || this.#depth !== LIST_DEPTH + 1) return false
    const between = this.#between + bytes.toString('latin1', from, at)
    this.#between = ''
    if (this.#given === 0 || between.trim() !== ',') this.#frame += `${between}0`
    return true
  }

  /** Gives whether a row ends here. */
  #closes(bytes: Buffer, from: number, at: number): boolean {
    this.#depth -= 1
    if (this.#rows !== 'here') return false
    if (this.#depth < LIST_DEPTH) this.#rows = 'over'
    if (this.#depth !== LIST_DEPTH) return false
    const end = bytes.subarray(from, at + 1)
    const row = this.#half.length === 0 ? end : Buffer.concat([...this.#half, end])
    this.#half = []
    this.#unread = 0
    this.#given += 1
    this.#give(row.toString('utf8'))
    return true
  }

  #keep(rest: Buffer) {
    this.#unread += rest.length
    if (this.#unread > UNREAD_LIMIT)
      throw new UpstreamError('unexpected', 'The answer is larger than 16 MB and no listing.')
    // A copy: a few bytes would hold on to the whole piece they came in.
    if (this.#rows === 'here' && this.#depth > LIST_DEPTH) this.#half.push(Buffer.from(rest))
    else this.#between += rest.toString('latin1')
  }
}
