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
import { applyChange, createLiveRun, endByLog, type LiveRun, progressOfLive } from './live-run.ts'
import { couldBe, toCursors, toPositions } from './log-binding.ts'
import type { Progress } from './progress.ts'
import type { RunPublisher } from './run-publisher.ts'
import { type Ending, saveEnding, saveProgress } from './run-storage.ts'
import { settle } from './settle.ts'
import type { VerdictContext } from './verdicts.ts'

/** Five times a second: what a page shows as live, and what a thousand pages can be sent. */
const TELL_EVERY_MS = 200
/** How often a run is written down, and an end without a log line considered. */
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

/**
 * Follows the one open run from its call and its log lines to its end. The log decides; the call's answer is only
 * noted. Everything known of a run can be read again from the log, so that a crash loses nothing.
 */
export class RunTracker {
  readonly #needs: Needs
  readonly #timers: NodeJS.Timeout[] = []
  #tracked: Tracked | undefined
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
    this.#tracked = {
      live: createLiveRun({ ...row, xnatCall: call.call }, expected),
      call,
      untold: true,
      unsaved: true,
      ending: undefined,
    }
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
    this.#tracked = {
      live: createLiveRun(row, expected),
      call: PENDING_CALL,
      untold: true,
      unsaved: false,
      ending: undefined,
    }
  }

  /** Notes what the call came to; resolves when a refusal that ends the run is stored. */
  async callAnswered(runId: RunId, answer: BulkAnswer, afterMs: number) {
    const tracked = this.#tracked
    const state = answeredCall(answer, this.#needs.now(), afterMs)
    if (tracked?.live.row.id !== runId) {
      // The end line comes just before the answer: the run is over, its call is not noted yet.
      await this.#needs.runs.update(runId, { xnatCall: state.call })
      return
    }
    tracked.call = state
    tracked.live.row = { ...tracked.live.row, xnatCall: tracked.call.call }
    tracked.untold = true
    tracked.unsaved = true
    await this.#endIfOver()
  }

  /** Ends a run nobody can follow any more, on a person's word. */
  async giveUp(runId: RunId) {
    if (this.#tracked?.live.row.id !== runId) return
    await this.#end({ state: 'unknown', reason: 'stopped-watching', detail: null })
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
      const { row } = tracked.live
      if (row.logKey === null && couldBe(change.run, row, source, arrivedLive)) {
        tracked.live.row = { ...row, logKey: change.run.key, logSource: source }
      }
      if (tracked.live.row.logKey !== change.run.key || tracked.live.row.logSource !== source) continue
      applyChange(tracked.live, change)
      tracked.live.row = {
        ...tracked.live.row,
        lastLineAt: arrivedLive ? this.#needs.now() : tracked.live.row.lastLineAt,
      }
      tracked.untold = true
      tracked.unsaved = true
    }
    void this.#endIfOver()
  }

  #onRecords(source: string, fileKey: string, records: readonly LogRecord[]) {
    const tracked = this.#tracked
    if (tracked?.live.row.logSource !== source) return
    this.#needs.publisher.addRecords(tracked.live, source, fileKey, records)
    tracked.untold = true
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
    const byLog = live.seen && call.refusal !== 'locked' ? endByLog(live.seen) : undefined
    const now = this.#needs.now()
    const settled = settle({
      call: { ...call.call, refusal: call.refusal },
      sinceAnswerMs: call.answeredAt === null ? null : now - call.answeredAt,
      sinceStartMs: now - live.row.startedAt,
      seenInLog: live.seen !== null,
      log: this.#needs.log.sight(live.row.logSource).state,
    })
    const ending = byLog ?? (settled && { ...settled, detail: call.said })
    if (ending) await this.#end(ending)
  }

  async #end(ending: Ending) {
    const tracked = this.#tracked
    if (!tracked) return
    tracked.ending ??= this.#store(tracked.live, ending).then(
      () => {
        if (this.#tracked === tracked) this.#tracked = undefined
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
    const progress = { ...this.#progress(live), timeLeft: null }
    const at = { endedAt: now(), endCursors: toCursors(log.positions()), throughput: progress.throughput }
    const ended = await saveEnding(this.#needs, live, ending, at)
    publisher.tell(ended, progress, this.#needs.log.sight(ended.row.logSource))
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
