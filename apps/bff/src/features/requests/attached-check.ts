import type { AssignedServerHealth, AttachedCheck, CheckedEntry } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'

export interface CheckNeeds {
  /** What is known of the server at an origin. */
  health: (origin: string) => AssignedServerHealth | undefined
  /** Keeps the check that is sent along. */
  attachCheck: (actor: Actor, checkId: string, entry: string) => Promise<void>
}

/** Nobody has looked at a server that no list names yet. */
const NOT_LOOKED_AT: AssignedServerHealth = { kind: 'not-checked', health: 'not-checked', checkedAt: null }

/** What is known of the asked-for server, with the check that is sent along. Throws what `attachCheck` throws. */
export async function attachedCheck(
  { health: healthOf, attachCheck }: CheckNeeds,
  actor: Actor,
  entry: CheckedEntry | undefined,
  checkId: string | null,
): Promise<AttachedCheck | null> {
  if (!entry) return null
  const health = entry.origin === null ? undefined : healthOf(entry.origin)
  if (checkId !== null) await attachCheck(actor, checkId, entry.text)
  return health || checkId !== null ? { server: entry.text, health: health ?? NOT_LOOKED_AT, checkId } : null
}
