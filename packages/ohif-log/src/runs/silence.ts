import { type SessionTable, WAITING } from './session-table.ts'

const NONE: readonly number[] = []

/**
 * Recognises, during a bulk run, sessions that ended without a single line.
 *
 * The pool takes sessions in queue order. Once a session has begun, every earlier one has been taken by some thread.
 * A thread that has logged a begin, a done or an error since then had another session in hand at that moment,
 * and it will never be given an earlier one: so when every thread of the pool has done so, an earlier session that
 * still has no line is over. Counting open sessions instead would be wrong: a session that fails in silence keeps
 * looking open while its thread is already about to begin the next.
 */
export class SilenceWatch {
  readonly #sessions: SessionTable
  /** By number of the thread, when it was last heard; 0 for not yet. */
  readonly #heard: number[]
  #quiet: number // threads that were not heard yet
  #passed: { position: number; since: number }[] = []
  #next = 0 // the first of `#passed` that is not settled
  #furthest = -1
  #now = 0

  /** @param pool number of threads that work on the queue */
  constructor(sessions: SessionTable, pool: number) {
    this.#sessions = sessions
    this.#heard = new Array<number>(pool + 1).fill(0)
    this.#quiet = pool
  }

  /** A session began on a thread of the pool. Gives the positions that are now known to be over without a line. */
  began(worker: number, position: number): readonly number[] {
    this.#now++
    for (let earlier = this.#furthest + 1; earlier < position; earlier++) {
      if (this.#sessions.stateOf(earlier) === WAITING)
        this.#passed.push({ position: earlier, since: this.#now })
    }
    this.#furthest = Math.max(this.#furthest, position)
    return this.#hear(worker)
  }

  /** A thread logged the outcome of the session it had open. */
  ended(worker: number): readonly number[] {
    this.#now++
    return this.#hear(worker)
  }

  #hear(worker: number): readonly number[] {
    if (this.#heard[worker] === 0) this.#quiet--
    this.#heard[worker] = this.#now
    if (this.#next >= this.#passed.length || this.#quiet > 0) return NONE
    let quietest = this.#now
    for (let number = 1; number < this.#heard.length; number++) {
      quietest = Math.min(quietest, this.#heard[number] as number)
    }
    const over: number[] = []
    for (let passed = this.#passed[this.#next]; passed !== undefined && passed.since <= quietest; ) {
      if (this.#sessions.stateOf(passed.position) === WAITING) over.push(passed.position)
      passed = this.#passed[++this.#next]
    }
    this.#forgetSettled()
    return over
  }

  #forgetSettled() {
    // half of the list at a time, so that the cost stays in proportion to what was settled
    if (this.#next < 1024 || this.#next * 2 < this.#passed.length) return
    this.#passed = this.#passed.slice(this.#next)
    this.#next = 0
  }
}
