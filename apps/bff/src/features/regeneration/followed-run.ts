import type { LogSight } from '@ohif-admin/contracts'
import type { LogChange, LogRun } from '@ohif-admin/ohif-log'
import type { BulkAnswer } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { RunSessionsRepository } from '../../storage/run-sessions.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { learnedTarget } from './adopted-row.ts'
import { answeredCall, type CallState } from './call-state.ts'
import { endTimes } from './end-time.ts'
import { createLiveRun, type LiveRun, progressOfLive, relabel, unbind } from './live-run.ts'
import type { LiveView } from './live-runs.ts'
import { type Arrival, couldBe, endPositions, takeChange, toCursors } from './log-binding.ts'
import { progressOfEnded } from './progress.ts'
import type { RunPublisher } from './run-publisher.ts'
import { type Ending, saveEnding, saveProgress } from './run-storage.ts'
import { endingOf } from './settle.ts'
import { Silence } from './silence.ts'
import type { VerdictContext } from './verdicts.ts'

export interface FollowNeeds {
  runs: RunsRepository
  runSessions: RunSessionsRepository
  log: LogWatch
  publisher: RunPublisher
  logger: FastifyBaseLogger
  now: () => number
  /** How old the newest look into the log is, in ms; 0 where files are read as they grow. */
  logAgeMs: () => number
  /** How long a run may be silent on this site. */
  usualSilenceMs: () => number
}

/** One run, followed from its call and its log lines to its end. The log decides; the call's answer is only noted. */
export class FollowedRun {
  live: LiveRun
  readonly #needs: FollowNeeds
  readonly #silence: Silence
  #call: CallState
  #untold = true
  #unsaved = true
  #wasStalled = false
  #ending: Promise<void> | undefined
  #over = false

  constructor(
    needs: FollowNeeds,
    row: LiveRun['row'],
    { expected, call }: { expected: VerdictContext['expected']; call: CallState },
  ) {
    this.#needs = needs
    this.#call = call
    this.live = createLiveRun({ ...row, xnatCall: call.call }, expected)
    this.#silence = new Silence(needs.now(), row.longestSilenceMs)
  }

  /** Its end is stored. */
  get over(): boolean {
    return this.#over
  }

  get isEnding(): boolean {
    return this.#ending !== undefined
  }

  /** Resolves when no end is being stored. */
  async settled() {
    await this.#ending
  }

  view(): LiveView {
    const { live } = this
    const { row, sessions } = live
    return { row, sessions, progress: this.#progress(), log: this.#sight(), stalled: this.#stalled() }
  }

  /** Whether the run of the log can be this one, which has none yet. */
  fits(run: LogRun, { source, arrivedLive }: Arrival): boolean {
    // The lock was held: what runs is somebody else's.
    if (this.#ending || this.#call.refusal === 'locked') return false
    return couldBe(run, this.live.row, source, arrivedLive)
  }

  /** False when the change is of another run. */
  take(change: LogChange, arrival: Arrival): boolean {
    if (this.#ending || !takeChange(this.live, change, arrival)) return false
    if (arrival.arrivedLive) this.#silence.heard(arrival.epochMs)
    const { row } = this.live
    this.live.row = { ...row, ...learnedTarget(row, change.run), longestSilenceMs: this.#silence.longestMs }
    this.touch()
    return true
  }

  /** Something is to be told and written down. */
  touch() {
    this.#untold = true
    this.#unsaved = true
  }

  /** Takes over what XNAT tells of a run that began elsewhere. */
  learn(facts: Partial<LiveRun['row']>, expected: VerdictContext['expected']) {
    this.live.row = { ...this.live.row, ...facts }
    relabel(this.live, expected)
    this.touch()
  }

  /** Notes what the call came to. Gives the run of the log that turned out to be somebody else's. */
  answered(answer: BulkAnswer, afterMs: number): { source: string; run: LogRun } | undefined {
    this.#call = answeredCall(answer, performance.now(), afterMs)
    this.live.row = { ...this.live.row, xnatCall: this.#call.call }
    this.touch()
    const { seen, row } = this.live
    if (this.#call.refusal !== 'locked' || !seen || row.logSource === null) return undefined
    unbind(this.live)
    return { source: row.logSource, run: seen }
  }

  tell() {
    const stalled = this.#stalled() !== null
    if (this.#ending || (!this.#untold && stalled === this.#wasStalled)) return
    this.#untold = false
    this.#wasStalled = stalled
    const changed = [...this.live.changed].flatMap((position) => this.live.sessions[position] ?? [])
    this.live.changed.clear()
    this.#needs.publisher.tell(this.view(), changed)
  }

  /** Ends the run when its log, or what its call came to, says so. */
  async endIfOver() {
    if (this.#ending || this.#over) return
    const { now, logAgeMs } = this.#needs
    const ending = endingOf(this.live, this.#call, {
      epochMs: now(),
      monotonicMs: performance.now(),
      log: this.#sight().state,
      logAgeMs: logAgeMs(),
    })
    if (ending) await this.end(ending)
  }

  async end(ending: Ending) {
    this.#ending ??= this.#store(ending).then(
      () => {
        this.#over = true
      },
      (error: unknown) => {
        // The run stays open here and ends at the next check: its truth is in the log.
        const about = { err: error, runId: this.live.row.id }
        this.#needs.logger.error(about, 'the end of a run could not be stored yet')
        this.#ending = undefined
      },
    )
    await this.#ending
  }

  async save() {
    if (!this.#unsaved || this.#ending) return
    this.#unsaved = false
    try {
      await saveProgress(this.#needs, this.live)
    } catch (error) {
      this.#unsaved = true
      const about = { err: error, runId: this.live.row.id }
      this.#needs.logger.warn(about, 'the state of a run could not be stored yet')
    }
  }

  async #store(ending: Ending) {
    const { log, now } = this.#needs
    const { throughput } = this.#progress()
    const endCursors = toCursors(endPositions(this.live, log.positions()))
    const { endedAt, marks } = endTimes(this.live, ending, now())
    const { sessions: before, changed: untold } = this.live
    const at = { endedAt, endCursors, throughput, marks }
    this.live = await saveEnding(this.#needs, this.live, ending, at)
    const { sessions } = this.live
    const changed = sessions.filter((session, place) => untold.has(place) || before[place] !== session)
    const { row } = this.live
    const facts = { row, progress: progressOfEnded(row), log: this.#sight(), stalled: null }
    this.#needs.publisher.tell(facts, changed)
  }

  #stalled() {
    const { state } = this.live.row
    const atWork = state === 'running' || state === 'discovering'
    const visible = atWork && this.#sight().state === 'ok'
    return visible ? this.#silence.stalled(this.#needs.now(), this.#needs.usualSilenceMs()) : null
  }

  #progress() {
    const source = this.live.row.logSource
    const lastStamp = source === null ? null : (this.#needs.log.stateOf(source)?.lastStamp ?? null)
    return progressOfLive(this.live, { lastStamp, silentMs: this.#silence.lasts(this.#needs.now()) })
  }

  #sight(): LogSight {
    return this.#needs.log.sight(this.live.row.logSource)
  }
}
