import type { RunId } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor } from '../../../lib/actor.ts'
import { isXnatAway } from '../../../lib/upstream-error.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { TokenVault } from './token-vault.ts'

/** An XNAT session in which a run may call XNAT. */
export interface Acting {
  xnatSession: string
  as: 'sign-in' | 'alias-token'
}

interface Needs {
  vault: TokenVault
  xnat: Pick<XnatClient, 'signOut' | 'whoAmI'>
  /** Ends a sign-in because XNAT said that its session is over. */
  signInEnded: (signInId: string) => Promise<void>
}

type Who = Pick<StoredRun, 'id' | 'startedBy' | 'afterSignOut'>

/**
 * With whose rights runs call XNAT: in the sign-in of the person who started them, while there is one here, else with the
 * alias token that person had issued for the run. Never in anybody else's name.
 */
export class ActingFor {
  readonly #needs: Needs
  /** By user name, by sign-in. */
  readonly #signIns = new Map<string, Map<string, string>>()
  readonly #byToken = new Map<RunId, string>()
  readonly #listeners = new Set<() => void>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Notes that the person is signed in, in this XNAT session. */
  seen({ username, signInId, xnatSession }: Pick<Actor, 'username' | 'signInId' | 'xnatSession'>) {
    const known = this.#signIns.get(username) ?? new Map<string, string>()
    const isNew = known.get(signInId) !== xnatSession
    known.set(signInId, xnatSession)
    this.#signIns.set(username, known)
    if (isNew) for (const listener of this.#listeners) listener()
  }

  /** The sign-in is over. */
  gone(signInId: string) {
    for (const [username, known] of this.#signIns) {
      if (known.delete(signInId) && known.size === 0) this.#signIns.delete(username)
    }
  }

  /** Whether the person is signed in here, as far as was seen. */
  isSignedIn(username: string): boolean {
    return this.#signIns.has(username)
  }

  /** Calls back when somebody signed in. */
  onSignIn(listener: () => void) {
    this.#listeners.add(listener)
  }

  /** Undefined when nobody may act for the run at the moment. Throws `UpstreamError` when XNAT cannot be asked. */
  async of({ id, startedBy, afterSignOut }: Who): Promise<Acting | undefined> {
    const own = [...(this.#signIns.get(startedBy)?.values() ?? [])].at(-1)
    if (own !== undefined) return { xnatSession: own, as: 'sign-in' }
    if (!afterSignOut) return undefined
    const known = this.#byToken.get(id) ?? (await this.#needs.vault.signIn(id))
    if (known === undefined) return undefined
    this.#byToken.set(id, known)
    return { xnatSession: known, as: 'alias-token' }
  }

  /** Whether XNAT still knows the session; it forgets all of them when it starts again. Throws `UpstreamError`. */
  async stillGood(who: Who, acting: Acting): Promise<boolean> {
    try {
      return (await this.#needs.xnat.whoAmI(acting.xnatSession)) === who.startedBy
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.kind !== 'refused' || isXnatAway(error)) throw error
      await this.refused(who, acting)
      return false
    }
  }

  /** XNAT said that this session is over: a token signs in again, a person has to. */
  async refused({ id, startedBy }: Who, { xnatSession }: Acting) {
    if (this.#byToken.get(id) === xnatSession) this.#byToken.delete(id)
    for (const [signInId, session] of this.#signIns.get(startedBy) ?? []) {
      if (session !== xnatSession) continue
      this.gone(signInId)
      await this.#needs.signInEnded(signInId)
    }
  }

  /** The run is over: its own session ends, and its token is invalidated. */
  async release({ id }: Pick<StoredRun, 'id'>) {
    const session = this.#byToken.get(id)
    this.#byToken.delete(id)
    if (session !== undefined) await this.#needs.xnat.signOut(session).catch(() => undefined)
    await this.#needs.vault.sweep()
  }
}
