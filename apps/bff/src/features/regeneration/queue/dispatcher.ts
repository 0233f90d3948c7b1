import { setTimeout as sleep } from 'node:timers/promises'
import type { RunId, RunReason } from '@ohif-admin/contracts'
import { UpstreamError } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import { AppError } from '../../../lib/app-error.ts'
import { fromUpstream } from '../../../lib/upstream-error.ts'
import type { LeasesRepository } from '../../../storage/leases.ts'
import type { RunQueueRepository } from '../../../storage/run-queue.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunsRepository } from '../../../storage/runs.ts'
import type { Acting, ActingFor } from '../guided/acting.ts'
import { type Launcher, RunCannotStart } from './launcher.ts'
import type { Repeats } from './repeats.ts'
import type { UnattendedRuns } from './unattended-runs.ts'
import { waitsUntil } from './waiting-time.ts'

const LOOK_EVERY_MS = 1_000
/** A console that has not renewed its lease for so long is taken for dead; until then it holds the others up. */
const LEASE_MS = 30_000
/** The largest site takes minutes to be listed. */
const RENEW_EVERY_MS = 5_000
/** XNAT could not be asked for a run: the next try is this much later. */
const RETRY_MS = 30_000
/** Writing a run down takes seconds, on a large site a minute. */
const UNFINISHED_MS = 10 * 60_000
const CATCH_UP_MS = 60_000
const LEASE = 'dispatcher'

interface Needs {
  runs: RunsRepository
  queue: RunQueueRepository
  leases: LeasesRepository
  launcher: Launcher
  repeats: Repeats
  acting: ActingFor
  unattended: UnattendedRuns
  logger: FastifyBaseLogger
  /** Whether XNAT is busy with a bulk run that was begun elsewhere. */
  foreignRun: () => boolean
  /** The queue is another one; `left` will never start. */
  changed: (left?: StoredRun) => void
  processName: string
  /** Whether this is the only process of its database. */
  alone: boolean
  now: () => number
}

/**
 * Starts the runs of the queue, one at a time over all consoles of a database: whoever launches holds a lease meanwhile,
 * and a unique index lets one run only have the site's slot. A run is launched by a console in which its person is signed
 * in, or by any when it has a token.
 */
export class Dispatcher {
  readonly #needs: Needs
  readonly #retryAt = new Map<RunId, number>()
  #looking: Promise<void> | undefined
  #again = false
  #catchUpAt = 0
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async start() {
    const { leases, alone, processName, now } = this.#needs
    if (alone) await leases.seize({ name: LEASE, holder: processName, now: now(), forMs: 0 })
    this.#timer = setInterval(() => void this.poke(), LOOK_EVERY_MS)
  }

  async stop() {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Looks whether something can be started; resolves when that is done. Never throws. */
  poke(): Promise<void> {
    this.#again = true
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  /** Tries to start this run now; what is in the way leaves it in the queue. Throws what its one call came to. */
  async startNow(runId: RunId): Promise<void> {
    await this.poke()
    // A look that was under way may have ended before this run was in the queue.
    if ((await this.#needs.runs.find(runId))?.state === 'queued') await this.poke()
    const failure = this.#needs.launcher.takeFailure(runId)
    if (failure) throw failure
  }

  async #look() {
    while (this.#again && !this.#stopped) {
      this.#again = false
      try {
        if (this.#needs.now() >= this.#catchUpAt) await this.#catchUp()
        if (await this.#isIdle()) await this.#underLease(() => this.#launchNext())
      } catch (err) {
        this.#needs.logger.warn({ err }, 'the queue of runs could not be looked through')
      }
    }
  }

  /** Another console may have died before it queued the next night of a run. */
  async #catchUp() {
    this.#catchUpAt = this.#needs.now() + CATCH_UP_MS
    await this.#underLease(async () => {
      if (await this.#needs.repeats.catchUp()) this.#needs.changed()
    })
  }

  async #isIdle(): Promise<boolean> {
    if (this.#needs.foreignRun() || (await this.#needs.runs.dispatched()) !== undefined) return false
    return (await this.#due()).length > 0
  }

  /** Runs whose turn it may be. One without a rank is still being written down, or its console died over it. */
  async #due(): Promise<StoredRun[]> {
    const at = this.#needs.now()
    const queued = await this.#needs.queue.queued()
    this.#needs.unattended.keep(queued)
    for (const run of queued) {
      if (run.queueRank === null && at - run.startedAt > UNFINISHED_MS) await this.#give(run, 'not-sent')
    }
    return queued.filter(
      ({ id, queueRank, notBefore }) =>
        queueRank !== null && (notBefore ?? 0) <= at && (this.#retryAt.get(id) ?? 0) <= at,
    )
  }

  async #underLease(work: () => Promise<void>) {
    const { leases, processName, now } = this.#needs
    const lease = { name: LEASE, holder: processName, forMs: LEASE_MS }
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (await leases.hold({ ...lease, now: now() })) {
        await this.#renewing(lease, work)
        return
      }
      await sleep(50)
    }
  }

  async #renewing(lease: { name: string; holder: string; forMs: number }, work: () => Promise<void>) {
    const { leases, logger, now } = this.#needs
    let renewal: Promise<unknown> = Promise.resolve()
    const timer = setInterval(() => {
      renewal = leases.hold({ ...lease, now: now() }).catch((err: unknown) => {
        logger.warn({ err }, 'the lease of the queue could not be renewed')
      })
    }, RENEW_EVERY_MS)
    try {
      await work()
    } finally {
      clearInterval(timer)
      // One on its way would take the lease again after it was let go.
      await renewal
      await leases.release(lease)
    }
  }

  async #launchNext() {
    for (const run of await this.#due()) {
      if (await this.#launch(run)) return
    }
  }

  /** Gives whether the run has the slot now. */
  async #launch(run: StoredRun): Promise<boolean> {
    const { acting, launcher, changed, now } = this.#needs
    let who: Acting | undefined
    try {
      who = await acting.of(run)
      if (this.#needs.unattended.note(run, who !== undefined)) changed()
      if (!who) {
        if (now() > waitsUntil(run)) await this.#give(run, 'missed-its-time')
        return false
      }
      const launched = await launcher.launch(run, who)
      if (launched) changed()
      return launched
    } catch (error) {
      return this.#failed(run, who, error)
    }
  }

  async #failed(run: StoredRun, who: Acting | undefined, error: unknown): Promise<boolean> {
    if (error instanceof RunCannotStart) {
      await this.#give(run, error.reason)
      return false
    }
    const failure = error instanceof UpstreamError ? fromUpstream(error) : error
    if (failure instanceof AppError && failure.code === 'xnat-session-expired' && who) {
      await this.#needs.acting.refused(run, who)
    } else {
      this.#needs.logger.warn({ err: error, runId: run.id }, 'a run of the queue could not be started yet')
    }
    this.#retryAt.set(run.id, this.#needs.now() + RETRY_MS)
    return false
  }

  /** Takes a run out of the queue that will never start. */
  async #give(run: StoredRun, reason: RunReason) {
    const state = reason === 'missed-its-time' ? 'cancelled' : 'failed-to-start'
    // Whoever asked for one that was never written down whole has been told that it failed.
    const never = run.queueRank === null ? { repeat: null } : {}
    await this.#needs.runs.finish(run.id, { state, reason, ...never, endedAt: this.#needs.now() })
    if (run.queueRank !== null) await this.#needs.repeats.queueNext(run)
    await this.#needs.acting.release(run)
    this.#needs.changed(await this.#needs.runs.find(run.id))
  }
}
