import type { LogRun } from '@ohif-admin/ohif-log'

/** A run of the log that this console has no row for, as far as it was seen. */
export interface Stranger {
  source: string
  run: LogRun
  /** It was seen while it was written, not found afterwards. */
  live: boolean
}

/** Runs of the log that nobody here asked for, until each has its row or is known to need none. */
export class Strangers {
  readonly #waiting = new Map<string, Stranger>()
  /** Open ones that need no row: theirs is over already. */
  readonly #ignored = new Set<string>()

  note(stranger: Stranger) {
    const name = nameOf(stranger)
    if (!this.#ignored.has(name)) this.#waiting.set(name, stranger)
    // It will not be heard of again.
    else if (stranger.run.outcome !== 'running') this.#ignored.delete(name)
  }

  waiting(): Stranger[] {
    return [...this.#waiting.values()]
  }

  /** The newest that is known of it; undefined when it does not wait any more. */
  latest(stranger: Stranger): Stranger | undefined {
    return this.#waiting.get(nameOf(stranger))
  }

  remove(stranger: Stranger) {
    this.#waiting.delete(nameOf(stranger))
  }

  ignore(stranger: Stranger) {
    this.remove(stranger)
    if (stranger.run.outcome === 'running') this.#ignored.add(nameOf(stranger))
  }

  /** Forgets those for which it says no. */
  keep(wanted: (stranger: Stranger) => boolean) {
    for (const [name, stranger] of this.#waiting) if (!wanted(stranger)) this.#waiting.delete(name)
  }
}

const nameOf = ({ source, run }: Pick<Stranger, 'source' | 'run'>) => `${source} ${run.key}`
