import type { LogCount, LogPlace } from '@ohif-admin/contracts'
import type { Query } from '../../lib/api.ts'
import { type Fresh, NONE_FRESH } from './reader-state.ts'

export type CountRows = (query: Query, options: { signal: AbortSignal }) => Promise<LogCount>

/** How many rows came since the end of the log was left: counted here, and by the server where that cannot be. */
export class FreshCount {
  readonly #count: CountRows
  /** Where the log ended when its end was left; null when that is not known. */
  #left: LogPlace | null = null
  #byServer = false

  constructor(count: CountRows) {
    this.#count = count
  }

  restart(left: LogPlace | null): Fresh {
    this.#left = left
    this.#byServer = false
    return NONE_FRESH
  }

  /** The number with so many rows more, and others (`more`) that nobody counted; `ask`: the server knows better. */
  add(fresh: Fresh | null, rows: number, more: boolean): { fresh: Fresh | null; ask: boolean } {
    if (more && this.#left !== null) this.#byServer = true
    if (this.#byServer && fresh) return { fresh: { ...fresh, atLeast: fresh.atLeast || more }, ask: true }
    if (fresh === null) return { fresh, ask: false }
    return { fresh: { count: fresh.count + rows, atLeast: fresh.atLeast || more }, ask: false }
  }

  /** Rows came of which only the server can say whether they belong to the list. */
  unknown(fresh: Fresh | null): Fresh | null {
    if (this.#left === null) return null
    this.#byServer = true
    return fresh
  }

  /** What the server counts; the same number when it need not or cannot be asked. */
  async recount(fresh: Fresh | null, filter: Query, signal: AbortSignal): Promise<Fresh | null> {
    if (!this.#byServer || this.#left === null) return fresh
    try {
      const query = { ...filter, cursor: this.#left, side: 'after' }
      return { count: (await this.#count(query, { signal })).matches, atLeast: false }
    } catch {
      return fresh
    }
  }
}
