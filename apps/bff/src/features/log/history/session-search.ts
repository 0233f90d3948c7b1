import { type Finder, literalFinder } from './byte-finder.ts'
import { candidateAt } from './candidate.ts'
import { type RecordFilter, RecordMatch } from './filter.ts'
import { mayBeOfMask } from './masked-line.ts'
import { NameMemo } from './name-memo.ts'
import type { RecordWalk } from './record-walk.ts'
import type { ChunkSearch, OnHit } from './search-chunk.ts'

/**
 * Finds the records of a session: those that name it, and those of a thread from the record with which it takes up the
 * session to the one with which it is done. Only in between must every record be looked at.
 */
export class SessionSearch implements ChunkSearch {
  readonly #match: RecordMatch
  readonly #find: Finder
  readonly #always: boolean
  readonly #threads = new NameMemo((name) => name)

  constructor(filter: RecordFilter, masked: boolean) {
    const { sessionId = '' } = filter
    this.#match = new RecordMatch(filter, masked)
    this.#find = literalFinder(sessionId, { foldsCase: false })
    this.#always = masked && mayBeOfMask(sessionId)
  }

  search(bytes: Buffer, walk: RecordWalk, onHit: OnHit) {
    let named = -1
    for (let at = 0; at < bytes.length; ) {
      if (named < at) named = this.#find(bytes, at, bytes.length)
      const isIdle = !this.#always && !this.#match.isSessionAtWork
      if (isIdle && named < 0) return
      const start = isIdle ? walk.startOf(named, at) : walk.next(at)
      if (start < 0) return
      const concerned = isIdle || this.#always || this.#isAtWork(bytes, walk)
      const end = walk.endOf(start)
      if (concerned || (named >= start && named < end)) {
        if (this.#match.matches(candidateAt(bytes, walk, start, end))) onHit(start)
      }
      at = end
    }
  }

  /** Whether the thread of the record whose header was read last has the session in work. */
  #isAtWork(bytes: Buffer, { header: { threadStart, threadEnd } }: RecordWalk): boolean {
    return this.#match.isAtWork(this.#threads.of(bytes, threadStart, threadEnd))
  }
}
