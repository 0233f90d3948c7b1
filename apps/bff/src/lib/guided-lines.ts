import { type LogRecord, parseMessage } from '@ohif-admin/ohif-log'

type Said = Pick<LogRecord, 'thread' | 'level' | 'logger' | 'message'>

/**
 * Tells the lines of the calls for a guided run's sessions from all others, in the order of one log: from the line with
 * which the plugin takes a call up to the one with which it is done, on the call's own thread. A call of somebody else for
 * one of these sessions at the same time looks the same.
 */
export class GuidedLines {
  readonly #sessionIds: ReadonlySet<string>
  readonly #busy = new Set<string>()

  constructor(sessionIds: ReadonlySet<string>) {
    this.#sessionIds = sessionIds
  }

  /** Whether any thread is at a call. */
  get isBusy(): boolean {
    return this.#busy.size > 0
  }

  /** Forgets which threads are at a call: what comes next is somewhere else in the log. */
  restart() {
    this.#busy.clear()
  }

  takes(record: Said): boolean {
    const event = parseMessage(record)
    const { thread } = record
    if (event.kind === 'run-requested') {
      const { scope, target } = event
      const mine = scope === 'session' && target !== null && this.#sessionIds.has(target)
      if (mine) this.#busy.add(thread)
      else this.#busy.delete(thread)
      return mine
    }
    if (!this.#busy.has(thread)) return false
    // The thread has another request by now, so the end of this one is missing.
    const isOther = event.kind === 'request-checked' || event.kind === 'started-up'
    if (isOther || event.kind === 'run-completed' || event.kind === 'request-failed')
      this.#busy.delete(thread)
    return !isOther
  }
}
