import type { CoverageScan } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../../lib/actor.ts'
import { Bell } from '../../lib/bell.ts'
import { EvenPace } from '../../lib/even-pace.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import type { SeenPeople } from '../../lib/seen-people.ts'
import type { SessionQuestions } from '../../lib/session-questions.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import { UpstreamWatch } from '../../lib/upstream-watch.ts'
import type { CoverageScansRepository, StoredScan } from '../../storage/coverage-scans.ts'
import type { CoverageSessionsRepository } from '../../storage/coverage-sessions.ts'
import { mayControl } from './coverage-rights.ts'
import { listLooks } from './list-looks.ts'
import { LookWriter } from './look-writer.ts'
import { LooksAhead } from './looks-ahead.ts'
import { heldBy } from './scan-holds.ts'
import { SessionLooks } from './session-looks.ts'

/** Between two looks at what people want of it, when nothing rings. */
const LOOK_EVERY_MS = 1_000
/** A listing that XNAT cannot give costs it a lot each time. */
const LIST_AGAIN_MS = 15_000
const LIST_TRIES = 3

export interface DriveNeeds {
  scans: CoverageScansRepository
  sessions: CoverageSessionsRepository
  xnat: Pick<XnatClient, 'projectSessions' | 'viewerPlugin' | 'buildInfo'>
  access: ProjectAccess
  questions: SessionQuestions
  people: SeenPeople
  /** Ends a sign-in whose session XNAT has ended. */
  signInEnded: (signInId: string) => Promise<void>
  /** Whether XNAT is busy with a bulk run. */
  runGoesOn: () => boolean
  /** Something of the scan is to be told. `known`: of these projects more is known than before. */
  tell: (scan: StoredScan, known?: Iterable<string>) => void
  logger: FastifyBaseLogger
  now: () => number
}

/** Drives one scan: lists, asks, writes down; waits when it must and says for what. */
export class DrivenScan {
  readonly #needs: DriveNeeds
  readonly #over = new AbortController()
  readonly #bell = new Bell()
  readonly #pace: EvenPace
  readonly #watch: UpstreamWatch
  readonly #looks: LooksAhead
  readonly #asking: SessionLooks
  /** What was answered of late. */
  readonly writer: LookWriter
  #scan: StoredScan
  #ordersReadAt = Number.NEGATIVE_INFINITY
  #listTries = 0
  #listAgainAt = 0

  constructor(needs: DriveNeeds, scan: StoredScan) {
    this.#needs = needs
    this.#scan = scan
    this.#pace = new EvenPace(scan.perSecond)
    this.#watch = new UpstreamWatch({ ...needs, wake: () => this.#bell.ring() })
    this.#looks = new LooksAhead(needs.scans, scan.id)
    const written = (known: Iterable<string>) => needs.tell(this.#scan, known)
    this.writer = new LookWriter({ ...needs, scanId: scan.id, written })
    this.#asking = new SessionLooks({
      ...needs,
      watch: this.#watch,
      looks: this.#looks,
      writer: this.writer,
      signedOut: (actor) => this.#signedOut(actor),
      signal: this.#over.signal,
    })
  }

  get scan(): StoredScan {
    return this.#scan
  }

  /** Resolves when the scan is over, or another process has to drive it. Throws StorageError. */
  async drive(): Promise<void> {
    try {
      while (await this.#mayGoOn()) {
        if (this.#scan.total === null) await this.#list()
        else await this.#askNext()
      }
    } finally {
      await this.#asking.settled()
    }
  }

  /** Orders or circumstances have changed: looks at once. */
  wake() {
    this.#ordersReadAt = Number.NEGATIVE_INFINITY
    this.#bell.ring()
  }

  /** Ends without ending the scan. */
  letGo() {
    this.#over.abort()
    this.#bell.ring()
  }

  /** Waits until it may ask; false when there is nothing more to do here. */
  async #mayGoOn(): Promise<boolean> {
    for (;;) {
      if (this.#over.signal.aborted || !(await this.#readOrders())) return false
      const held = this.#held()
      if (held === null) return true
      await this.#asking.settled()
      this.writer.rest()
      await this.#note(
        held === 'pause' ? { state: 'paused', waitingFor: null } : { state: 'waiting', waitingFor: held },
      )
      this.#watch.ask(this.#actor()?.xnatSession)
      await this.#bell.wait(LOOK_EVERY_MS)
    }
  }

  /** What people want by now; false when the scan is over. */
  async #readOrders(): Promise<boolean> {
    const at = performance.now()
    if (at - this.#ordersReadAt < LOOK_EVERY_MS) return true
    this.#ordersReadAt = at
    const stored = await this.#needs.scans.find(this.#scan.id)
    if (!stored || stored.endedAt !== null) return false
    const { wanted, asks, perSecond } = stored
    this.#scan = { ...this.#scan, wanted, asks, perSecond }
    this.#pace.perSecond = perSecond
    if (wanted === 'cancel') {
      await this.#asking.settled()
      await this.#end('cancelled', null)
      return false
    }
    // Who lost the project would only collect refusals.
    const actor = this.#actor()
    if (!actor || mayControl(actor, { ...this.#scan, startedBy: actor.username })) return true
    await this.#end('failed', 'rights-gone')
    return false
  }

  #actor(): Actor | undefined {
    return this.#needs.people.person(this.#scan.asks)
  }

  #held() {
    const { runGoesOn, now } = this.#needs
    const held = heldBy({
      scan: this.#scan,
      actor: this.#actor(),
      watch: this.#watch,
      runGoesOn: runGoesOn(),
    })
    return held ?? (now() < this.#listAgainAt ? 'xnat' : null)
  }

  async #list() {
    const { sessions, scans, now } = this.#needs
    const actor = this.#actor()
    if (!actor) return
    await this.#note({ state: 'listing', waitingFor: null })
    const at = now()
    const found = await this.#listAll(actor, at)
    if (found === undefined) return
    // Whom XNAT may hide something from cannot say that it is gone.
    if (actor.role === 'admin') await sessions.forgetUnlisted(this.#scan.projectId, at)
    if (found === 0) return this.#end('failed', 'no-sessions')
    this.#scan = { ...this.#scan, total: await scans.left(this.#scan.id) }
    await this.#note({ state: 'running', waitingFor: null })
  }

  /** How many there are; undefined when XNAT could not list now, or never will, or the scan may not go on. */
  async #listAll(actor: Actor, at: number): Promise<number | undefined> {
    const { xnat, sessions, tell, logger } = this.#needs
    let found = 0
    try {
      const plugin = await xnat.viewerPlugin(actor.xnatSession)
      if (!plugin) this.#watch.pluginMissed()
      else
        for await (const { projectId, looks } of listLooks(this.#needs, actor, this.#scan, plugin)) {
          if (looks.length === 0) await sessions.listEmpty(projectId, at)
          else await sessions.list(this.#scan, looks, at)
          tell(this.#scan, new Set([projectId]))
          found += looks.length
          // It begins again when it goes on.
          if (this.#over.signal.aborted || !(await this.#readOrders()) || this.#held() !== null)
            return undefined
        }
      return plugin ? found : undefined
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
      logger.warn({ err: error, scanId: this.#scan.id }, 'XNAT did not list the sessions of a scan')
      await this.#notListed(actor, error)
      return undefined
    }
  }

  async #notListed(actor: Actor, error: UpstreamError) {
    const { code } = fromUpstream(error)
    if (code === 'xnat-session-expired' || code === 'password-expired') return this.#signedOut(actor)
    if (code === 'forbidden' || code === 'not-found') return this.#end('failed', 'target-gone')
    this.#watch.missed()
    if (code === 'upstream-unreachable') return
    this.#listTries += 1
    this.#listAgainAt = this.#needs.now() + LIST_AGAIN_MS
    if (this.#listTries >= LIST_TRIES) await this.#end('failed', 'not-listed')
  }

  /** Sends the next question; ends the scan when all are answered. */
  async #askNext() {
    const look = await this.#looks.take()
    if (!look) return this.#asking.isIdle ? this.#finish() : this.#asking.oneAnswered()
    await this.#note({ state: 'running', waitingFor: null })
    await this.#asking.room()
    await this.#pace.turn(this.#over.signal).catch(() => undefined)
    const actor = this.#actor()
    if (this.#over.signal.aborted || !actor || this.#held() !== null) this.#looks.giveBack(look)
    else this.#asking.send(actor, look)
  }

  async #signedOut({ signInId }: Actor) {
    this.#needs.people.gone(signInId)
    await this.#needs.signInEnded(signInId)
  }

  async #finish() {
    await this.#asking.settled()
    if ((await this.#needs.scans.left(this.#scan.id)) > 0) throw new Error('A scan has lost its place.')
    await this.#end('done', null)
  }

  async #end(state: 'done' | 'cancelled' | 'failed', failure: CoverageScan['failure']) {
    const endedAt = this.#needs.now()
    await this.#needs.scans.end(this.#scan.id, { state, failure, at: endedAt })
    this.#scan = { ...this.#scan, state, failure, waitingFor: null, endedAt }
    this.letGo()
    this.#needs.tell(this.#scan)
  }

  async #note(stands: Pick<StoredScan, 'state' | 'waitingFor'>) {
    const before = this.#scan
    if (before.state === stands.state && before.waitingFor === stands.waitingFor) return
    this.#scan = { ...before, ...stands }
    await this.#needs.scans.note(before.id, this.#scan)
    this.#needs.tell(this.#scan)
  }
}
