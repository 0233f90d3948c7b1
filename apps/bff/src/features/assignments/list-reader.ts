import { type AssignmentPlace, projectOfPlace } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { createTurns } from '../../lib/turns.ts'
import { isXnatAway } from '../../lib/upstream-error.ts'
import type { Answered } from './answers.ts'

/** How long an answer is believed. */
const TTL_MS = 30_000
/** How many questions of one person XNAT gets at once. */
const AT_ONCE = 8

interface Asked {
  answered: Promise<Answered>
  askedAt: number
}

interface SignIn {
  asked: Map<AssignmentPlace, Asked>
  inTurn: ReturnType<typeof createTurns>
}

/** Server lists by XNAT's answers, each asked in the session of whoever wants to know. */
export class ListReader {
  readonly #xnat: Pick<XnatClient, 'serverList'>
  readonly #now: () => number
  readonly #signIns = new Map<string, SignIn>()

  constructor(xnat: Pick<XnatClient, 'serverList'>, now: () => number) {
    this.#xnat = xnat
    this.#now = now
  }

  /**
   * The answer of the last 30 seconds that was asked after `notBefore` (epoch ms), else a new one. Never a failure below
   * HTTP, which is an answer, too. Throws `UpstreamError` when the session is over.
   */
  read(actor: Actor, place: AssignmentPlace, notBefore = 0): Promise<Answered> {
    const { asked } = this.#signIn(actor)
    const last = asked.get(place)
    const fresh = last && this.#now() - last.askedAt < TTL_MS && last.askedAt > notBefore
    return fresh ? last.answered : this.readNow(actor, place)
  }

  readNow(actor: Actor, place: AssignmentPlace): Promise<Answered> {
    const { asked, inTurn } = this.#signIn(actor)
    const forget = () => {
      if (asked.get(place) === entry) asked.delete(place)
    }
    const entry: Asked = {
      // On its way: as fresh as can be.
      askedAt: Number.POSITIVE_INFINITY,
      answered: inTurn(() => this.#ask(actor, place)).then(
        (answered) => {
          entry.askedAt = answered.askedAt
          if (answered.answer === 'no-answer') forget()
          return answered
        },
        (error: unknown) => {
          forget()
          throw error
        },
      ),
    }
    asked.set(place, entry)
    return entry.answered
  }

  /** For everybody: the list has changed, or may have. */
  forget(place: AssignmentPlace) {
    for (const { asked } of this.#signIns.values()) asked.delete(place)
  }

  forgetSignIn(signInId: string) {
    this.#signIns.delete(signInId)
  }

  async #ask({ xnatSession }: Actor, place: AssignmentPlace): Promise<Answered> {
    const askedAt = this.#now()
    try {
      return { answer: await this.#xnat.serverList(xnatSession, projectOfPlace(place)), askedAt }
    } catch (error) {
      if (error instanceof UpstreamError && isXnatAway(error)) return { answer: 'no-answer', askedAt }
      throw error
    }
  }

  #signIn({ signInId }: Actor): SignIn {
    const known = this.#signIns.get(signInId) ?? { asked: new Map(), inTurn: createTurns(AT_ONCE) }
    this.#signIns.set(signInId, known)
    return known
  }
}
