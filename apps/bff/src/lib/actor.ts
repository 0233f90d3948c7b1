import type { Me, ProjectId, Role } from '@ohif-admin/contracts'

/** A signed-in person, as far as XNAT's answers of the last seconds go. */
export interface Actor {
  /** Hash of the sign-in's id: names it without opening it. */
  signInId: string
  username: string
  role: Role
  ownerOf: readonly ProjectId[]
  mayEdit: readonly ProjectId[]
  /** The person's own XNAT session; every call to XNAT is made in it. */
  xnatSession: string
  /** When the person last gave the password. */
  provedAt: number
  idleExpiresAt: number
  expiresAt: number
}

/** Where a request came from, for the audit. */
export interface Origin {
  address: string
  requestId: string
}

export function logViewOf(role: Role): Me['may']['logView'] {
  if (role === 'admin') return 'raw'
  return role === 'support' ? 'redacted' : 'derived'
}

/** The actor as the page may know it. */
export function describeActor(actor: Actor): Me {
  return {
    username: actor.username,
    role: actor.role,
    ownerOf: [...actor.ownerOf],
    mayEdit: [...actor.mayEdit],
    // XNAT lets only site admins call the bulk endpoints, whatever project the path names.
    may: { startBulkRun: actor.role === 'admin', logView: logViewOf(actor.role) },
    idleExpiresAt: new Date(actor.idleExpiresAt).toISOString(),
    expiresAt: new Date(actor.expiresAt).toISOString(),
  }
}
