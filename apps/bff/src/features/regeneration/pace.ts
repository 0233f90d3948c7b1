const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/**
 * When sessions of a run came to their end, by the stamps of the log. Kept by the second, so that a run of days with a
 * hundred thousand sessions costs a few megabytes and a question about the last minutes a few hundred steps.
 */
export class Pace {
  readonly #ends = new Map<number, number>()
  #total = 0

  /** How many ends are known. */
  get total(): number {
    return this.#total
  }

  /** One session more that ended then; `count` -1 takes one back. `at` in ms. */
  add(at: number, count: 1 | -1 = 1) {
    const second = Math.floor(at / SECOND_MS)
    const sum = (this.#ends.get(second) ?? 0) + count
    if (sum > 0) this.#ends.set(second, sum)
    else this.#ends.delete(second)
    this.#total += count
  }

  /** Sessions that ended from `from` to `to` (ms), both included, by the second. */
  between(from: number, to: number): number {
    let sum = 0
    const last = Math.floor(to / SECOND_MS)
    for (let second = Math.floor(from / SECOND_MS); second <= last; second += 1)
      sum += this.#ends.get(second) ?? 0
    return sum
  }

  /** Sessions that ended in each of so many minutes from `start` (ms) on. */
  perMinute(start: number, minutes: number): number[] {
    return Array.from({ length: minutes }, (_, minute) => {
      const from = start + minute * MINUTE_MS
      return this.between(from, from + MINUTE_MS - SECOND_MS)
    })
  }
}
