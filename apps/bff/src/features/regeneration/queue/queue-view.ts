import type { QueueFacts, RunId } from '@ohif-admin/contracts'
import type { LogWatch } from '../../../lib/log-watch.ts'
import type { RunQueueRepository } from '../../../storage/run-queue.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunsRepository } from '../../../storage/runs.ts'
import type { LiveRuns } from '../live-runs.ts'
import { estimate, progressOfEnded } from '../progress.ts'
import type { RunPublisher } from '../run-publisher.ts'
import type { UnattendedRuns } from './unattended-runs.ts'
import { waitsUntil } from './waiting-time.ts'

const PAST_RUNS = 20

interface Needs {
  runs: RunsRepository
  queue: RunQueueRepository
  unattended: Pick<UnattendedRuns, 'since'>
  live: LiveRuns
  log: LogWatch
  publisher: RunPublisher
  now: () => number
}

/** Place and time of the runs that wait. */
export class QueueView {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** By run. Throws StorageError. */
  async facts(): Promise<ReadonlyMap<RunId, QueueFacts>> {
    const { runs, queue, unattended, now } = this.#needs
    const [queued, rates] = await Promise.all([queue.queued(), runs.rates(PAST_RUNS)])
    const facts = new Map<RunId, QueueFacts>()
    let free: number | null = now() + (this.#timeLeft() ?? Number.NaN)
    for (const [index, run] of queued.entries()) {
      if (Number.isNaN(free)) free = null
      const startsAt = free === null ? null : Math.max(free, run.notBefore ?? 0)
      const waits = unattended.since(run) !== undefined
      facts.set(run.id, {
        position: index + 1,
        notBefore: run.notBefore === null ? null : new Date(run.notBefore).toISOString(),
        repeat: run.repeat,
        expectedStartAt: startsAt === null || waits ? null : new Date(startsAt).toISOString(),
        waitsForSignIn: waits ? { until: new Date(waitsUntil(run)).toISOString() } : null,
      })
      // One that waits for its time, or for its person, holds nobody up.
      if (free === null || waits || (run.notBefore ?? 0) > free) continue
      const takes = estimate(run.expected ?? 0, rates)
      free = takes === null ? null : free + takes.maxMs
    }
    return facts
  }

  /** Tells everybody who may know where each waiting run stands, and what became of one that has left the queue. */
  async tell(left?: StoredRun) {
    const facts = await this.facts()
    for (const row of await this.#needs.queue.queued()) this.#publish(row, facts.get(row.id) ?? null)
    if (left) this.#publish(left, null)
  }

  #publish(row: StoredRun, queue: QueueFacts | null) {
    const log = this.#needs.log.sight(null)
    this.#needs.publisher.tell({ row, progress: progressOfEnded(row), log, stalled: null, queue }, [])
  }

  /** Until the slot is free, ms; null when nobody can say. */
  #timeLeft(): number | null {
    const ahead = this.#needs.live.all().filter(({ row }) => row.slot !== null || row.kind === 'adopted')
    const left = ahead.map(({ progress }) => progress.timeLeft?.maxMs ?? null)
    return left.some((ms) => ms === null) ? null : Math.max(0, ...left.map((ms) => ms ?? 0))
  }
}
