/** Counts by name, for names that come from outside: only so many of them are told apart. */
export class Counter {
  readonly #counts = new Map<string, number>()
  readonly #limit: number
  readonly #rest: string

  /** @param rest the name under which everything beyond the first `limit` names is counted */
  constructor(limit: number, rest: string) {
    this.#limit = limit
    this.#rest = rest
  }

  add(name: string) {
    const known = this.#counts.get(name)
    if (known !== undefined) this.#counts.set(name, known + 1)
    else if (this.#counts.size < this.#limit) this.#counts.set(name, 1)
    else this.#counts.set(this.#rest, (this.#counts.get(this.#rest) ?? 0) + 1)
  }

  /** Most first. */
  entries(): [name: string, count: number][] {
    return [...this.#counts].sort(([, a], [, b]) => b - a)
  }
}
