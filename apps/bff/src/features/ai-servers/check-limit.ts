import { AppError } from '../../lib/app-error.ts'

const PER_PERSON = 4

/** One check of a server at a time, and a few of one person: the console is not to be a hammer. */
export class CheckLimit {
  readonly #targets = new Set<string>()
  readonly #people = new Map<string, number>()

  /** Does `work` when there is room. Throws `AppError` `too-many-requests`. */
  async within<Result>(person: string, target: string, work: () => Promise<Result>): Promise<Result> {
    const running = this.#people.get(person) ?? 0
    if (this.#targets.has(target) || running >= PER_PERSON) {
      throw new AppError('too-many-requests', 'A check is running already; wait for it to end.')
    }
    this.#targets.add(target)
    this.#people.set(person, running + 1)
    try {
      return await work()
    } finally {
      this.#targets.delete(target)
      const left = (this.#people.get(person) ?? 1) - 1
      if (left === 0) this.#people.delete(person)
      else this.#people.set(person, left)
    }
  }
}
