import type { LogRun } from './log-run.ts'
import { OtherLog } from './other-log.ts'
import { type Place, RunState, type Worker } from './run-state.ts'
import type { Thread } from './thread.ts'
import { VersionEvidence } from './version.ts'

/** Session-level runs that may be open at once; with more, the oldest is given up. A server has a few hundred threads. */
const MAX_SESSION_RUNS = 1000

/** Pools of one life of the server that are remembered. Each belonged to a bulk run. */
const MAX_POOLS = 100_000

export interface FoldOptions {
  /** Version of the plugin that writes the log, `3.6.0`. Without it, the log is asked: see `unknownWhenUndecided`. */
  pluginVersion?: string
  /**
   * What a session is that never began, when neither the option nor the log tells the version:
   * false (the default) takes it for a failure, as before plugin 3.7; true for unknown.
   */
  unknownWhenUndecided?: boolean
}

/** Part of a record's message: an id, compared without making a string of it. */
export interface Value {
  bytes: Uint8Array
  start: number
  end: number
}

/** Everything the fold knows about the server at one place of the log. */
export class FoldContext {
  bulk: RunState | null = null
  dicomweb: RunState | null = null
  readonly open = new Set<RunState>()
  /** Pools that were a run's in this life of the server: their numbers are not used again in it. */
  readonly pools = new Set<number>()
  /** A run ended early before its pool was known: its threads may still log, and must not be taken for the next run's. */
  strayPool = false
  /** Reading began, or went on after a gap, at a place where a run may have been under way. */
  mayHaveMissedStart = true
  readonly version: VersionEvidence
  readonly unknownWhenUndecided: boolean
  readonly other = new OtherLog()
  restarts = 0
  /** Takes the reason of a failure whose header was just read: it stands on the next line. */
  awaitsReason: ((reason: string) => void) | null = null
  #dirty: RunState[] = []
  readonly #sessionRuns = new Set<RunState>()

  constructor(options: FoldOptions) {
    this.version = new VersionEvidence(options.pluginVersion)
    this.unknownWhenUndecided = options.unknownWhenUndecided ?? false
  }

  openRun(kind: LogRun['kind'], place: Place): RunState {
    const run = new RunState(kind, place)
    this.open.add(run)
    this.mark(run)
    return run
  }

  /** Opens a run that lives on one thread. */
  openSessionRun(kind: 'session' | 'dicomweb', thread: Thread, place: Place): RunState {
    if (this.#sessionRuns.size >= MAX_SESSION_RUNS) {
      for (const oldest of this.#sessionRuns) {
        oldest.lose('superseded', place)
        this.closed(oldest)
        break
      }
    }
    const run = this.openRun(kind, place)
    run.scope = 'session'
    run.requestThread = thread.name
    run.queueSeen = true
    thread.work = run
    run.attach(thread)
    this.#sessionRuns.add(run)
    return run
  }

  mark(run: RunState) {
    if (run.isDirty) return
    run.isDirty = true
    this.#dirty.push(run)
  }

  takeDirty(): RunState[] {
    const dirty = this.#dirty
    this.#dirty = []
    for (const run of dirty) run.isDirty = false
    return dirty
  }

  /** Lets go of a run that has just been closed. */
  closed(run: RunState) {
    this.mark(run)
    this.open.delete(run)
    this.#sessionRuns.delete(run)
    if (this.bulk === run) this.bulk = null
    if (this.dicomweb === run) this.dicomweb = null
  }

  /** Gives a run its pool. */
  bind(run: RunState, pool: number) {
    run.pool = pool
    if (this.pools.size < MAX_POOLS) this.pools.add(pool)
    this.mark(run)
  }

  /** The worker of the run that this thread is, or null when it is not of the run's pool. */
  workerOf(run: RunState, thread: Thread): Worker | null {
    if (run.pool !== thread.pool) return null
    if (run.threads > 0 && thread.number > run.threads) return null
    if (thread.worker?.run !== run) {
      thread.worker = run.worker(thread.number)
      run.attach(thread)
    }
    return thread.worker
  }

  /** The server started again: whatever was open will never end. */
  restart(place: Place) {
    this.restarts++
    for (const run of [...this.open]) {
      run.lose('restart', place)
      this.closed(run)
    }
    this.other.loseOpen()
    this.pools.clear()
    this.strayPool = false
    this.mayHaveMissedStart = false
  }

  /** Some bytes of the log will never be read: from now on a missing line proves nothing for the open runs. */
  skipped() {
    this.mayHaveMissedStart = true
    this.awaitsReason = null
    for (const run of this.open) {
      run.gap = true
      run.silence = null
      // more of the queue may have been in what was skipped
      if (run.scope !== 'session' && (run.legacy !== false || !run.anyBegun)) run.queueSeen = false
      this.mark(run)
    }
    this.other.loseOpen()
  }
}
