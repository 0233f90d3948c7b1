import type { LogScope } from '../meaning/event.ts'
import { elapsedMs, formatStamp, NO_STAMP, type PackedStamp } from '../text/stamp.ts'
import type { LogChange, LogRun, LogRunOutcome, LogSession } from './log-run.ts'
import { SessionTable } from './session-table.ts'
import type { SilenceWatch } from './silence.ts'
import type { Thread } from './thread.ts'

/** One thread of a run's pool. */
export interface Worker {
  run: RunState
  /** M of `pool-N-thread-M`. */
  number: number
  /** Position of the session it has open; -1 for none, -2 for one that cannot be named (plugin 2.1). */
  open: number
  /** It has begun a session before. */
  used: boolean
}

/** Where a record stands: its file, its bytes and its stamp. */
export interface Place {
  fileKey: string
  offset: number
  end: number
  at: PackedStamp
}

/** One run while it is folded. What it means is decided elsewhere; this only keeps the state and shows it. */
export class RunState {
  readonly sessions = new SessionTable()
  readonly kind: LogRun['kind']
  readonly fileKey: string
  readonly startOffset: number
  scope: LogScope | null = null
  target: string | null = null
  requestThread = ''
  /** N of the pool's threads, -1 before it is bound. */
  pool = -1
  startedAt: PackedStamp = NO_STAMP
  threads = -1
  /** The request line or the head of the queue was seen, so the queue is whole. */
  queueSeen = false
  /** Plugin 2.1; null while only the thread count was seen, which looks the same in every version. */
  legacy: boolean | null = false
  discovering = false
  anyBegun = false
  /** Plugin 2.1: every position below has been given to a thread. */
  freeFrom = 0
  gap = false
  /** A pool worked on sessions of this queue but was not trusted to be this run's. */
  strangers = false
  isOpen = true
  notSupported = 0
  scanned = 0
  lastAt: PackedStamp = NO_STAMP
  readonly workers: Worker[] = []
  readonly #attached = new Set<Thread>()
  silence: SilenceWatch | null = null

  // for the fold: where in the current bytes the last record of this run starts, and whether changes wait
  lastStart = -1
  isDirty = false
  #shown = false

  #outcome: LogRunOutcome = 'running'
  #error: string | null = null
  #lostBecause: LogRun['lostBecause'] = null
  #restartSeenAt: PackedStamp = NO_STAMP
  #endedAt: PackedStamp = NO_STAMP
  #endFileKey: string | null = null
  #endOffset: number | null = null

  constructor(kind: LogRun['kind'], place: Place) {
    this.kind = kind
    this.fileKey = place.fileKey
    this.startOffset = place.offset
  }

  close(outcome: 'completed' | 'failed', place: Place, error: string | null = null) {
    this.#outcome = outcome
    this.#endedAt = place.at
    this.#error = error
    this.#endFileKey = place.fileKey
    this.#endOffset = place.end
    this.#shut()
  }

  lose(because: 'restart' | 'superseded', place: Place) {
    this.#outcome = 'lost'
    this.#lostBecause = because
    if (because === 'restart') this.#restartSeenAt = place.at
    this.#endFileKey = place.fileKey
    this.#endOffset = place.offset
    this.#shut()
  }

  /** The error came in a later line than the end. */
  explain(error: string) {
    this.#error = error
  }

  /** The thread's records belong to the run from now on. */
  attach(thread: Thread) {
    thread.owner = this
    this.#attached.add(thread)
  }

  worker(number: number): Worker {
    let worker = this.workers.find((known) => known.number === number)
    if (worker === undefined) {
      worker = { run: this, number, open: -1, used: false }
      this.workers.push(worker)
    }
    return worker
  }

  change(): LogChange {
    const opened = !this.#shown
    this.#shown = true
    const positions = this.sessions.takeChanged()
    const show = this.#session
    return {
      run: this.view(),
      opened,
      get sessions() {
        return positions.map(show)
      },
    }
  }

  view(): LogRun {
    const { sessions } = this
    const show = this.#session
    return {
      key: `${this.fileKey}:${this.startOffset}`,
      kind: this.kind,
      scope: this.scope,
      target: this.target,
      fileKey: this.fileKey,
      startOffset: this.startOffset,
      endFileKey: this.#endFileKey,
      endOffset: this.#endOffset,
      requestThread: this.requestThread,
      pool: this.pool < 0 ? null : this.pool,
      startedAt: formatStamp(this.startedAt),
      endedAt: formatStamp(this.#endedAt),
      durationMs: elapsedMs(this.startedAt, this.#endedAt),
      outcome: this.#outcome,
      error: this.#error,
      lostBecause: this.#lostBecause,
      restartSeenAt: formatStamp(this.#restartSeenAt),
      threads: this.threads < 0 ? null : this.threads,
      total: this.queueSeen ? sessions.size + sessions.untracked : null,
      totalIsFinal: this.queueSeen && this.legacy === false && (this.anyBegun || !this.isOpen),
      discovering: this.discovering,
      get sessions() {
        return Array.from({ length: sessions.size }, (_, position) => show(position))
      },
      counts: sessions.counts(),
      dicomweb:
        this.kind === 'dicomweb'
          ? { enumerated: sessions.size, notSupported: this.notSupported, scanned: this.scanned }
          : null,
      lastStamp: formatStamp(this.lastAt),
      gap: this.gap,
    }
  }

  readonly #session = (position: number): LogSession => this.sessions.session(position, this.#threadName)

  readonly #threadName = (worker: number): string | null => {
    if (this.pool >= 0) return `pool-${this.pool}-thread-${worker}`
    return this.requestThread === '' ? null : this.requestThread
  }

  #shut() {
    this.isOpen = false
    this.discovering = false
    this.silence = null
    // a thread lives as long as the server: through it, every run it ever worked for would be kept
    for (const thread of this.#attached) release(thread, this)
    this.#attached.clear()
  }
}

function release(thread: Thread, run: RunState) {
  if (thread.owner === run) thread.owner = null
  if (thread.request === run) thread.request = null
  if (thread.work === run) thread.work = null
  if (thread.worker?.run === run) thread.worker = null
}
