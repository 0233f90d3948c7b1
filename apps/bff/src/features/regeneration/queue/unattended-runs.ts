import type { RunId } from '@ohif-admin/contracts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { ActingFor } from '../guided/acting.ts'

/** After a restart of the console people are seen again within seconds. */
const SEEN_AGAIN_MS = 10_000

interface Needs {
  acting: Pick<ActingFor, 'isSignedIn'>
  now: () => number
}

/** Runs of the queue whose turn has come and for which nobody is signed in, as far as this process saw. */
export class UnattendedRuns {
  readonly #needs: Needs
  readonly #since = new Map<RunId, { at: number; isTold: boolean }>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Notes that it was a run's turn, and whether somebody was there to act for it. Gives whether that is news. */
  note({ id }: Pick<StoredRun, 'id'>, isAttended: boolean): boolean {
    const known = this.#since.get(id)
    if (isAttended) {
      this.#since.delete(id)
      return known?.isTold ?? false
    }
    if (!known) this.#since.set(id, { at: this.#needs.now(), isTold: false })
    if (!known || known.isTold || this.#needs.now() - known.at < SEEN_AGAIN_MS) return false
    known.isTold = true
    return true
  }

  /** Since when, in epoch ms; undefined for a run that waits for something else, or whose person is there by now. */
  since({ id, startedBy }: Pick<StoredRun, 'id' | 'startedBy'>): number | undefined {
    const known = this.#since.get(id)
    return known?.isTold && !this.#needs.acting.isSignedIn(startedBy) ? known.at : undefined
  }

  /** Forgets the runs that are not in the queue any more. */
  keep(queued: readonly Pick<StoredRun, 'id'>[]) {
    const ids = new Set(queued.map(({ id }) => id))
    for (const id of this.#since.keys()) if (!ids.has(id)) this.#since.delete(id)
  }
}
