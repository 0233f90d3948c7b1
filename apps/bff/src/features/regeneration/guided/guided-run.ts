import type { RunReason, RunSession } from '@ohif-admin/contracts'
import type { LogChange } from '@ohif-admin/ohif-log'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import { Bell } from '../../../lib/bell.ts'
import { UpstreamWatch } from '../../../lib/upstream-watch.ts'
import type { GuidedOrders } from '../../../storage/guided-runs.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunsRepository } from '../../../storage/runs.ts'
import type { LiveView } from '../live-runs.ts'
import { toCursors, toPositions } from '../log-binding.ts'
import type { RunPublisher } from '../run-publisher.ts'
import type { Acting } from './acting.ts'
import { guidedFacts, toVerify, viewOf } from './guided-facts.ts'
import { type Hold, holdOf } from './hold.ts'
import { type CallNeeds, SessionCalls } from './session-calls.ts'
import { SessionList } from './session-list.ts'

/** How often a run looks at its orders and its sessions when nothing wakes it. */
const LOOK_EVERY_MS = 250
const OBEY_EVERY_MS = 1_000
/** A database that does not answer is asked again after this long; XNAT goes on meanwhile. */
const RETRY_MS = 2_000

export interface GuidedNeeds extends CallNeeds {
  runs: RunsRepository
  xnat: Pick<XnatClient, 'rebuildSession' | 'buildInfo' | 'viewerPlugin'>
  logger: FastifyBaseLogger
  /** Whether a bulk run that was begun elsewhere is active. */
  foreignRun: () => boolean
  publisher: RunPublisher
}

export interface GuidedStart {
  row: StoredRun
  sessions: RunSession[]
  orders: GuidedOrders
}

type Ending = { state: 'finished' | 'stopped' | 'unknown'; reason: RunReason | null }

/** One guided run from its first session to its last: every step is in the database before it is taken. */
export class GuidedRun {
  row: StoredRun
  readonly list: SessionList
  readonly #needs: GuidedNeeds
  readonly #calls: SessionCalls
  readonly #upstream: UpstreamWatch
  readonly #closing = new AbortController()
  #orders: GuidedOrders
  #obeyedAt = 0
  #provenAt: number | null = null
  #newOrders = true
  readonly #bell = new Bell()
  readonly #obeyed = new Set<() => void>()
  #acting: Acting | undefined
  #hold: Hold | null = null
  #saved = ''
  #told = ''
  #driving: Promise<void> | undefined

  constructor(needs: GuidedNeeds, { row, sessions, orders }: GuidedStart) {
    this.#needs = needs
    this.row = row
    this.list = new SessionList(sessions)
    this.#orders = orders
    const wake = () => this.wake()
    this.#upstream = new UpstreamWatch({ xnat: needs.xnat, now: needs.now, wake })
    const place = { row, list: this.list, upstream: this.#upstream, wake, closing: this.#closing.signal }
    this.#calls = new SessionCalls(needs, place)
    this.#reflect()
  }

  /** Works through the list; resolves when the run is over or this process lets go of it. */
  drive(): Promise<void> {
    this.#driving ??= this.#drive()
    return this.#driving
  }

  view(): LiveView {
    return viewOf(this.row, this.list, this.#needs.log)
  }

  /** Lets go: calls are cut, which XNAT does not notice, and another process takes the sessions in work up. */
  async letGo() {
    this.#closing.abort()
    this.wake()
    await this.#driving
  }

  /** Something happened that may matter: looks at once. `orders`: they were changed. */
  wake({ orders = false }: { orders?: boolean } = {}) {
    this.#newOrders ||= orders
    this.#bell.ring()
  }

  /** Resolves when the orders as they are now were followed by a step, or the run is over. */
  async obey(): Promise<void> {
    if (this.row.endedAt !== null || this.#closing.signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#obeyed.add(resolve)
    this.wake({ orders: true })
    await promise
  }

  takeChanges(source: string, changes: readonly LogChange[], live: boolean) {
    if (!this.#calls.take(source, changes)) return
    const lastLineAt = live ? this.#needs.now() : this.row.lastLineAt
    this.row = { ...this.row, lastLineAt, logSource: this.row.logSource ?? source }
    this.wake()
  }

  async #drive() {
    const inWork = this.list.sessions.filter(({ verdict }) => verdict === 'in-work')
    await this.#calls.takeUp(inWork, toPositions(this.#orders.resume))
    while (!this.#closing.signal.aborted && this.row.endedAt === null) {
      let pauseMs = LOOK_EVERY_MS
      const waiting = [...this.#obeyed]
      try {
        await this.#step()
        for (const done of waiting) this.#obeyed.delete(done)
        for (const done of waiting) done()
      } catch (error) {
        if (this.#closing.signal.aborted) break
        this.#needs.logger.warn(
          { err: error, runId: this.row.id },
          'a guided run could not take its next step',
        )
        pauseMs = RETRY_MS
      }
      this.#tell()
      if (this.row.endedAt === null) await this.#bell.wait(pauseMs)
    }
    for (const done of this.#obeyed) done()
  }

  #tell() {
    const changed = [...this.list.changed].map((position) => this.list.at(position))
    const text = JSON.stringify(this.row)
    if (changed.length === 0 && text === this.#told) return
    this.#told = text
    this.list.changed.clear()
    this.#needs.publisher.tell(this.view(), changed)
  }

  async #step() {
    await this.#obey()
    await this.#calls.settle(this.#orders.settings)
    // Also with nothing left to begin: whether a call was ever sent is known once XNAT was seen.
    this.#upstream.ask(this.#acting?.xnatSession)
    const ending = this.#ending()
    if (ending) return this.#end(ending)
    await this.#beginMore()
    this.#reflect()
    await this.#save()
  }

  async #obey() {
    const now = this.#needs.now()
    if (!this.#newOrders && now - this.#obeyedAt < OBEY_EVERY_MS && now >= this.#obeyedAt) return
    // Before the reading: what is changed meanwhile is read at the next step.
    this.#newOrders = false
    this.#orders = (await this.#needs.guidedRuns.find(this.row.id)) ?? this.#orders
    this.#obeyedAt = now
  }

  async #beginMore() {
    this.#hold = null
    while (!this.#orders.stopping && !this.#closing.signal.aborted) {
      const position = this.list.nextWaiting()
      if (position === undefined) return
      this.#hold = await this.#whyNot()
      if (this.#hold || !this.#acting || !this.#calls.mayBegin(this.#orders.settings)) return
      await this.#calls.begin(position, this.#acting, this.#orders.settings)
    }
  }

  /** After XNAT was away its sessions may be gone: a harmless question finds out, and not the call for a session. */
  async #actor(): Promise<Acting | undefined> {
    const { acting } = this.#needs
    const found = await acting.of(this.row)
    const { seenAt } = this.#upstream
    if (!found || seenAt === this.#provenAt) return found
    if (!(await acting.stillGood(this.row, found))) return undefined
    this.#provenAt = seenAt
    return found
  }

  async #whyNot(): Promise<Hold | null> {
    try {
      this.#acting = await this.#actor()
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
      this.#acting = undefined
      this.#upstream.missed()
    }
    return holdOf({
      settings: this.#orders.settings,
      paused: this.#orders.paused,
      foreignRun: this.#needs.foreignRun(),
      xnatAgainAt: this.#upstream.xnatAgainAt,
      pluginMissing: this.#upstream.pluginMissing,
      mayAct: this.#acting !== undefined,
      now: this.#needs.now(),
    })
  }

  #ending(): Ending | undefined {
    if (this.#calls.open > 0) return undefined
    if (this.list.nextWaiting() === undefined) return { state: 'finished', reason: null }
    return this.#orders.stopping ? { state: 'stopped', reason: 'stopped' } : undefined
  }

  /** Puts what is known into the row, as pages see it. */
  #reflect() {
    const guided = guidedFacts(this.#orders, this.#hold, this.#acting)
    this.row = { ...this.row, guided, state: this.#hold?.state ?? 'running', counts: this.list.counts }
  }

  async #save() {
    const { id, state, guided, counts, lastLineAt, logSource } = this.row
    if (state !== 'running' && state !== 'paused' && state !== 'waiting') return
    const patch = { state, guided, counts, lastLineAt, logSource }
    const text = JSON.stringify(patch)
    if (text === this.#saved) return
    // Ended by somebody else: there is nothing left to do here.
    if (!(await this.#needs.runs.update(id, patch))) this.row = (await this.#needs.runs.find(id)) ?? this.row
    this.#saved = text
  }

  async #end({ state, reason }: Ending) {
    const { runs, guidedSessions, log, now } = this.#needs
    if (state === 'stopped') {
      await guidedSessions.leaveWaiting(this.row.id)
      for (const session of this.list.sessions)
        if (session.verdict === 'waiting') this.list.set({ ...session, evidence: 'stopped' })
    }
    this.#hold = null
    this.#reflect()
    const { guided, counts, lastLineAt, logSource } = this.row
    const seen = { guided, counts, lastLineAt, logSource, throughput: this.view().progress.throughput }
    const endCursors = toCursors(await log.ends())
    const facts = { ...seen, endCursors, endedAt: now(), verification: toVerify(counts.unknown) }
    await runs.finish(this.row.id, { ...facts, state, reason })
    this.row = { ...this.row, ...facts, state, reason, slot: null }
  }
}
