import { viewerTarget } from '@ohif-admin/aiaa-client'
import type { AssignmentPlace, SaveCheck, SeenList } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'

/** Looks at servers for a person, and remembers what that person was told; whoever knows AI servers does it. */
export interface ServerLooks {
  /** In bounded time. */
  look(actor: Actor, entry: string): Promise<SaveCheck>
  /** What this person's last look found and when (epoch ms), while it still says something. */
  last(actor: Actor, entry: string): Promise<(SaveCheck & { at: number }) | undefined>
}

export interface GatedChange {
  place: AssignmentPlace
  seen: SeenList
  list: readonly string[]
  reason: string
  checkFirst?: boolean
  despite?: string | null
}

/** What is known of a server that was let pass. */
export interface Passed {
  check: SaveCheck
  /** Somebody read what speaks against it, and wants it all the same. */
  despite: boolean
}

/** A look this old is as good as a new one. */
const JUST_NOW_MS = 60_000

/** Nobody starts to use a server unseen: it is looked at first, and what speaks against it has to be read. */
export class ServerGate {
  readonly #looks: ServerLooks
  readonly #now: () => number

  constructor(looks: ServerLooks, now: () => number) {
    this.#looks = looks
    this.#now = now
  }

  /**
   * Gives what is known where a server is to be used anew; undefined where nothing had to be looked at. `despite` counts only
   * when it names this person's own last look at this server; otherwise the server is looked at. Throws `AppError`
   * `assignment-check` with what was found, `bad-request` when there is no reason to save in spite of that.
   */
  async pass(actor: Actor, change: GatedChange): Promise<Passed | undefined> {
    const { list, seen, checkFirst = false, despite = null, reason } = change
    const [used] = list
    // Whoever may not save is told so by saving; nothing is called for them.
    if (!checkFirst || actor.role !== 'admin' || used === undefined || isUsedAlready(used, seen))
      return undefined
    if (despite !== null && reason.trim() === '') throw reasonMissing()
    const last = await this.#looks.last(actor, used)
    if (last && despite === (last.checkId ?? 'no-result')) return { check: toldOf(last), despite: true }
    const isNew = last && last.verdict === 'ok' && this.#now() - last.at <= JUST_NOW_MS
    const check = isNew ? toldOf(last) : await this.#looks.look(actor, used)
    if (check.verdict === 'ok') return { check, despite: false }
    throw new AppError(
      'assignment-check',
      'The server that is to be used does not work, or nobody can say.',
      {
        check,
      },
    )
  }

  /**
   * Lets a change of many lists pass whose servers this person has looked at; whether that is in spite of what was found.
   * Throws `AppError` `assignment-check` with each server that nobody looked at, or that does not work when there is no reason
   * to use it all the same.
   */
  async passAll(actor: Actor, servers: readonly string[], despite: string | null): Promise<boolean> {
    const looks = await Promise.all(
      servers.map(async (server) => {
        const last = await this.#looks.last(actor, server)
        return { server, check: last ? toldOf(last) : null }
      }),
    )
    const against = looks.filter(({ check }) => check?.verdict !== 'ok')
    if (against.length === 0) return false
    if (despite !== null && against.every(({ check }) => check !== null)) return true
    throw new AppError('assignment-check', 'Some of the servers do not work, or nobody can say.', {
      looks: against,
    })
  }
}

/** Whether viewers are sent there already; the viewer uses the first entry only. */
export function isUsedAlready(used: string, seen: SeenList): boolean {
  const before = Array.isArray(seen) ? seen[0] : undefined
  return before !== undefined && viewerTarget(before).origin === viewerTarget(used).origin
}

const toldOf = ({ checkId, verdict }: SaveCheck): SaveCheck => ({ checkId, verdict })

const reasonMissing = () =>
  new AppError('bad-request', 'Saving in spite of a check needs a reason.', {
    fields: [{ path: 'reason', message: 'is needed' }],
  })
