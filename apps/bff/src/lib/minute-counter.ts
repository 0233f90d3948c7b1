const MINUTE_MS = 60_000
const KEPT_MINUTES = 60

/** Counts by the minute, the last hour of it. Times are epoch ms. */
export class MinuteCounter {
  readonly #since: number
  readonly #counts = new Map<number, number>()

  constructor(since: number) {
    this.#since = minuteOf(since)
  }

  add(count: number, at: number) {
    if (count <= 0) return
    const minute = minuteOf(at)
    this.#counts.set(minute, (this.#counts.get(minute) ?? 0) + count)
    for (const old of this.#counts.keys()) if (old <= minute - KEPT_MINUTES) this.#counts.delete(old)
  }

  /** Oldest first, the present minute last; as many as were counted, at most an hour. */
  series(now: number): number[] {
    const last = minuteOf(now)
    const first = Math.max(this.#since, last - KEPT_MINUTES + 1)
    const minutes = Math.max(0, last - first + 1)
    return Array.from({ length: minutes }, (_, index) => this.#counts.get(first + index) ?? 0)
  }
}

const minuteOf = (at: number) => Math.floor(at / MINUTE_MS)
