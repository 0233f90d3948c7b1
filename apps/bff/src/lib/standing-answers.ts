import { UpstreamError } from '@ohif-admin/xnat-client'
import { isXnatAway } from './upstream-error.ts'

/** How long an answer of XNAT is believed. */
export const ANSWER_TTL_MS = 30_000
/** How long the last answer stands in while XNAT does not answer at all; then there is none. */
const STAND_IN_MS = 10 * 60_000
/** How often XNAT is asked again meanwhile: each try may cost a person the whole time-out. */
const ASK_AGAIN_MS = 15_000

interface Entry<Answer> {
  last: { answer: Answer; askedAt: number } | undefined
  goodUntil: number
  asking: Promise<Answer> | undefined
}

/**
 * XNAT's answers about people, one for each key, believed for 30 seconds. XNAT being away takes nobody's rights, but
 * not for ever; a refusal counts at once.
 */
export class StandingAnswers<Answer> {
  readonly #now: () => number
  readonly #entries = new Map<string, Entry<Answer>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Fifty requests at once are one question to XNAT. Throws what `ask` throws. */
  async get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const entry = this.#entries.get(key) ?? { last: undefined, goodUntil: 0, asking: undefined }
    if (entry.last && this.#now() < entry.goodUntil) return entry.last.answer
    this.#entries.set(key, entry)
    entry.asking ??= this.#ask(entry, ask).finally(() => {
      entry.asking = undefined
      if (!entry.last && this.#entries.get(key) === entry) this.#entries.delete(key)
    })
    return entry.asking
  }

  /** Also lets go of an answer that is on its way. */
  forget(key: string) {
    this.#entries.delete(key)
  }

  /** Keys with an answer. */
  get size(): number {
    return this.#entries.size
  }

  async #ask(entry: Entry<Answer>, ask: () => Promise<Answer>): Promise<Answer> {
    const askedAt = this.#now()
    try {
      const answer = await ask()
      entry.last = { answer, askedAt }
      entry.goodUntil = askedAt + ANSWER_TTL_MS
      return answer
    } catch (error) {
      const { last } = entry
      const silent = error instanceof UpstreamError && isXnatAway(error)
      if (last && silent && askedAt - last.askedAt < STAND_IN_MS) {
        entry.goodUntil = askedAt + ASK_AGAIN_MS
        return last.answer
      }
      entry.last = undefined
      throw error
    }
  }
}
