import type { LogCursor, LogSearchMessage } from '@ohif-admin/contracts'
import { type Hit, LISTED, type Stripe, type StripeResult } from './history/jobs.ts'

type Moved = Omit<StripeResult, 'hits'>

/** The stripes of one source, which may be done in any order. */
interface Lane {
  stripes: readonly number[]
  /** So many of them, from the first on, are done. */
  done: number
  waiting: Hit[]
}

/** What a search has found so far, however its stripes come in. */
export class SearchTally {
  readonly #stripes: readonly Stripe[]
  readonly #moved: Moved[]
  readonly #hits = new Map<number, readonly Hit[]>()
  readonly #lanes: Lane[]
  readonly #totalBytes: number
  /** Cursors given out. */
  listed = 0

  constructor(stripes: readonly Stripe[]) {
    this.#stripes = stripes
    this.#moved = stripes.map(() => ({ matches: 0, bytes: 0 }))
    this.#lanes = [...new Set(stripes.map(({ source }) => source))].map((source) => ({
      stripes: stripes.flatMap((stripe, index) => (stripe.source === source ? [index] : [])),
      done: 0,
      waiting: [],
    }))
    this.#totalBytes = sum(stripes.flatMap(({ stretches }) => stretches.map(({ from, to }) => to - from)))
  }

  get matches(): number {
    return sum(this.#moved.map(({ matches }) => matches))
  }

  /** Whether more cursors will be given out. */
  get isListing(): boolean {
    return this.listed < LISTED
  }

  progress(): LogSearchMessage {
    const scannedBytes = Math.min(this.#totalBytes, sum(this.#moved.map(({ bytes }) => bytes)))
    return { type: 'progress', scannedBytes, totalBytes: this.#totalBytes, matches: this.matches }
  }

  /** A stripe is so far. */
  moved(stripe: number, { matches, bytes }: Moved) {
    this.#moved[stripe] = { matches, bytes }
  }

  done(stripe: number, { hits, ...moved }: StripeResult) {
    this.moved(stripe, moved)
    this.#hits.set(stripe, hits)
    for (const lane of this.#lanes) {
      for (let index = lane.stripes[lane.done]; index !== undefined; index = lane.stripes[lane.done]) {
        const own = this.#hits.get(index)
        if (!own) break
        this.#hits.delete(index)
        for (const hit of own) lane.waiting.push(hit)
        lane.done += 1
      }
    }
  }

  /** Hits that nothing can come before any more, in the order of the log (several sources: of their stamps). */
  takeHits(): LogCursor[] {
    const until = this.#until()
    const ready = this.#lanes.flatMap(({ waiting }) => waiting.splice(0, prefix(waiting, until)))
    // Stable: within a source the order of the file stays.
    if (this.#lanes.length > 1)
      ready.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    const cursors = ready.slice(0, LISTED - this.listed).map(({ cursor }) => cursor)
    this.listed += cursors.length
    return cursors
  }

  /** The stamp up to which all hits of all sources are known; undefined at the end. */
  #until(): string | undefined {
    if (this.#lanes.length === 1) return undefined
    const open = this.#lanes.flatMap(({ stripes, done }) => stripes[done] ?? [])
    return open.map((stripe) => this.#stripes[stripe]?.firstStamp ?? '').sort()[0]
  }
}

function prefix(hits: readonly Hit[], until: string | undefined): number {
  if (until === undefined) return hits.length
  const beyond = hits.findIndex(({ at }) => at > until)
  return beyond < 0 ? hits.length : beyond
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
