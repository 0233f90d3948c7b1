import type { Me, SignInRequest, StreamMessage } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import { type Actor, describeActor, type Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import { issueTicket, seal, type Ticket, unseal } from '../../lib/ticket.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import { StorageError } from '../../storage/errors.ts'
import type { SignInsRepository, StoredSignIn } from '../../storage/sign-ins.ts'
import { proveWithXnat, type XnatSignIn } from './prove-with-xnat.ts'
import type { RightsCache } from './rights.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'
import { signInOf, ThrottledAttempts, writeCounted } from './throttled-attempts.ts'

/** A page in use touches its sign-in with every click; writing that down once a minute is enough. */
const TOUCH_EVERY_MS = 60_000
/** How long it stays known who had been signed in, from where. */
const KEEP_ENDED_MS = 30 * 24 * 60 * 60_000

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
  readonly #throttled: ThrottledAttempts
  #touchAgainAt = 0

  constructor(needs: Needs) {
    this.#needs = needs
    this.#throttled = new ThrottledAttempts(needs.now)
  }

  /**
   * Gives the cookie's value and who signed in. `previous` is the ticket the browser came with; it ends.
   * Throws `AppError` `sign-in-refused`, `sign-in-throttled`, `password-expired`, or why XNAT cannot say.
   */
  async signIn(credentials: SignInRequest, origin: Origin, previous: Ticket | undefined) {
    const { provider, username } = credentials
    const action = { ...signInOf(username, origin), detail: { provider: provider ?? null } }
    const wait = await this.#needs.throttle.refusal(username, origin.address)
    // Somebody who does not stop must not fill the audit: one entry a minute, and how many more there were.
    if (wait && !this.#throttled.isFirst(username, origin.address)) throw wait
    const result = await this.#needs.audit.during(
      action,
      () => this.#open(credentials, origin),
      // The actor is what somebody typed; with an alias token that is not the person.
      ({ me }) => ({ username: me.username }),
    )
    if (previous) await this.#replace(previous)
    return result
  }

  /** Whether the ticket names a sign-in that is not over, by our own store alone. */
  async isOpen(ticket: Ticket | undefined): Promise<boolean> {
    const row = ticket && (await this.#needs.signIns.find(ticket.idHash))
    return row !== undefined && row.endedAt === null && !this.#hasExpired(row, this.#needs.now())
  }

  /** Who holds this ticket. Throws `AppError` `unauthenticated` or `xnat-session-expired`; ends what is over. */
  async authenticate(ticket: Ticket, { touch }: { touch: boolean }): Promise<Actor> {
    const { signIns, idleMs, now } = this.#needs
    const row = await signIns.find(ticket.idHash)
    if (!row || row.endedAt !== null) throw new AppError('unauthenticated', 'The sign-in has ended.')
    const at = now()
    if (this.#hasExpired(row, at)) {
      await this.#end(ticket.idHash, 'expired')
      throw new AppError('unauthenticated', 'The sign-in has expired.')
    }
    const xnatSession = unseal(ticket.key, row.sealedXnatSession)
    if (xnatSession === undefined) throw new AppError('unauthenticated', 'The sign-in has ended.')
    const rights = await this.#rights(ticket.idHash, row.username, xnatSession)
    const lastSeenAt = touch ? await this.#touch(row, at) : row.lastSeenAt
    const actor = {
      signInId: ticket.idHash,
      username: row.username,
      ...rights,
      xnatSession,
      provedAt: row.provedAt ?? row.createdAt,
      idleExpiresAt: lastSeenAt + idleMs,
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
    const action = { actor: row.username, action: 'session.sign-out', origin } as const
    await this.#needs.audit.during(action, () => this.#leave(ticket, row))
  }

  /** XNAT said in the middle of a request that the session is over: so is the sign-in. */
  async xnatSessionEnded(signInId: string) {
    await this.#end(signInId, 'xnat-session-expired')
  }

  /** Ends what nobody came back for, deletes what ended long ago, writes down what was counted; all of it at the end. */
  async sweep({ closing = false } = {}) {
    const { signIns, idleMs, now } = this.#needs
    const at = now()
    for (const signInId of await signIns.endOverdue({ idleSince: at - idleMs, at })) {
      this.#tellEnded(signInId, 'expired')
    }
    await signIns.deleteOver(at - KEEP_ENDED_MS)
    await writeCounted(this.#needs.audit, this.#throttled.take({ all: closing }))
  }

  /** Calls back when any sign-in ends; gives the way to stop that. */
  onEnded(listener: EndListener): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  #hasExpired({ expiresAt, lastSeenAt }: StoredSignIn, at: number): boolean {
    return at >= expiresAt || at >= lastSeenAt + this.#needs.idleMs
  }

  async #open(credentials: SignInRequest, origin: Origin): Promise<{ cookie: string; me: Me }> {
    const proven = await this.#prove(credentials, origin)
    try {
      return await this.#admit(proven, origin)
    } catch (error) {
      // Nobody will ever use the session XNAT has just opened, and XNAT allows each person only so many.
      await this.#leaveXnat(proven.session)
      throw error
    }
  }

  async #admit({ session, username }: XnatSignIn, { address }: Origin) {
    const { signIns, rights, idleMs, maxMs, now } = this.#needs
    const { cookie, ticket } = issueTicket()
    const at = now()
    const found = await rights.get(ticket.idHash, username, session)
    try {
      await signIns.insert({
        idHash: ticket.idHash,
        username,
        sealedXnatSession: seal(ticket.key, session),
        createdAt: at,
        expiresAt: at + maxMs,
        address,
        userAgent: null,
      })
    } catch (error) {
      rights.forget(ticket.idHash)
      throw error
    }
    const actor = {
      signInId: ticket.idHash,
      username,
      ...found,
      xnatSession: session,
      provedAt: at,
      idleExpiresAt: at + idleMs,
      expiresAt: at + maxMs,
    }
    return { cookie, me: describeActor(actor) }
  }

  async #prove(credentials: SignInRequest, { address }: Origin): Promise<XnatSignIn> {
    const tell = await this.#needs.throttle.begin(credentials.username, address)
    try {
      const proven = await proveWithXnat(this.#needs.xnat, credentials)
      await tell('succeeded')
      return proven
    } catch (error) {
      await tell(error instanceof AppError && error.code === 'sign-in-refused' ? 'failed' : 'undecided')
      throw error
    }
  }

  async #touch(row: StoredSignIn, at: number): Promise<number> {
    const { signIns, idleMs } = this.#needs
    const soon = at - row.lastSeenAt < Math.min(TOUCH_EVERY_MS, idleMs / 10)
    if (soon || at < this.#touchAgainAt) return row.lastSeenAt
    try {
      await signIns.touch(row.idHash, at)
      return at
    } catch (error) {
      // A database that takes no writes must stop nobody from reading; each try can cost its time-out, so there are few.
      if (!(error instanceof StorageError)) throw error
      this.#touchAgainAt = at + TOUCH_EVERY_MS
      return row.lastSeenAt
    }
  }

  async #replace(previous: Ticket) {
    const row = await this.#needs.signIns.find(previous.idHash)
    if (row?.endedAt === null) await this.#leave(previous, row)
  }

  async #leave(ticket: Ticket, row: StoredSignIn) {
    const xnatSession = unseal(ticket.key, row.sealedXnatSession)
    await this.#end(ticket.idHash, 'signed-out')
    if (xnatSession !== undefined) await this.#leaveXnat(xnatSession)
  }

  async #end(signInId: string, reason: EndReason) {
    this.#tellEnded(signInId, reason)
    await this.#needs.signIns.end(signInId, this.#needs.now())
  }

  #tellEnded(signInId: string, reason: EndReason) {
    this.#needs.rights.forget(signInId)
    for (const listener of this.#listeners) listener(signInId, reason)
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
