import type { SessionAnswer } from '@ohif-admin/xnat-client'
import type { LogPosition } from '../../../lib/log-tail/index.ts'
import type { Acting } from './acting.ts'
import { isAtWork } from './session-outcome.ts'

/** A session that was taken into work and whose outcome is not known yet. */
export interface Work {
  position: number
  sessionId: string
  /** Where each log stood before XNAT was called. */
  from: ReadonlyMap<string, LogPosition>
  /** `not-known`: a process that is gone made the call, or was about to. */
  answer: SessionAnswer | 'pending' | 'not-known'
  /** When the answer came, or when this process took over; epoch ms. */
  answeredAt: number
  acting: Acting | null
  /** How often more was waited for than was read of the logs. */
  looks: number
}

/** How many sessions may be at work at a time, and how long a place rests after each. */
export class Lanes {
  readonly #work = new Map<number, Work>()
  #resting: number[] = []

  /** In the order in which they were begun. */
  all(): Work[] {
    return [...this.#work.values()]
  }

  get size(): number {
    return this.#work.size
  }

  add(work: Work) {
    this.#work.set(work.position, work)
  }

  remove({ position }: Work) {
    this.#work.delete(position)
  }

  /** A place rests until then, epoch ms. */
  rest(until: number) {
    this.#resting.push(until)
  }

  free(sessionsAtOnce: number, now: number): boolean {
    this.#resting = this.#resting.filter((until) => until > now)
    const busy = this.#work.values().filter(isAtWork).toArray().length
    return busy + this.#resting.length < sessionsAtOnce
  }
}
