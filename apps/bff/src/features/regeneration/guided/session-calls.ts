import type { GuidedSettings, RunSession } from '@ohif-admin/contracts'
import type { LogChange } from '@ohif-admin/ohif-log'
import type { SessionAnswer, XnatClient } from '@ohif-admin/xnat-client'
import type { LogPosition } from '../../../lib/log-tail/index.ts'
import type { LogWatch } from '../../../lib/log-watch.ts'
import type { UpstreamWatch } from '../../../lib/upstream-watch.ts'
import type { GuidedRunsRepository } from '../../../storage/guided-runs.ts'
import type { GuidedSessionsRepository } from '../../../storage/guided-sessions.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import { toCursors } from '../log-binding.ts'
import type { Acting, ActingFor } from './acting.ts'
import { replayLog } from './replay-log.ts'
import type { SessionList } from './session-list.ts'
import { isAtWork, outcomeOf, type Patience } from './session-outcome.ts'
import { SessionSightings } from './session-sightings.ts'
import { Lanes, type Work } from './work.ts'

/** A line in a folder that is watched comes within this time. */
const LOG_DELAY_MS = 5_000
/** A session at work writes no line while it reads its files: a hundred thousand of them take their time. */
const SILENCE_MS = 60 * 60_000
/** XNAT takes on a request that reached it at once; after so long without a line there was none. */
const NEVER_SENT_MS = 5_000

/** Looks at a session before it is called unknown, while there is something to be read: about half a minute. */
const MOST_LOOKS = 120

export interface CallNeeds {
  log: LogWatch
  xnat: Pick<XnatClient, 'rebuildSession'>
  guidedRuns: GuidedRunsRepository
  guidedSessions: GuidedSessionsRepository
  acting: ActingFor
  /** How late lines may be, ms; null when the log is read from its folder. */
  logDelayMs: () => number | null
  /** How long a call for one session is kept open, ms. */
  callTimeoutMs: number
  now: () => number
}

interface Place {
  row: Pick<StoredRun, 'id' | 'data' | 'startedBy' | 'afterSignOut'>
  list: SessionList
  upstream: UpstreamWatch
  wake: () => void
  closing: AbortSignal
}

/**
 * The calls of a guided run, one for each session and never a second one while the outcome of the first is open, and what
 * HTTP and log together say about each.
 */
export class SessionCalls {
  readonly #needs: CallNeeds
  readonly #place: Place
  readonly #lanes = new Lanes()
  readonly #sightings: SessionSightings
  /** Sessions for which the plugin's address was missing once. */
  readonly #withoutPlugin = new Set<number>()
  /** The logs were there to be read from where the last process stood, so that no line means no call. */
  #provable = false

  constructor(needs: CallNeeds, place: Place) {
    this.#needs = needs
    this.#place = place
    this.#sightings = new SessionSightings(place.row.data)
  }

  /** Sessions whose outcome is open. */
  get open(): number {
    return this.#lanes.size
  }

  mayBegin({ sessionsAtOnce }: GuidedSettings): boolean {
    return this.#lanes.free(sessionsAtOnce, this.#needs.now())
  }

  /** Takes up the sessions that a process which is gone had in work, from where the logs stood before them. */
  async takeUp(sessions: readonly RunSession[], from: ReadonlyMap<string, LogPosition>) {
    const { log, now } = this.#needs
    for (const { position, sessionId } of sessions) {
      this.#sightings.watch(sessionId, from)
      this.#lanes.add({
        position,
        sessionId,
        from,
        answer: 'not-known',
        answeredAt: now(),
        acting: null,
        looks: 0,
      })
    }
    if (sessions.length === 0) return
    this.#provable = await replayLog(log, from, (source, changes) => {
      this.#sightings.take(source, changes, now())
    })
  }

  /** Takes over what a log shows; gives whether it was about a session of this run. */
  take(source: string, changes: readonly LogChange[]): boolean {
    return this.#sightings.take(source, changes, this.#needs.now())
  }

  /** Writes down that the session is taken into work, then calls XNAT; does not wait for the answer. */
  async begin(position: number, acting: Acting, settings: GuidedSettings) {
    const { log, guidedRuns, guidedSessions, now } = this.#needs
    const { row, list } = this.#place
    const session = list.at(position)
    const from = await log.ends()
    const oldest = this.#lanes.all()[0]?.from ?? from
    await guidedRuns.setResume(row.id, toCursors(oldest))
    if (!(await guidedSessions.claim(row.id, position)))
      throw new Error('A session was taken by somebody else.')
    this.#sightings.watch(session.sessionId, from)
    const work: Work = {
      position,
      sessionId: session.sessionId,
      from,
      answer: 'pending',
      answeredAt: now(),
      acting,
      looks: 0,
    }
    this.#lanes.add(work)
    list.set({ ...session, verdict: 'in-work', evidence: null })
    void this.#call(work, session, acting, settings)
  }

  /** Decides what can be decided by now. */
  async settle({ pauseMs }: GuidedSettings) {
    for (const work of this.#lanes.all()) {
      if (await this.#undone(work)) continue
      const told = outcomeOf(this.#factsOf(work), this.#patience())
      if (!told || (told.verdict === 'unknown' && (await this.#mayHoldMore(work)))) continue
      const session = { ...this.#place.list.at(work.position), ...told }
      await this.#needs.guidedSessions.settle(this.#place.row.id, session)
      if (isAtWork(work)) this.#lanes.rest(this.#needs.now() + pauseMs)
      this.#done(work, session)
    }
  }

  async #call(work: Work, session: RunSession, acting: Acting, { pauseMs }: GuidedSettings) {
    const { xnat, callTimeoutMs, now } = this.#needs
    const { row, upstream, closing, wake } = this.#place
    const { projectId, sessionId } = session
    const call = { project: projectId ?? '', session: sessionId, data: row.data }
    const answer = await xnat
      .rebuildSession(acting.xnatSession, call, { timeoutMs: callTimeoutMs, signal: closing })
      .catch((): SessionAnswer => ({ outcome: 'connection-lost' }))
    // Our own shutdown cut the connection: that says nothing about XNAT.
    if (closing.aborted) return
    work.answer = answer
    work.answeredAt = now()
    if (isAway(answer)) upstream.missed()
    if (!isAtWork(work)) this.#lanes.rest(now() + pauseMs)
    wake()
  }

  /** Puts a session back for which nothing was done; gives whether it did. */
  async #undone(work: Work): Promise<boolean> {
    if (!(await this.#wasNotTakenOn(work))) return false
    const { row, list } = this.#place
    await this.#needs.guidedSessions.release(row.id, work.position)
    this.#done(work, { ...list.at(work.position), verdict: 'waiting' })
    return true
  }

  async #wasNotTakenOn(work: Work): Promise<boolean> {
    const { answer, acting, position } = work
    const { row, upstream } = this.#place
    if (answer === 'pending') return false
    if (answer === 'not-known') return this.#wasNeverSent(work)
    if (answer.outcome === 'not-sent') return true
    if (answer.outcome === 'signed-out') {
      if (acting) await this.#needs.acting.refused(row, acting)
      return true
    }
    // An absent plugin answers with a page of the servlet container; the plugin's own 404s are empty.
    const absent = answer.outcome === 'refused' && answer.status === 404 && answer.page
    if (!absent || this.#withoutPlugin.has(position)) return false
    this.#withoutPlugin.add(position)
    upstream.pluginMissed()
    return true
  }

  /** The last process was ended between its note and its call: XNAT, which is there, has no line of it. */
  async #wasNeverSent(work: Work): Promise<boolean> {
    const { sessionId, answeredAt } = work
    if (!this.#provable || !this.#logReadable() || this.#sightings.of(sessionId).length > 0) return false
    const { seenAt } = this.#place.upstream
    if (seenAt === null) {
      this.#place.upstream.missed()
      return false
    }
    const waitedMs = this.#needs.now() - Math.max(seenAt, answeredAt)
    return waitedMs > Math.max(NEVER_SENT_MS, this.#patience().logDelayMs) && !(await this.#mayHoldMore(work))
  }

  /**
   * Whether a log has more than was read of it: a machine that stood still has let time pass and read nothing. Asked for
   * each look at a session, and answered with no in the end: what is left then is no line, or no file to be read.
   */
  async #mayHoldMore(work: Work): Promise<boolean> {
    const { log, logDelayMs } = this.#needs
    // A copy is as old as the delay says.
    if (logDelayMs() !== null || work.looks >= MOST_LOOKS) return false
    work.looks += 1
    const read = log.positions()
    const ends = await log.ends()
    return ends.entries().some(([source, { fileKey, offset }]) => {
      const at = read.get(source)
      return at !== undefined && (at.fileKey !== fileKey || at.offset < offset)
    })
  }

  #done(work: Work, session: RunSession) {
    this.#sightings.forget(work.sessionId)
    this.#lanes.remove(work)
    this.#place.list.set(session)
  }

  #factsOf({ answer, answeredAt, sessionId }: Work) {
    const now = this.#needs.now()
    const lastLineAt = this.#sightings.lastLineAt(sessionId) ?? 0
    return {
      answer,
      sinceAnswerMs: now - answeredAt,
      sightings: this.#sightings.of(sessionId),
      silentMs: now - Math.max(lastLineAt, answeredAt),
      logReadable: this.#logReadable(),
    }
  }

  #patience(): Patience {
    return { logDelayMs: this.#needs.logDelayMs() ?? LOG_DELAY_MS, silenceMs: SILENCE_MS }
  }

  /** Every node's log is read: in one that is not, the line could be. */
  #logReadable(): boolean {
    const states = this.#needs.log.states()
    return states.length > 0 && states.every(({ state }) => state !== 'unreadable')
  }
}

/** Whether XNAT itself is missing, rather than slow with one session. */
function isAway(answer: SessionAnswer): boolean {
  if (answer.outcome === 'not-sent' || answer.outcome === 'connection-lost') return true
  return answer.outcome === 'gateway-timeout' && (answer.status === 502 || answer.status === 503)
}
