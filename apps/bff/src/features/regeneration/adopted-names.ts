import type { FastifyBaseLogger } from 'fastify'
import type { SeenPeople } from '../../lib/seen-people.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import type { ListedSessions } from './listed-sessions.ts'

/** Adopted runs that are looked at; older ones keep their ids. */
const NEWEST = 20

interface Needs {
  runs: RunsRepository
  listed: ListedSessions
  people: SeenPeople
  logger: FastifyBaseLogger
}

/** Has adopted runs named as soon as there is a site admin in whose name XNAT can be asked. */
export class AdoptedNames {
  readonly #needs: Needs
  #working: Promise<void> | undefined
  #wanted = false

  constructor(needs: Needs) {
    this.#needs = needs
    needs.people.onNew(() => this.wake())
  }

  /** A run was adopted, or somebody signed in. */
  wake() {
    this.#wanted = true
    this.#working ??= this.#work()
      .catch((error: unknown) => {
        this.#needs.logger.warn({ err: error }, 'adopted runs could not be named yet')
      })
      .finally(() => {
        this.#working = undefined
        if (this.#wanted) this.wake()
      })
  }

  /** Nothing more is begun; resolves when what was begun is done. */
  async stop() {
    this.#wanted = false
    await this.#working
  }

  async #work() {
    this.#wanted = false
    const { runs, listed, people } = this.#needs
    if (!people.personOrAdmin('')) return
    for (const row of await runs.list({ projectIds: 'all', kind: 'adopted', limit: NEWEST })) {
      const admin = people.personOrAdmin('')
      if (admin && row.expected === null) await listed.complete(row, admin)
    }
  }
}
