import { isActive, type RunId } from '@ohif-admin/contracts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { adoptedRow } from './adopted-row.ts'
import type { FollowedRun } from './followed-run.ts'
import { type Arrival, isBulkKind } from './log-binding.ts'
import { lastWrite } from './log-history.ts'
import { type Stranger, Strangers } from './strangers.ts'

interface Needs {
  runs: RunsRepository
  log: LogWatch
  now: () => number
  /** Follows a run that has a row, from now on or already. */
  follow: (row: StoredRun) => Promise<FollowedRun>
  followed: (id: RunId) => FollowedRun | undefined
}

/**
 * Gives a row to every run of the log that nobody here asked for, once: not for one that has a row, of this console or
 * another on the same database, be it open or over.
 */
export class Adopter {
  readonly strangers = new Strangers()
  readonly #needs: Needs
  #working: Promise<void> | undefined

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Looks at everything that waits, one after the other. Throws StorageError; what waits then goes on waiting. */
  async adopt(): Promise<void> {
    await this.#working?.catch(() => undefined)
    this.#working ??= this.#adoptAll().finally(() => {
      this.#working = undefined
    })
    await this.#working
  }

  /** Resolves when nothing is being looked at. */
  async settled() {
    await this.#working?.catch(() => undefined)
  }

  async #adoptAll() {
    for (const stranger of this.strangers.waiting()) await this.#adoptOne(stranger)
  }

  async #adoptOne(stranger: Stranger) {
    const { runs, follow, followed } = this.#needs
    const known = await runs.findLogged(stranger.source, stranger.run.key)
    if (known && !isActive(known.state)) return this.strangers.ignore(stranger)
    // The row is still that of a run which XNAT refused: it lets go in a moment.
    if (known && followed(known.id)) return
    const found = known ? await follow(known) : await this.#sentElsewhere(stranger)
    const run = found ?? (await this.#giveRow(stranger))
    this.#handOver(stranger, run)
  }

  /** The run that another console on this database has sent, when it can be this one. */
  async #sentElsewhere(stranger: Stranger): Promise<FollowedRun | undefined> {
    const { runs, follow, followed } = this.#needs
    for (const row of await runs.active()) {
      if (!isBulkKind(row.kind) || followed(row.id)) continue
      const run = await follow(row)
      if (run.fits(stranger.run, this.#arrivalOf(stranger))) return run
    }
    return undefined
  }

  async #giveRow(stranger: Stranger): Promise<FollowedRun> {
    const { runs, log, now, follow } = this.#needs
    const { source, run, live } = stranger
    const written = live ? now() : ((await lastWrite(log.folderOf(source))) ?? now())
    const newest = log.stateOf(source)?.lastStamp ?? null
    const row = adoptedRow(source, run, { newest, newestAt: Math.min(now(), written) })
    return follow((await runs.insertIntent(row)).run)
  }

  /** Everything the log has shown of it meanwhile belongs to the run from now on. */
  #handOver(stranger: Stranger, run: FollowedRun) {
    const latest = this.strangers.latest(stranger) ?? stranger
    this.strangers.remove(stranger)
    const change = { run: latest.run, opened: true, sessions: [...latest.run.sessions] }
    run.take(change, this.#arrivalOf(latest))
  }

  #arrivalOf({ source, live }: Stranger): Arrival {
    return { source, arrivedLive: live, epochMs: this.#needs.now() }
  }
}
