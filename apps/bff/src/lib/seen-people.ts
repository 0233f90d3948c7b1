import type { Actor } from './actor.ts'

/** Who is signed in at the moment, as far as somebody was seen since this process began. */
export class SeenPeople {
  readonly #bySignIn = new Map<string, Actor>()
  readonly #listeners = new Set<() => void>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  seen(actor: Actor) {
    const isNew = this.#bySignIn.get(actor.signInId)?.xnatSession !== actor.xnatSession
    this.#bySignIn.set(actor.signInId, actor)
    if (isNew) for (const listener of this.#listeners) listener()
  }

  gone(signInId: string) {
    this.#bySignIn.delete(signInId)
  }

  /** Calls back when somebody signed in, or was seen for the first time since this process began. */
  onNew(listener: () => void) {
    this.#listeners.add(listener)
  }

  /** Undefined when this person is not here. */
  person(username: string): Actor | undefined {
    return [...this.#bySignIn.values()].find((actor) => actor.username === username && this.#isHere(actor))
  }

  /** This person, else any site admin; undefined when neither is here. */
  personOrAdmin(username: string): Actor | undefined {
    const here = [...this.#bySignIn.values()].filter((actor) => this.#isHere(actor))
    return here.find((actor) => actor.username === username) ?? here.find(({ role }) => role === 'admin')
  }

  #isHere({ signInId, idleExpiresAt, expiresAt }: Actor): boolean {
    if (Math.min(idleExpiresAt, expiresAt) > this.#now()) return true
    this.#bySignIn.delete(signInId)
    return false
  }
}
