import { elapsedMs, formatStamp, NO_STAMP, type PackedStamp } from '../text/stamp.ts'
import { IdTable } from './id-table.ts'
import type { FailureEvidence, LogRunCounts, LogSession, LogSessionState } from './log-run.ts'

const STATES: readonly LogSessionState[] = ['waiting', 'in-work', 'done', 'failed', 'unknown']
export const WAITING = 0
export const IN_WORK = 1
export const DONE = 2
export const FAILED = 3
export const UNKNOWN = 4

const EVIDENCE: readonly (FailureEvidence | null)[] = [
  null,
  'explicit-error',
  'superseded-on-thread',
  'no-done-line-at-end',
  'no-line-before-3.7',
]

const MIGRATED = 1
const INFERRED = 2
const CHANGED = 4

/** Reasons that are kept for one run. */
const MAX_REASONS = 10_000

/** Sessions that are compared before the index is asked. */
const NEAR = 32

/** Beyond these, sessions of a run are only counted. No site is near them; they bound hostile input. */
const MAX_SESSIONS = 2_000_000
const MAX_ID_BYTES = 64 * 1024 * 1024

/** The sessions of one run, in columns: a site run can have hundreds of thousands. */
export class SessionTable {
  readonly ids = new IdTable()
  #state = new Uint8Array(64)
  #flags = new Uint8Array(64)
  #evidence = new Uint8Array(64)
  #worker = new Uint16Array(64)
  #order = new Int32Array(64)
  #began = new Float64Array(64)
  #ended = new Float64Array(64)
  readonly #reasons = new Map<number, string>()
  readonly #perState = new Int32Array(STATES.length)
  #changed: number[] = []
  #outcomes = 0
  #waitingFrom = 0 // no session before it waits
  #migrated = 0
  #silent = 0
  /** Sessions beyond the bound: counted, not kept. */
  untracked = 0

  get size(): number {
    return this.ids.size
  }

  /** Adds a waiting session and gives its position, or -1 when there are too many. */
  add(bytes: Uint8Array, start: number, end: number): number {
    if (this.ids.size >= MAX_SESSIONS || this.ids.byteLength >= MAX_ID_BYTES) {
      this.untracked++
      return -1
    }
    const position = this.ids.add(bytes, start, end)
    if (position >= this.#state.length) this.#grow()
    this.#began[position] = NO_STAMP
    this.#ended[position] = NO_STAMP
    this.#order[position] = -1
    this.#perState[WAITING] = (this.#perState[WAITING] as number) + 1
    this.#touch(position)
    return position
  }

  stateOf(position: number): number {
    return this.#state[position] as number
  }

  isInferred(position: number): boolean {
    return ((this.#flags[position] as number) & INFERRED) !== 0
  }

  /** The lowest position of the id that waits, or -1. */
  findWaiting(bytes: Uint8Array, start: number, end: number): number {
    while (this.#waitingFrom < this.size && this.#state[this.#waitingFrom] !== WAITING) this.#waitingFrom++
    // the threads take sessions in queue order, so the one that is asked for is nearly always among the next ones
    const near = Math.min(this.#waitingFrom + NEAR, this.size)
    for (let position = this.#waitingFrom; position < near; position++) {
      if (this.#state[position] === WAITING && this.ids.equals(position, bytes, start, end)) return position
    }
    return this.ids.firstFree(bytes, start, end, this.#isWaiting)
  }

  begin(position: number, worker: number, at: PackedStamp, migrated: boolean) {
    this.#move(position, IN_WORK)
    this.#worker[position] = worker
    this.#began[position] = at
    if (migrated) this.#flags[position] = (this.#flags[position] as number) | MIGRATED
  }

  done(position: number, worker: number, at: PackedStamp) {
    this.#move(position, DONE)
    this.#worker[position] = worker
    this.#ended[position] = at
    this.#order[position] = this.#outcomes++
    if (((this.#flags[position] as number) & MIGRATED) !== 0) this.#migrated++
  }

  /** @param at the stamp of the line that proves it; `NO_STAMP` when a missing line does */
  fail(position: number, evidence: FailureEvidence, at: PackedStamp, inferred = false) {
    this.#move(position, FAILED)
    this.#evidence[position] = EVIDENCE.indexOf(evidence)
    this.#ended[position] = at
    if (evidence === 'explicit-error') this.#order[position] = this.#outcomes++
    else this.#silent++
    if (inferred) this.#flags[position] = (this.#flags[position] as number) | INFERRED
  }

  giveUp(position: number) {
    this.#move(position, UNKNOWN)
  }

  /** Takes back what was only inferred of a session (plugin 2.1), so that it waits again. */
  release(position: number) {
    this.#move(position, WAITING)
    this.#flags[position] = (this.#flags[position] as number) & ~(INFERRED | MIGRATED)
    this.#evidence[position] = 0
    this.#worker[position] = 0
    this.#began[position] = NO_STAMP
    this.#ended[position] = NO_STAMP
    this.#order[position] = -1
    this.#reasons.delete(position)
    this.ids.freed(position)
    this.#waitingFrom = Math.min(this.#waitingFrom, position)
  }

  reasonOf(position: number): string | null {
    return this.#reasons.get(position) ?? null
  }

  explain(position: number, reason: string) {
    if (this.#reasons.size >= MAX_REASONS) return
    this.#reasons.set(position, reason)
    this.#touch(position)
  }

  /** Every position whose state is the given one, in queue order. */
  each(state: number, visit: (position: number) => void) {
    for (let position = 0; position < this.size; position++) {
      if (this.#state[position] === state) visit(position)
    }
  }

  counts(): LogRunCounts {
    const of = (state: number) => this.#perState[state] as number
    return {
      total: this.size + this.untracked,
      done: of(DONE),
      migrated: this.#migrated,
      failed: of(FAILED),
      silent: this.#silent,
      unknown: of(UNKNOWN),
      inFlight: of(IN_WORK),
      notStarted: of(WAITING) + this.untracked,
    }
  }

  /** Positions that changed since the last call. */
  takeChanged(): number[] {
    const changed = this.#changed
    this.#changed = []
    for (const position of changed) this.#flags[position] = (this.#flags[position] as number) & ~CHANGED
    return changed
  }

  session(position: number, threadName: (worker: number) => string | null): LogSession {
    const began = this.#began[position] as number
    const ended = this.#ended[position] as number
    const worker = this.#worker[position] as number
    const order = this.#order[position] as number
    const flags = this.#flags[position] as number
    return {
      id: this.ids.text(position),
      position,
      state: STATES[this.stateOf(position)] ?? 'unknown',
      migrated: (flags & MIGRATED) !== 0,
      evidence: EVIDENCE[this.#evidence[position] as number] ?? null,
      reason: this.#reasons.get(position) ?? null,
      thread: worker === 0 ? null : threadName(worker),
      beganAt: formatStamp(began),
      endedAt: formatStamp(ended),
      tookMs: elapsedMs(began, ended),
      outcomeOrder: order < 0 ? null : order,
      idInferred: (flags & INFERRED) !== 0,
    }
  }

  readonly #isWaiting = (position: number) => this.#state[position] === WAITING

  #move(position: number, state: number) {
    const before = this.#state[position] as number
    if (before === FAILED && this.#evidence[position] !== 1) this.#silent--
    this.#perState[before] = (this.#perState[before] as number) - 1
    this.#perState[state] = (this.#perState[state] as number) + 1
    this.#state[position] = state
    this.#touch(position)
  }

  #touch(position: number) {
    const flags = this.#flags[position] as number
    if ((flags & CHANGED) !== 0) return
    this.#flags[position] = flags | CHANGED
    this.#changed.push(position)
  }

  #grow() {
    this.#state = grown(this.#state, new Uint8Array(this.#state.length * 2))
    this.#flags = grown(this.#flags, new Uint8Array(this.#flags.length * 2))
    this.#evidence = grown(this.#evidence, new Uint8Array(this.#evidence.length * 2))
    this.#worker = grown(this.#worker, new Uint16Array(this.#worker.length * 2))
    this.#order = grown(this.#order, new Int32Array(this.#order.length * 2))
    this.#began = grown(this.#began, new Float64Array(this.#began.length * 2))
    this.#ended = grown(this.#ended, new Float64Array(this.#ended.length * 2))
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}
