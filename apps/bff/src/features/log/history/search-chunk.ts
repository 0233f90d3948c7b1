import { CallSearch } from './call-search.ts'
import type { RecordFilter } from './filter.ts'
import { createHeadTest, type HeadTest } from './head-test.ts'
import { MaskedLine, mayBeOfMask } from './masked-line.ts'
import type { RecordWalk } from './record-walk.ts'
import { SessionSearch } from './session-search.ts'
import { type Clue, createTextMatcher, type TextMatcher } from './text-match.ts'

/** Called with where each matching record begins. */
export type OnHit = (start: number) => void

/** Finds the matching records in whole records, chunk after chunk of a file; `walk` stands on the bytes. */
export interface ChunkSearch {
  search(bytes: Buffer, walk: RecordWalk, onHit: OnHit): void
}

/** The fastest way of finding what a filter wants; it finds what `RecordMatch` accepts. */
export function createChunkSearch(filter: RecordFilter, masked: boolean): ChunkSearch {
  if (filter.runCalls !== undefined) return new CallSearch(filter, masked)
  return filter.sessionId ? new SessionSearch(filter, masked) : new RecordSearch(filter, masked)
}

/** Decides by the bytes of records, so that nothing is made of those that are not wanted. */
class RecordSearch implements ChunkSearch {
  readonly #head: HeadTest | null
  readonly #text: TextMatcher | null
  readonly #line: MaskedLine | null
  readonly #invert: boolean
  /** Null when every record has to be looked at. */
  readonly #clue: Clue | null

  constructor(filter: RecordFilter, masked: boolean) {
    this.#head = createHeadTest(filter, masked)
    this.#text = filter.text ? createTextMatcher(filter.text, filter) : null
    this.#line = this.#text && masked ? new MaskedLine(this.#text) : null
    this.#invert = filter.invert
    const clue = this.#text?.clue ?? null
    this.#clue = clue && !filter.invert && !(masked && mayBeOfMask(clue.literal)) ? clue : null
  }

  search(bytes: Buffer, walk: RecordWalk, onHit: OnHit) {
    if (this.#clue) this.#followClue(this.#clue, bytes, walk, onHit)
    else this.#lookAtAll(bytes, walk, onHit)
  }

  #followClue({ find, isProof }: Clue, bytes: Buffer, walk: RecordWalk, onHit: OnHit) {
    let at = 0
    for (let hit = find(bytes, 0, bytes.length); hit >= 0; hit = find(bytes, at, bytes.length)) {
      const start = walk.startOf(hit, at)
      const fits = start >= 0 && this.#headFits(bytes, walk, start)
      at = walk.endOf(hit)
      if (fits && (this.#line !== null || isProof || this.#textFits(bytes, start, at))) onHit(start)
    }
  }

  #lookAtAll(bytes: Buffer, walk: RecordWalk, onHit: OnHit) {
    for (let start = walk.next(0); start >= 0; ) {
      const fits = this.#headFits(bytes, walk, start)
      const next = walk.next(walk.lineAfter(start))
      if (fits && this.#textFits(bytes, start, next < 0 ? bytes.length : next)) onHit(start)
      start = next
    }
  }

  /** All that can be told while the header is the one read last. */
  #headFits(bytes: Buffer, walk: RecordWalk, start: number): boolean {
    if (this.#head && !this.#head(bytes, walk.header)) return false
    return !this.#line || this.#line.matches(bytes, walk.header, start) !== this.#invert
  }

  #textFits(bytes: Buffer, start: number, end: number): boolean {
    if (!this.#text || this.#line) return true
    return this.#text.inBytes(bytes, start, end) !== this.#invert
  }
}
