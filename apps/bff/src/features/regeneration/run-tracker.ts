import type { LogSight, RunId } from '@ohif-admin/contracts'
import type { LogChange, LogRecord } from '@ohif-admin/ohif-log'
import type { BulkAnswer } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { LogPosition } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { RunExpectedRepository } from '../../storage/run-expected.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionsRepository } from '../../storage/run-sessions.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { answeredCall, type CallState, PENDING_CALL, recoveredCall } from './call-state.ts'
import { createLiveRun, type LiveRun, progressOfLive } from './live-run.ts'
import { endPositions, takeChange, toCursors, toPositions } from './log-binding.ts'
import { type Progress, progressOfEnded } from './progress.ts'
import type { RunPublisher } from './run-publisher.ts'
import { type Ending, saveEnding, saveProgress } from './run-storage.ts'
import { endingOf } from './settle.ts'
import type { VerdictContext } from './verdicts.ts'

/** Five times a second: what a page shows as live, and what a thousand pages can be sent. */
const TELL_EVERY_MS = 200
/** How often a run is written down, and an end without a line considered. */
const CHECK_EVERY_MS = 1_000

interface Needs {
  runs: RunsRepository
  runSessions: RunSessionsRepository
  runExpected: RunExpectedRepository
  log: LogWatch
  publisher: RunPublisher
  logger: FastifyBaseLogger
  now: () => number
}

interface Tracked {
  live: LiveRun
  call: CallState
  untold: boolean
  unsaved: boolean
  ending: Promise<void> | undefined
}

const track = (live: LiveRun, call: CallState): Tracked => ({
  live,
  call,
  untold: true,
  unsaved: true,
  ending: undefined,
})

/**
 * Follows the one open run from its call and its log lines to its end. The log decides; the call's answer is only
 * noted. Everything known of a run can be read again from the log, so that a crash loses nothing.
 */
export class RunTracker {
  readonly #needs: Needs
  readonly #timers: NodeJS.Timeout[] = []
  #tracked: Tracked | undefined
  /** The run that ended last: its last line and its call's answer may come after its end. */
  #ended: LiveRun | undefined
  #watching = false

  constructor(needs: Needs) {
    this.#needs = needs
    needs.log.listen({
      changes: (source, changes, live) => this.#onChanges(source, changes, live),
      records: (source, fileKey, records) => this.#onRecords(source, fileKey, records),
      state: () => this.#bindLate(),
    })
  }

  /** Takes up the run that was open when the last process ended. Gives where each log must be read from. */
  async recover(): Promise<Map<string, LogPosition>> {
    const row = await this.#needs.runs.findActive()
    if (!row) return new Map()
    const call = recoveredCall(row.xnatCall)
    const expected = await this.#needs.runExpected.loadExpected(row.id)
    this.#tracked = track(createLiveRun({ ...row, xnatCall: call.call }, expected), call)
    return toPositions(row.startCursors)
  }

  /** Starts telling, saving and ending; for when the logs have been read up to now. */
  start() {
    this.#watching = true
    this.#bindLate()
    this.#timers.push(
      setInterval(() => this.#tell(), TELL_EVERY_MS),
      setInterval(() => void this.#check(), CHECK_EVERY_MS),
    )
  }

  async stop() {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#tracked?.ending
    await this.#save()
  }

  /** Follows a run whose call is about to be sent. */
  begin(row: StoredRun, expected: VerdictContext['expected']) {
    this.#tracked = track(createLiveRun(row, expected), PENDING_CALL)
  }

  /** Notes what the call came to; resolves when a refusal that ends the run is stored. */
  async callAnswered(runId: RunId, answer: BulkAnswer, afterMs: number) {
    const tracked = this.#tracked
    const state = answeredCall(answer, performance.now(), afterMs)
    if (tracked?.live.row.id !== runId || tracked.ending) return this.#noteLate(runId, state)
    tracked.call = state
    tracked.live.row = { ...tracked.live.row, xnatCall: state.call }
    tracked.untold = true
    tracked.unsaved = true
    await this.#endIfOver()
  }

  /** Ends a run on a person's word, or because its call was never sent. */
  async giveUp(runId: RunId, ending: Ending) {
    if (this.#tracked?.live.row.id === runId) await this.#end(ending)
  }

  /** The open run, with its sessions as the log shows them now. */
  current(): { live: LiveRun; progress: Progress; log: LogSight } | undefined {
    if (!this.#tracked) return undefined
    const { live } = this.#tracked
    return { live, progress: this.#progress(live), log: this.#needs.log.sight(live.row.logSource) }
  }

  #onChanges(source: string, changes: readonly LogChange[], arrivedLive: boolean) {
    const tracked = this.#tracked
    if (!tracked || tracked.ending) return
    for (const change of changes) {
      if (!takeChange(tracked.live, change, { source, arrivedLive, epochMs: this.#needs.now() })) continue
      tracked.untold = true
      tracked.unsaved = true
    }
    void this.#endIfOver()
  }

  #onRecords(source: string, fileKey: string, records: readonly LogRecord[]) {
    const live = this.#tracked?.live ?? this.#ended
    if (live?.row.logSource !== source) return
    this.#needs.publisher.addRecords(live, source, fileKey, records)
    if (this.#tracked) this.#tracked.untold = true
    // The end line is told after the run: it waits for a line after it, or for quiet.
    else this.#needs.publisher.tellLines(live)
  }

  /** The end line comes just before the answer: the run is over, or about to be, when its call is noted. */
  async #noteLate(runId: RunId, { call }: CallState) {
    await this.#tracked?.ending
    await this.#needs.runs.update(runId, { xnatCall: call })
    if (this.#ended?.row.id !== runId) return
    this.#ended.row = { ...this.#ended.row, xnatCall: call }
    this.#needs.publisher.tell(this.#ended, progressOfEnded(this.#ended.row), this.#needs.log.sight(null))
  }

  /** A log became readable while its run was going on: takes over what it shows. */
  #bindLate() {
    const { log } = this.#needs
    for (const source of log.names()) {
      const open = log.openRuns(source).map((run) => ({ run, opened: false, sessions: [...run.sessions] }))
      if (this.#tracked?.live.row.logKey === null) this.#onChanges(source, open, false)
    }
    if (this.#tracked) this.#tracked.untold = true
  }

  #progress(live: LiveRun): Progress {
    const source = live.row.logSource
    return progressOfLive(live, source === null ? null : (this.#needs.log.stateOf(source)?.lastStamp ?? null))
  }

  #tell() {
    const tracked = this.#tracked
    if (!tracked?.untold || tracked.ending) return
    tracked.untold = false
    this.#needs.publisher.tell(
      tracked.live,
      this.#progress(tracked.live),
      this.#needs.log.sight(tracked.live.row.logSource),
    )
  }

  async #check() {
    await this.#endIfOver()
    await this.#save()
  }

  async #endIfOver() {
    // While the past is read a refusal can look final that the next line explains.
    if (!this.#watching || !this.#tracked || this.#tracked.ending) return
    const { live, call } = this.#tracked
    const { log, now } = this.#needs
    const ending = endingOf(live, call, {
      epochMs: now(),
      monotonicMs: performance.now(),
      log: log.sight(live.row.logSource).state,
    })
    if (ending) await this.#end(ending)
  }

  async #end(ending: Ending) {
    const tracked = this.#tracked
    if (!tracked) return
    tracked.ending ??= this.#store(tracked.live, ending).then(
      () => {
        if (this.#tracked !== tracked) return
        this.#ended = tracked.live
        this.#tracked = undefined
      },
      (error: unknown) => {
        // The run stays open here and ends at the next check: its truth is in the log.
        this.#needs.logger.error(
          { err: error, runId: tracked.live.row.id },
          'the end of a run could not be stored yet',
        )
        tracked.ending = undefined
      },
    )
    await tracked.ending
  }

  async #store(live: LiveRun, ending: Ending) {
    const { log, publisher, now } = this.#needs
    const { throughput } = this.#progress(live)
    const endCursors = toCursors(endPositions(live, log.positions()))
    Object.assign(
      live,
      await saveEnding(this.#needs, live, ending, {
        endedAt: now(),
        endCursors,
        throughput,
      }),
    )
    publisher.tell(live, progressOfEnded(live.row), log.sight(live.row.logSource))
  }

  async #save() {
    const tracked = this.#tracked
    if (!tracked?.unsaved || tracked.ending) return
    tracked.unsaved = false
    try {
      await saveProgress(this.#needs, tracked.live)
    } catch (error) {
      tracked.unsaved = true
      this.#needs.logger.warn(
        { err: error, runId: tracked.live.row.id },
        'the state of a run could not be stored yet',
      )
    }
  }
}
