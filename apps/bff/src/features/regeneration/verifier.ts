import type { RunSession, Verification } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../../lib/actor.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { SeenPeople } from '../../lib/seen-people.ts'
import { QUESTIONS_AT_ONCE, type SessionQuestions } from '../../lib/session-questions.ts'
import type { RunHistoryRepository } from '../../storage/run-history.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../storage/run-session-lists.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import type { ListedSessions } from './listed-sessions.ts'
import { progressOfEnded } from './progress.ts'
import type { RunPublisher } from './run-publisher.ts'
import { type Checked, checkSession } from './session-check.ts'

const TELL_EVERY_MS = 1_000
/** After a failure of our own, such as a database that is away. */
const AGAIN_MS = 30_000

interface Needs {
  runs: RunsRepository
  history: RunHistoryRepository
  sessionLists: RunSessionListsRepository
  listed: ListedSessions
  questions: SessionQuestions
  people: SeenPeople
  /** Ends a sign-in whose session XNAT has ended. */
  signInEnded: (signInId: string) => Promise<void>
  publisher: RunPublisher
  log: LogWatch
  /** XNAT has just answered for a session. */
  checked: (row: StoredRun, session: RunSession, checked: 'checked-present' | 'checked-missing') => void
  logger: FastifyBaseLogger
}

/**
 * Asks XNAT, after a run, about every session the log could not decide: eight at a time and at a pace, one run after the
 * other, in the name of the person who started the run or of a site admin who is signed in. What it learns is presence
 * and revision, never freshness, so no verdict changes. How far it came is stored, and it goes on after a restart.
 */
export class Verifier {
  readonly #needs: Needs
  readonly #over = new AbortController()
  #working: Promise<void> | undefined
  #wanted = false
  #again: NodeJS.Timeout | undefined

  constructor(needs: Needs) {
    this.#needs = needs
    needs.people.onNew(() => this.wake())
  }

  /** Something may be to do: a run has ended, somebody has signed in, this process has begun. */
  wake() {
    if (this.#over.signal.aborted) return
    this.#wanted = true
    this.#working ??= this.#work()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#working = undefined
        if (this.#wanted) this.wake()
      })
  }

  async stop() {
    this.#over.abort()
    clearTimeout(this.#again)
    await this.#working
  }

  async #work() {
    this.#wanted = false
    for (const row of await this.#needs.history.verifying()) {
      this.#over.signal.throwIfAborted()
      await this.#verify(row)
    }
  }

  #failed(error: unknown) {
    this.#wanted = false
    if (this.#over.signal.aborted) return
    this.#needs.logger.warn({ err: error }, 'sessions could not be verified yet')
    this.#again = setTimeout(() => this.wake(), AGAIN_MS)
    this.#again.unref()
  }

  async #verify(row: StoredRun) {
    const { sessionLists, listed } = this.#needs
    const someone = () => this.#needs.people.personOrAdmin(row.startedBy)
    const first = someone()
    if (!first) return this.#pause(row)
    const named = await listed.complete(row, first)
    const work = new RunWork(named, await this.#countSoFar(row))
    for (let after = -1; ; ) {
      const page = await sessionLists.undecided(row.id, after)
      const last = page.at(-1)
      if (!last) break
      after = last.position
      if (!(await this.#checkAll(work, page, someone))) return this.#pause(work.row)
    }
    await this.#save(work.row, { ...work.verification, state: 'done' }, [])
  }

  /** False when nobody is left in whose name XNAT may be asked. */
  async #checkAll(work: RunWork, page: readonly RunSession[], someone: () => Actor | undefined) {
    const { questions, people, signInEnded } = this.#needs
    const waiting = [...page]
    let alone = false
    const signedOut = async ({ signInId }: Actor) => {
      people.gone(signInId)
      await signInEnded(signInId)
    }
    const needs = { questions, someone, signedOut, signal: this.#over.signal }
    const lane = async () => {
      for (let session = waiting.shift(); session && !alone; session = waiting.shift()) {
        const checked = await checkSession(needs, work.row, session)
        if (checked === 'nobody') alone = true
        else await this.#note(work, session, checked)
      }
    }
    await Promise.all(Array.from({ length: QUESTIONS_AT_ONCE }, lane))
    await this.#save(work.row, { ...work.verification, state: 'running' }, work.takeChanged())
    return !alone
  }

  async #note(work: RunWork, session: RunSession, checked: Exclude<Checked, 'nobody'>) {
    if (checked !== 'not-answered')
      await this.#needs.sessionLists.setEvidence(work.row.id, session.position, checked)
    if (checked === 'checked-present' || checked === 'checked-missing')
      this.#needs.checked(work.row, session, checked)
    work.note(session, checked)
    if (!work.isDue(TELL_EVERY_MS)) return
    await this.#save(work.row, { ...work.verification, state: 'running' }, work.takeChanged())
  }

  async #countSoFar({ id, verification }: StoredRun): Promise<Verification> {
    const counts = await this.#needs.sessionLists.countByEvidence(id)
    return {
      state: 'running',
      total: verification?.total ?? 0,
      present: counts.get('checked-present') ?? 0,
      missing: counts.get('checked-missing') ?? 0,
      notAnswered: 0,
    }
  }

  async #pause(row: StoredRun) {
    const { verification } = row
    if (verification && verification.state !== 'paused')
      await this.#save(row, { ...verification, state: 'paused' }, [])
  }

  async #save(row: StoredRun, verification: Verification, changed: readonly RunSession[]) {
    row.verification = verification
    await this.#needs.runs.update(row.id, { verification, counts: row.counts })
    const facts = {
      row,
      progress: progressOfEnded(row),
      log: this.#needs.log.sight(row.logSource),
      stalled: null,
    }
    this.#needs.publisher.tell(facts, changed)
  }
}

/** The verification of one run, while it is worked on. */
class RunWork {
  readonly row: StoredRun
  verification: Verification
  #changed: RunSession[] = []
  #toldAt = performance.now()

  constructor(row: StoredRun, verification: Verification) {
    this.row = row
    this.verification = verification
    row.verification = verification
  }

  note(session: RunSession, checked: Exclude<Checked, 'nobody'>) {
    const { present, missing, notAnswered } = this.verification
    if (checked === 'checked-present') this.verification = { ...this.verification, present: present + 1 }
    if (checked === 'checked-missing') this.verification = { ...this.verification, missing: missing + 1 }
    if (checked === 'not-answered') this.verification = { ...this.verification, notAnswered: notAnswered + 1 }
    else this.#changed.push({ ...session, evidence: checked })
    // There was nothing to be done for it, so it is in no count.
    if (checked !== 'not-supported') return
    const { counts } = this.row
    this.row.counts = { ...counts, unknown: Math.max(0, counts.unknown - 1) }
  }

  isDue(everyMs: number): boolean {
    if (performance.now() - this.#toldAt < everyMs) return false
    this.#toldAt = performance.now()
    return true
  }

  takeChanged(): RunSession[] {
    return this.#changed.splice(0)
  }
}
