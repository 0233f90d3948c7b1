import type { FastifyBaseLogger } from 'fastify'
import type { RunsRepository } from '../../storage/runs.ts'
import { usualSilence } from './silence.ts'

const PAST_RUNS = 20

interface Needs {
  runs: RunsRepository
  logger: FastifyBaseLogger
}

/** How long runs of this site are used to be silent, as the past ones were. */
export class UsualSilence {
  readonly #needs: Needs
  #usualMs = usualSilence([])

  constructor(needs: Needs) {
    this.#needs = needs
  }

  get usualMs(): number {
    return this.#usualMs
  }

  /** Looks at the past runs again; keeps what it knew when they cannot be read. */
  async learn(): Promise<void> {
    try {
      this.#usualMs = usualSilence(await this.#needs.runs.silences(PAST_RUNS))
    } catch (error) {
      this.#needs.logger.warn({ err: error }, 'the silences of past runs could not be read')
    }
  }
}
