import type { RunCounts, RunSession } from '@ohif-admin/contracts'
import { Tally } from '../tally.ts'

/** The sessions of a guided run in their order, counted as they change: a run can have a hundred thousand. */
export class SessionList {
  readonly sessions: RunSession[]
  /** Positions that changed since they were last told. */
  readonly changed = new Set<number>()
  readonly tally = new Tally()
  #next = 0

  constructor(sessions: RunSession[]) {
    this.sessions = sessions
    for (const session of sessions) this.tally.change(session, undefined)
  }

  get counts(): RunCounts {
    return this.tally.counts(this.sessions.length)
  }

  /** Stamp of the first line of the run's sessions; null while there is none. */
  get startedAt(): string | null {
    return this.sessions.find(({ beganAt }) => beganAt !== null)?.beganAt ?? null
  }

  /** Throws for a position there is none at. */
  at(position: number): RunSession {
    const session = this.sessions[position]
    if (!session) throw new RangeError(`There is no session at ${position}.`)
    return session
  }

  /** The first that waits; undefined when none does. */
  nextWaiting(): number | undefined {
    while (this.#next < this.sessions.length && this.sessions[this.#next]?.verdict !== 'waiting')
      this.#next += 1
    return this.#next < this.sessions.length ? this.#next : undefined
  }

  set(session: RunSession) {
    this.tally.change(session, this.at(session.position))
    this.sessions[session.position] = session
    this.changed.add(session.position)
    if (session.verdict === 'waiting') this.#next = Math.min(this.#next, session.position)
  }
}
