import { viewerTarget } from '@ohif-admin/aiaa-client'
import type { AssignmentPlace, SaveCheck, SeenList } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'

/** Looks at the server behind a text, in bounded time; whoever knows AI servers does it. */
export type LookAtServer = (actor: Actor, entry: string) => Promise<SaveCheck>

export interface GatedChange {
  place: AssignmentPlace
  seen: SeenList
  list: readonly string[]
  reason: string
  checkFirst?: boolean
  despite?: string | null
}

/** Nobody starts to use a server unseen: it is looked at first, and what speaks against it has to be read. */
export class ServerGate {
  readonly #look: LookAtServer

  constructor(look: LookAtServer) {
    this.#look = look
  }

  /**
   * Gives what was found where a server is to be used anew and nothing speaks against it; undefined where nothing had to be
   * looked at. Throws `AppError` `assignment-check` with what was found, `bad-request` when it is to be saved in spite of
   * that without a reason.
   */
  async pass(actor: Actor, change: GatedChange): Promise<SaveCheck | undefined> {
    const { list, seen, checkFirst = false, despite = null, reason } = change
    const [used] = list
    // Whoever may not save is told so by saving; nothing is called for them.
    if (!checkFirst || actor.role !== 'admin' || used === undefined || isUsedAlready(used, seen))
      return undefined
    if (despite !== null) {
      if (reason.trim() === '') throw reasonMissing()
      return undefined
    }
    const check = await this.#look(actor, used)
    if (check.verdict === 'ok') return check
    throw new AppError(
      'assignment-check',
      'The server that is to be used does not work, or nobody can say.',
      {
        check,
      },
    )
  }
}

/** The viewer uses the first entry only. */
function isUsedAlready(used: string, seen: SeenList): boolean {
  const before = Array.isArray(seen) ? seen[0] : undefined
  return before !== undefined && viewerTarget(before).origin === viewerTarget(used).origin
}

const reasonMissing = () =>
  new AppError('bad-request', 'Saving in spite of a check needs a reason.', {
    fields: [{ path: 'reason', message: 'is needed' }],
  })
