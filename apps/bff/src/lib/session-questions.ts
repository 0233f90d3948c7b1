import type { RunData } from '@ohif-admin/contracts'
import type { Existence, XnatClient } from '@ohif-admin/xnat-client'
import { EvenPace } from './even-pace.ts'
import { createTurns } from './turns.ts'

/** Whoever asks, XNAT has no more than these to answer at a time. */
export const QUESTIONS_AT_ONCE = 8

/** So many answers say how long XNAT takes, and no fewer than the least. */
const RECENT_ANSWERS = 64
const LEAST_ANSWERS = 8

export interface SessionQuestion {
  project: string
  session: string
  data: RunData
}

/**
 * Asks XNAT whether sessions have stored data, for everybody in this process who wants to know: eight at a time and at
 * one pace in all, because XNAT logs half a dozen lines for each question.
 */
export class SessionQuestions {
  readonly #xnat: Pick<XnatClient, 'sessionExists'>
  readonly #pace: EvenPace
  readonly #inTurn = createTurns(QUESTIONS_AT_ONCE)
  /** How long the last answers took, in ms. */
  readonly #took: number[] = []
  /** The pace of all together. */
  readonly perSecond: number

  constructor(xnat: Pick<XnatClient, 'sessionExists'>, perSecond: number) {
    this.#xnat = xnat
    this.#pace = new EvenPace(perSecond)
    this.perSecond = perSecond
  }

  /** Rejects when the signal aborts; never for what XNAT does. */
  ask(xnatSession: string, question: SessionQuestion, signal: AbortSignal): Promise<Existence> {
    return this.#inTurn(async () => {
      await this.#pace.turn(signal)
      const asked = performance.now()
      const existence = await this.#xnat.sessionExists(xnatSession, question, signal)
      signal.throwIfAborted()
      this.#note(performance.now() - asked)
      return existence
    })
  }

  /** How long XNAT took for each of the last answers, in ms; null while there are too few to say. */
  get answerMs(): number | null {
    if (this.#took.length < LEAST_ANSWERS) return null
    return Math.round(this.#took.reduce((sum, tookMs) => sum + tookMs, 0) / this.#took.length)
  }

  #note(tookMs: number) {
    this.#took.push(tookMs)
    if (this.#took.length > RECENT_ANSWERS) this.#took.shift()
  }
}
