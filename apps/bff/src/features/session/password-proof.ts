import type { ProvePassword } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { SignInsRepository } from '../../storage/sign-ins.ts'
import { proveWithXnat } from './prove-with-xnat.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

interface Needs {
  xnat: Pick<XnatClient, 'signIn' | 'signOut'>
  signIns: Pick<SignInsRepository, 'proved'>
  /** The same as at the sign-in: a stolen sign-in is no way to guess faster. */
  throttle: SignInThrottle
  audit: Audit
  now: () => number
}

/** Lets somebody who is signed in give the password again. XNAT judges it; it is kept nowhere. */
export class PasswordProof {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError` `sign-in-refused`, `sign-in-throttled`, `password-expired`, or why XNAT cannot say. */
  prove(actor: Actor, given: ProvePassword, origin: Origin): Promise<void> {
    const action = { actor: actor.username, action: 'session.prove', origin } as const
    return this.#needs.audit.during(action, async () => {
      await this.#ask(actor, given, origin)
      await this.#needs.signIns.proved(actor.signInId, this.#needs.now())
    })
  }

  async #ask({ username }: Actor, given: ProvePassword, { address }: Origin) {
    const { xnat, throttle } = this.#needs
    const tell = await throttle.begin(username, address)
    try {
      const { session, username: proven } = await proveWithXnat(xnat, { username, ...given })
      // Nobody uses this session; XNAT allows each person only so many.
      await xnat.signOut(session).catch(ignoreAway)
      if (proven !== username) throw new AppError('sign-in-refused', 'This is the password of somebody else.')
    } catch (error) {
      await tell(error instanceof AppError && error.code === 'sign-in-refused' ? 'failed' : 'undecided')
      throw error
    }
    await tell('succeeded')
  }
}

function ignoreAway(error: unknown) {
  if (!(error instanceof UpstreamError)) throw error
}
