import type { RunId, RunSession } from '@ohif-admin/contracts'
import type { LogRecord } from '@ohif-admin/ohif-log'
import { GuidedLines } from '../../../lib/guided-lines.ts'
import type { LeasesRepository } from '../../../storage/leases.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../../storage/run-session-lists.ts'
import type { LiveRuns, LiveView } from '../live-runs.ts'
import { toCursors } from '../log-binding.ts'
import { type GuidedNeeds, GuidedRun } from './guided-run.ts'

/** A console that has not renewed its lease for so long is taken for dead. */
const LEASE_MS = 30_000
const RENEW_EVERY_MS = 5_000

interface Needs extends GuidedNeeds {
  leases: LeasesRepository
  sessionLists: RunSessionListsRepository
  /** This process among those that share the database. */
  processName: string
  /** Whether this is the only process of its database, so that whoever drove a run before is gone. */
  alone: boolean
}

/** The guided runs that this process drives: it takes them up, and lets go of them when another one has to. */
export class GuidedRuns implements LiveRuns {
  readonly #needs: Needs
  readonly #driven = new Map<RunId, GuidedRun>()
  /** By run and log. */
  readonly #lines = new Map<string, GuidedLines>()
  readonly #beginning = new Set<RunId>()
  readonly #ended = new Set<(row: StoredRun) => void>()
  /** Taken up before the logs were read; driven once they are. */
  #recovered: GuidedRun[] = []
  #renewing: NodeJS.Timeout | undefined

  constructor(needs: Needs) {
    this.#needs = needs
    needs.log.listen({
      changes: (source, changes, live) => {
        for (const run of this.#driven.values()) run.takeChanges(source, changes, live)
      },
      records: (source, fileKey, records) => {
        for (const run of this.#driven.values()) this.#tellLines(run, source, fileKey, records)
      },
    })
  }

  #tellLines({ row, list }: GuidedRun, source: string, fileKey: string, records: readonly LogRecord[]) {
    const name = `${row.id} ${source}`
    const known = this.#lines.get(name)
    const lines = known ?? new GuidedLines(new Set(list.sessions.map(({ sessionId }) => sessionId)))
    if (!known) this.#lines.set(name, lines)
    const own = records.filter((record) => lines.takes(record))
    if (own.length === 0) return
    this.#needs.publisher.addLines(row, source, fileKey, () => own)
    this.#needs.publisher.tellLines(row)
  }

  /** Takes up what the last process left; it is not driven yet. */
  async recover(): Promise<void> {
    for (const row of await this.#needs.runs.active()) {
      if (row.kind !== 'guided' || !(await this.#lease(row.id, this.#needs.alone))) continue
      const run = await this.#load(row)
      this.#driven.set(row.id, run)
      this.#recovered.push(run)
    }
  }

  /** Drives what was taken up, and from now on what other processes let go of; for when the logs have been read. */
  start() {
    for (const run of this.#recovered.splice(0)) this.#drive(run)
    this.#renewing = setInterval(() => void this.#renew(), RENEW_EVERY_MS)
  }

  async stop() {
    clearInterval(this.#renewing)
    await Promise.all([...this.#driven].map(([runId]) => this.#letGo(runId)))
  }

  /** Drives a run that has just got its turn; its sessions are stored. */
  async begin(row: StoredRun): Promise<void> {
    if (this.#driven.has(row.id) || this.#beginning.has(row.id)) return
    this.#beginning.add(row.id)
    try {
      if (!(await this.#lease(row.id, false))) return
      const run = await this.#load(row)
      this.#driven.set(row.id, run)
      this.#drive(run)
    } finally {
      this.#beginning.delete(row.id)
    }
  }

  find(runId: RunId): LiveView | undefined {
    return this.#driven.get(runId)?.view()
  }

  all(): LiveView[] {
    return [...this.#driven.values()].map((run) => run.view())
  }

  /** The orders of a run were changed, or somebody signed in: looks at once. */
  wake() {
    for (const run of this.#driven.values()) run.wake({ orders: true })
  }

  /** Resolves when a run that is driven here has followed its orders as they are now; others do within a second. */
  async obey(runId: RunId): Promise<void> {
    await this.#driven.get(runId)?.obey()
  }

  /** Calls back when a run that was driven here is over. */
  onEnded(listener: (row: StoredRun) => void) {
    this.#ended.add(listener)
  }

  #drive(run: GuidedRun) {
    run
      .drive()
      .then(async () => {
        if (run.row.endedAt === null) return
        this.#forget(run.row.id)
        for (const listener of this.#ended) listener(run.row)
        await this.#needs.acting.release(run.row)
        await this.#needs.leases.release({ name: leaseOf(run.row.id), holder: this.#needs.processName })
      })
      .catch((err: unknown) => this.#needs.logger.error({ err, runId: run.row.id }, 'a guided run was left'))
  }

  async #renew() {
    try {
      for (const runId of [...this.#driven.keys()]) {
        if (!(await this.#lease(runId, false))) await this.#letGo(runId)
      }
      for (const row of await this.#needs.runs.active()) {
        if (row.kind === 'guided' && !this.#driven.has(row.id)) await this.begin(row)
      }
    } catch (err) {
      this.#needs.logger.warn({ err }, 'guided runs could not be looked after')
    }
  }

  async #letGo(runId: RunId) {
    const run = this.#driven.get(runId)
    this.#forget(runId)
    await run?.letGo()
    await this.#needs.leases
      .release({ name: leaseOf(runId), holder: this.#needs.processName })
      .catch(() => undefined)
  }

  #forget(runId: RunId) {
    this.#driven.delete(runId)
    for (const name of this.#lines.keys()) if (name.startsWith(runId)) this.#lines.delete(name)
  }

  async #lease(runId: RunId, seize: boolean): Promise<boolean> {
    const { leases, processName, now } = this.#needs
    const lease = { name: leaseOf(runId), holder: processName, now: now(), forMs: LEASE_MS }
    if (!seize) return leases.hold(lease)
    await leases.seize(lease)
    return true
  }

  async #load(row: StoredRun) {
    const { guidedRuns, sessionLists } = this.#needs
    const orders = await guidedRuns.find(row.id)
    if (!orders) throw new Error('A guided run has no orders.')
    const sessions: RunSession[] = []
    for (;;) {
      const page = await sessionLists.after(row.id, sessions.at(-1)?.position ?? -1)
      if (page.length === 0) break
      sessions.push(...page)
    }
    return new GuidedRun(this.#needs, { row: await this.#placed(row), sessions, orders })
  }

  /** The run with the places in the logs from which its lines follow. */
  async #placed(row: StoredRun): Promise<StoredRun> {
    if (row.startCursors !== null) return row
    const startCursors = toCursors(await this.#needs.log.ends())
    await this.#needs.runs.update(row.id, { startCursors })
    return { ...row, startCursors }
  }
}

const leaseOf = (runId: RunId) => `guided run ${runId}`
