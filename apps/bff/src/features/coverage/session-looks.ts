import type { CoverageReason } from '@ohif-admin/contracts'
import type { Existence } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../../lib/actor.ts'
import { QUESTIONS_AT_ONCE, type SessionQuestions } from '../../lib/session-questions.ts'
import type { UpstreamWatch } from '../../lib/upstream-watch.ts'
import type { Look } from '../../storage/coverage-queue.ts'
import type { LookWriter } from './look-writer.ts'
import type { Asked, LooksAhead } from './looks-ahead.ts'

/** After so many questions without an answer, in between which XNAT was there, it is the session's own trouble. */
const TRIES = 3

interface Needs {
  questions: SessionQuestions
  watch: UpstreamWatch
  looks: LooksAhead
  writer: LookWriter
  /** XNAT said that this person's session is over. */
  signedOut: (actor: Actor) => Promise<void>
  signal: AbortSignal
  logger: FastifyBaseLogger
  now: () => number
}

/** The questions of a scan that are on their way, and what their answers mean. */
export class SessionLooks {
  readonly #needs: Needs
  readonly #asking = new Set<Promise<void>>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  get isIdle(): boolean {
    return this.#asking.size === 0
  }

  /** Resolves when one more may be sent. */
  async room() {
    while (this.#asking.size >= QUESTIONS_AT_ONCE) await this.oneAnswered()
  }

  async oneAnswered() {
    await Promise.race(this.#asking)
  }

  /** Resolves when all are answered and written down. */
  async settled() {
    await Promise.all(this.#asking)
    await this.#needs.writer.flush()
  }

  /** Does not wait for the answer. */
  send(actor: Actor, look: Asked) {
    const asking = this.#ask(actor, look).finally(() => this.#asking.delete(asking))
    this.#asking.add(asking)
  }

  async #ask(actor: Actor, look: Asked) {
    const { questions, looks, logger, signal } = this.#needs
    const question = { project: look.projectId, session: look.sessionId, data: look.data }
    try {
      await this.#answered(actor, look, await questions.ask(actor.xnatSession, question, signal))
    } catch (error) {
      looks.giveBack(look)
      if (!signal.aborted) logger.error({ err: error }, 'a question of a scan was lost')
    }
  }

  async #answered(actor: Actor, look: Asked, existence: Existence) {
    const { watch, looks, signedOut } = this.#needs
    switch (existence) {
      case 'present':
        return this.#saw(look, 'valid', null)
      case 'missing':
        return this.#saw(look, 'missing', null)
      case 'not-supported':
      case 'not-visible':
        return this.#saw(look, 'unknown', existence)
      case 'signed-out':
        looks.giveBack(look)
        return signedOut(actor)
      default:
        if (existence === 'no-plugin') watch.pluginMissed()
        else watch.missed()
        if (look.tries + 1 >= TRIES) return this.#saw(look, 'unknown', existence)
        looks.giveBack({ ...look, tries: look.tries + 1 })
    }
  }

  #saw({ projectId, sessionId, data }: Asked, state: Look['state'], reason: CoverageReason | null) {
    return this.#needs.writer.add({ projectId, sessionId, data, state, reason, at: this.#needs.now() })
  }
}
