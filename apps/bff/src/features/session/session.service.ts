import type { Me, SignInRequest, StreamMessage } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import { type Actor, describeActor, type Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import { issueTicket, seal, type Ticket, unseal } from '../../lib/ticket.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import type { SignInsRepository } from '../../storage/sign-ins.ts'
import type { RightsCache } from './rights.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

/** A page in use touches its sign-in with every click; writing that down once a minute is enough. */
const TOUCH_EVERY_MS = 60_000

interface Needs {
  xnat: Pick<XnatClient, 'signIn' | 'signOut'>
  signIns: SignInsRepository
  rights: RightsCache
  throttle: SignInThrottle
  audit: Audit
  idleMs: number
  maxMs: number
  now: () => number
}

export type EndReason = Extract<StreamMessage, { type: 'session-ended' }>['reason']
type EndListener = (signInId: string, reason: EndReason) => void

/** Signing in with XNAT, staying signed in, signing out. The password is used once and kept nowhere. */
export class SessionService {
  readonly #needs: Needs
  readonly #onSeen = new Set<(actor: Actor) => void>()
  readonly #listeners = new Set<EndListener>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * Gives the cookie's value and who signed in. `previous` is the ticket the browser came with; it ends.
   * Throws `AppError` `sign-in-refused`, `sign-in-throttled`, `password-expired`; `UpstreamError` when XNAT is away.
   */
  async signIn(credentials: SignInRequest, origin: Origin, previous: Ticket | undefined) {
    const { provider, username } = credentials
    const action = {
      actor: username,
      action: 'session.sign-in',
      detail: { provider: provider ?? null },
      origin,
    } as const
    const result = await this.#needs.audit.during(action, () => this.#open(credentials, origin))
    if (previous) await this.#end(previous.idHash, 'signed-out')
    return result
  }

  /** Whether the ticket names a sign-in that is not over, by our own store; XNAT is not asked. */
  async isOpen(ticket: Ticket | undefined): Promise<boolean> {
    const row = ticket && (await this.#needs.signIns.find(ticket.idHash))
    const at = this.#needs.now()
    return row !== undefined && row.endedAt === null && at < row.expiresAt && at < row.lastSeenAt + this.#needs.idleMs
  }

  /** Who holds this ticket. Throws `AppError` `unauthenticated` or `xnat-session-expired`; ends what is over. */
  async authenticate(ticket: Ticket, { touch }: { touch: boolean }): Promise<Actor> {
    const { signIns, idleMs, now } = this.#needs
    const row = await signIns.find(ticket.idHash)
    if (!row || row.endedAt !== null) throw new AppError('unauthenticated', 'The sign-in has ended.')
    const at = now()
    if (at >= row.expiresAt || at >= row.lastSeenAt + idleMs) {
      await this.#end(ticket.idHash, 'expired')
      throw new AppError('unauthenticated', 'The sign-in has expired.')
    }
    const xnatSession = unseal(ticket.key, row.sealedXnatSession)
    if (xnatSession === undefined) throw new AppError('unauthenticated', 'The sign-in has ended.')
    const rights = await this.#rights(ticket.idHash, row.username, xnatSession)
    if (touch && at - row.lastSeenAt >= TOUCH_EVERY_MS) await signIns.touch(ticket.idHash, at)
    const idleExpiresAt = (touch ? at : row.lastSeenAt) + idleMs
    const actor = {
      signInId: ticket.idHash,
      username: row.username,
      ...rights,
      xnatSession,
      idleExpiresAt,
      expiresAt: row.expiresAt,
    }
    for (const listener of this.#onSeen) listener(actor)
    return actor
  }

  /** Calls back with everybody who proves to be signed in, each time. */
  onSeen(listener: (actor: Actor) => void) {
    this.#onSeen.add(listener)
  }

  /** Ends the sign-in here whatever XNAT says, and then XNAT's session. A second time does nothing. */
  async signOut(ticket: Ticket | undefined, origin: Origin) {
    const row = ticket && (await this.#needs.signIns.find(ticket.idHash))
    if (!ticket || !row || row.endedAt !== null) return
    await this.#needs.audit.during({ actor: row.username, action: 'session.sign-out', origin }, async () => {
      const xnatSession = unseal(ticket.key, row.sealedXnatSession)
      await this.#end(ticket.idHash, 'signed-out')
      if (xnatSession !== undefined) await this.#leaveXnat(xnatSession)
    })
  }

  /** Calls back when any sign-in ends; gives the way to stop that. */
  onEnded(listener: EndListener): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  async #open(credentials: SignInRequest, origin: Origin): Promise<{ cookie: string; me: Me }> {
    const { signIns, rights, idleMs, maxMs, now } = this.#needs
    const { session, username } = await this.#proveWithXnat(credentials, origin)
    const { cookie, ticket } = issueTicket()
    const at = now()
    const found = await rights.get(ticket.idHash, username, session)
    await signIns.insert({
      idHash: ticket.idHash,
      username,
      sealedXnatSession: seal(ticket.key, session),
      createdAt: at,
      expiresAt: at + maxMs,
      address: origin.address,
      userAgent: null,
    })
    const actor = {
      signInId: ticket.idHash,
      username,
      ...found,
      xnatSession: session,
      idleExpiresAt: at + idleMs,
      expiresAt: at + maxMs,
    }
    return { cookie, me: describeActor(actor) }
  }

  async #proveWithXnat(credentials: SignInRequest, { address }: Origin) {
    const { xnat, throttle } = this.#needs
    throttle.check(credentials.username, address)
    try {
      const proven = await xnat.signIn(credentials)
      throttle.succeeded(credentials.username)
      return proven
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.kind !== 'refused') throw error
      if (error.redirect === 'password-expired') throw fromUpstream(error)
      throttle.failed(credentials.username, address)
      // XNAT answers alike for a wrong password, an unknown, a locked and a disabled account, and so do we.
      throw new AppError('sign-in-refused', 'XNAT refused this sign-in.', { cause: error })
    }
  }

  async #end(signInId: string, reason: EndReason) {
    this.#needs.rights.forget(signInId)
    for (const listener of this.#listeners) listener(signInId, reason)
    await this.#needs.signIns.end(signInId, this.#needs.now())
  }

  async #leaveXnat(xnatSession: string) {
    try {
      await this.#needs.xnat.signOut(xnatSession)
    } catch (error) {
      // XNAT being away must not keep anybody signed in; its session ends by itself when idle.
      if (!(error instanceof UpstreamError)) throw error
    }
  }

  async #rights(signInId: string, username: string, xnatSession: string) {
    try {
      return await this.#needs.rights.get(signInId, username, xnatSession)
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
      const failure = fromUpstream(error)
      if (failure.code === 'xnat-session-expired') await this.#end(signInId, 'xnat-session-expired')
      throw failure
    }
  }
}
