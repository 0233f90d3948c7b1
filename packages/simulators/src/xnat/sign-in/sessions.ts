import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'

/** One servlet session. */
export interface JsessionRecord {
  id: string
  /** `guest` while anonymous. */
  username: string
  csrfToken: string
  /** Fixed when the session is created. */
  timeoutMs: number
  lastAccessAt: number
  /** Set when an administrator's call ended it: the next request is refused. */
  expired: boolean
}

/** Servlet sessions of one JVM life. */
export class SessionStore {
  /** Every session ever opened, anonymous ones included. */
  opened = 0
  readonly #sessions = new Map<string, JsessionRecord>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  open(username: string, timeoutMs: number): JsessionRecord {
    this.opened += 1
    const session: JsessionRecord = {
      id: randomBytes(16).toString('hex').toUpperCase(),
      username,
      csrfToken: randomUUID(),
      timeoutMs,
      lastAccessAt: this.#clock.now(),
      expired: false,
    }
    this.#sessions.set(session.id, session)
    return session
  }

  /** The live session of that id, or undefined when it is unknown, idle for too long or expired by an administrator. */
  find(id: string | undefined): JsessionRecord | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id)
    if (!session) return undefined
    if (session.expired || this.#clock.now() - session.lastAccessAt >= session.timeoutMs) {
      this.#sessions.delete(session.id)
      return undefined
    }
    return session
  }

  /** Restarts the idle clock; called when a request starts and again when it ends. */
  touch(session: JsessionRecord): void {
    session.lastAccessAt = this.#clock.now()
  }

  close(id: string): void {
    this.#sessions.delete(id)
  }

  /** Moves the session to a new id and user: protection against session fixation. */
  renew(session: JsessionRecord, username: string, timeoutMs: number): JsessionRecord {
    this.#sessions.delete(session.id)
    return this.open(username, timeoutMs)
  }

  liveOf(username: string): JsessionRecord[] {
    return this.live().filter((session) => session.username === username)
  }

  live(): JsessionRecord[] {
    return [...this.#sessions.keys()].flatMap((id) => this.find(id) ?? [])
  }

  clear(): void {
    this.#sessions.clear()
  }
}
