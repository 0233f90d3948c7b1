import type { RunId } from '@ohif-admin/contracts'
import type { LogChange, LogRecord } from '@ohif-admin/ohif-log'
import type { BulkAnswer } from '@ohif-admin/xnat-client'
import type { LogPosition } from '../../lib/log-tail/index.ts'
import type { RunExpectedRepository } from '../../storage/run-expected.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import { Adopter } from './adopter.ts'
import { answeredCall, type CallState, PENDING_CALL, recoveredCall } from './call-state.ts'
import { FollowedRun, type FollowNeeds } from './followed-run.ts'
import { LateRuns } from './late-runs.ts'
import { type LiveRuns, type LiveView, ownFirst } from './live-runs.ts'
import { type Arrival, isBulk, isBulkKind, isOf } from './log-binding.ts'
import type { LogMarks } from './log-marks.ts'
import type { Ending } from './run-storage.ts'
import { UsualSilence } from './usual-silence.ts'
import type { VerdictContext } from './verdicts.ts'

/** Five times a second: what a page shows as live, and what a thousand pages can be sent. */
const TELL_EVERY_MS = 200
/** How often a run is written down, and an end without a line considered. */
const CHECK_EVERY_MS = 1_000
/** Of one run; a console that starts over and over fills no table. */
const MARKS = 100

interface Needs extends Omit<FollowNeeds, 'usualSilenceMs'> {
  runExpected: RunExpectedRepository
  marks: LogMarks
}

/** Called when a run begins to be followed, and when its end is stored. */
export interface TrackerListener {
  followed?: (run: FollowedRun) => void
  ended?: (row: StoredRun) => void
}

/**
 * Follows runs over many sessions from call and log lines to their end: the one this console sent, and those begun
 * elsewhere, on any node. Everything known of a run can be read again from the log, so that a crash loses nothing.
 */
export class RunTracker implements LiveRuns {
  readonly #needs: Needs
  readonly #follow: FollowNeeds
  readonly #adopter: Adopter
  readonly #timers: NodeJS.Timeout[] = []
  readonly #listeners = new Set<TrackerListener>()
  readonly #followed = new Map<RunId, FollowedRun>()
  readonly #late: LateRuns
  readonly #silence: UsualSilence
  #watching = false

  constructor(needs: Needs) {
    this.#needs = needs
    this.#follow = { ...needs, usualSilenceMs: () => this.#silence.usualMs }
    this.#late = new LateRuns(needs)
    this.#silence = new UsualSilence(needs)
    this.#adopter = new Adopter({
      ...needs,
      follow: (row) => this.#take(row),
      followed: (id) => this.#followed.get(id),
    })
    needs.log.listen({
      changes: (source, changes, live) => this.#onChanges(source, changes, live),
      records: (source, fileKey, records) => this.#onRecords(source, fileKey, records),
      state: () => this.#bindLate(),
    })
  }

  /** Takes up the runs that were open when the last process ended. Gives where each log must be read from. */
  async recover(): Promise<Map<string, LogPosition>> {
    const rows = (await this.#needs.runs.active()).filter(({ kind }) => isBulkKind(kind))
    for (const row of rows) {
      const mark = { at: new Date(this.#needs.now()).toISOString(), kind: 'console-restarted' } as const
      await this.#take({ ...row, marks: [...row.marks, mark].slice(-MARKS) })
      const { call } = recoveredCall(row.xnatCall)
      if (call.outcome !== row.xnatCall.outcome) await this.#needs.runs.update(row.id, { xnatCall: call })
    }
    return this.#needs.marks.recover(rows)
  }

  /** Starts telling, saving, ending and adopting; for when the logs have been read up to now. */
  async start() {
    this.#adopter.strangers.keep((stranger) => this.#needs.marks.isNews(stranger))
    await this.#silence.learn()
    this.#watching = true
    this.#bindLate()
    await this.#check()
    this.#timers.push(
      setInterval(() => {
        for (const run of this.#followed.values()) run.tell()
      }, TELL_EVERY_MS),
      setInterval(() => void this.#check(), CHECK_EVERY_MS),
    )
  }

  async stop() {
    for (const timer of this.#timers) clearInterval(timer)
    this.#watching = false
    for (const run of this.#followed.values()) await run.settled()
    await this.#adopter.settled()
    for (const run of this.#followed.values()) await run.save()
  }

  listen(listener: TrackerListener) {
    this.#listeners.add(listener)
  }

  /** Follows a run whose call is about to be sent. */
  begin(row: StoredRun, expected: VerdictContext['expected']) {
    this.#add(row, expected, PENDING_CALL)
  }

  /** Notes what the call came to; resolves when a refusal that ends the run is stored. */
  async callAnswered(runId: RunId, answer: BulkAnswer, afterMs: number) {
    const run = this.#followed.get(runId)
    const { call } = answeredCall(answer, performance.now(), afterMs)
    if (!run || run.isEnding) return this.#noteLate(runId, call)
    const foreign = run.answered(answer, afterMs)
    await this.#needs.runs.update(runId, { xnatCall: call })
    await this.#endIfOver(run)
    if (!foreign) return
    this.#adopter.strangers.note({ ...foreign, live: true })
    await this.#adopt()
  }

  /** Ends a run on a person's word, or because its call was never sent. */
  async giveUp(runId: RunId, ending: Ending) {
    const run = this.#followed.get(runId)
    if (!run) return
    await run.end(ending)
    this.#dropIfOver(run)
  }

  find(runId: RunId): LiveView | undefined {
    return this.#followed.get(runId)?.view()
  }

  /** The one that this console sent first, then oldest first. */
  all(): LiveView[] {
    return Array.from(this.#followed.values(), (run) => run.view()).sort(ownFirst)
  }

  /** Runs over viewer metadata that began elsewhere and go on: XNAT is busy with them. */
  foreignBulk(): StoredRun[] {
    return this.all().flatMap(({ row }) => (row.kind === 'adopted' && row.data === 'viewer' ? [row] : []))
  }

  /** A run by its row, to name its sessions or to look at it; undefined when it is not followed. */
  get(runId: RunId): FollowedRun | undefined {
    return this.#followed.get(runId)
  }

  async #take(row: StoredRun): Promise<FollowedRun> {
    const known = this.#followed.get(row.id)
    if (known) return known
    const expected = await this.#needs.runExpected.loadExpected(row.id)
    return this.#add(row, expected, recoveredCall(row.xnatCall))
  }

  #add(row: StoredRun, expected: VerdictContext['expected'], call: CallState): FollowedRun {
    const run = new FollowedRun(this.#follow, row, { expected, call })
    this.#followed.set(row.id, run)
    for (const listener of this.#listeners) listener.followed?.(run)
    return run
  }

  #onChanges(source: string, changes: readonly LogChange[], arrivedLive: boolean) {
    const arrival = { source, arrivedLive, epochMs: this.#needs.now() }
    for (const change of changes) {
      if (isBulk(change.run)) this.#onChange(change, arrival)
    }
    if (!this.#watching) return
    for (const run of this.#followed.values()) void this.#endIfOver(run)
    void this.#adopt()
  }

  #onChange(change: LogChange, arrival: Arrival) {
    const { source, arrivedLive } = arrival
    const runs = [...this.#followed.values()]
    const owner =
      runs.find(({ live }) => isOf(live, change, source)) ?? runs.find((run) => run.fits(change.run, arrival))
    if (owner) owner.take(change, arrival)
    else this.#adopter.strangers.note({ source, run: change.run, live: arrivedLive })
  }

  #onRecords(source: string, fileKey: string, records: readonly LogRecord[]) {
    for (const run of this.#followed.values()) {
      if (run.live.row.logSource !== source) continue
      this.#needs.publisher.addRecords(run.live, source, fileKey, records)
      run.touch()
    }
    this.#late.addRecords(source, fileKey, records)
  }

  /** The end line comes just before the answer: the run is over, or about to be, when its call is noted. */
  async #noteLate(runId: RunId, xnatCall: StoredRun['xnatCall']) {
    await this.#followed.get(runId)?.settled()
    await this.#needs.runs.update(runId, { xnatCall })
    this.#late.answered(runId, xnatCall)
  }

  /** A log became readable while a run was going on: takes over what it shows. */
  #bindLate() {
    const { log } = this.#needs
    for (const source of log.names()) {
      const open = log.openRuns(source).map((run) => ({ run, opened: false, sessions: [...run.sessions] }))
      this.#onChanges(source, open, false)
    }
    for (const run of this.#followed.values()) run.touch()
  }

  async #check() {
    for (const run of [...this.#followed.values()]) {
      await this.#endIfOver(run)
      await run.save()
    }
    await this.#adopt()
    if (this.#adopter.strangers.waiting().length > 0) return
    try {
      await this.#needs.marks.save()
    } catch (error) {
      this.#needs.logger.warn({ err: error }, 'how far the logs were read could not be stored yet')
    }
  }

  async #adopt() {
    // While the past is read, what looks open may end with the next line.
    if (!this.#watching) return
    try {
      await this.#adopter.adopt()
    } catch (error) {
      this.#needs.logger.warn({ err: error }, 'a run that began elsewhere could not be stored yet')
    }
    for (const run of [...this.#followed.values()]) await this.#endIfOver(run)
  }

  async #endIfOver(run: FollowedRun) {
    // While the past is read a refusal can look final that the next line explains.
    if (!this.#watching) return
    await run.endIfOver()
    this.#dropIfOver(run)
  }

  #dropIfOver(run: FollowedRun) {
    const { row } = run.live
    if (!run.over || !this.#followed.delete(row.id)) return
    this.#late.add(run.live)
    void this.#silence.learn()
    for (const listener of this.#listeners) listener.ended?.(row)
  }
}
