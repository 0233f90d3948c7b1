import { literalFinder } from './byte-finder.ts'
import { candidateAt } from './candidate.ts'
import { type RecordFilter, RecordMatch } from './filter.ts'
import type { RecordWalk } from './record-walk.ts'
import type { ChunkSearch, OnHit } from './search-chunk.ts'

/** In every line with which a call begins, of either kind of data (plugin 2.1 to 3.7). */
const findCall = literalFinder(' creation requested', { foldsCase: false })

/** Finds the records of the calls of a guided run. Only while one is under way must every record be looked at. */
export class CallSearch implements ChunkSearch {
  readonly #match: RecordMatch

  constructor(filter: RecordFilter, masked: boolean) {
    this.#match = new RecordMatch(filter, masked)
  }

  search(bytes: Buffer, walk: RecordWalk, onHit: OnHit) {
    let at = 0
    while (at < bytes.length) {
      const start = this.#match.isCallOpen ? walk.next(at) : this.#nextCall(bytes, walk, at)
      if (start < 0) return
      const end = walk.endOf(start)
      if (this.#match.matches(candidateAt(bytes, walk, start, end))) onHit(start)
      at = end
    }
  }

  #nextCall(bytes: Buffer, walk: RecordWalk, from: number): number {
    const found = findCall(bytes, from, bytes.length)
    return found < 0 ? -1 : walk.startOf(found, from)
  }
}
