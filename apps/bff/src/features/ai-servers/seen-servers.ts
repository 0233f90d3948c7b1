import type { AssignmentLine, ServerOrigin } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Standing } from '../../lib/outbound/outbound-policy.ts'
import type { AiChecksRepository } from '../../storage/ai-checks.ts'
import type { AiServersRepository, StoredServer } from '../../storage/ai-servers.ts'
import type { Outward, Pace } from './outward.ts'
import { collectUsage, type Usage } from './server-usage.ts'

interface Needs {
  assignments: { lines(actor: Actor): Promise<AsyncGenerator<AssignmentLine>> }
  servers: AiServersRepository
  checks: Pick<AiChecksRepository, 'madeBy'>
  outwardFor: (standingOf: (origin: string) => Standing, pace: Pace) => Outward
  now: () => number
}

/** As long as a check opens a server that no list names to the administrator who made it. */
const CHECK_OPENS_MS = 3_600_000

/** Which servers a person sees, by the lists that person can read, and how the console may call them for that person. */
export class SeenServers {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Every server in the lists of this person. Throws `UpstreamError` when XNAT cannot be asked for them. */
  async usage(actor: Actor): Promise<Usage> {
    const usage = await collectUsage(await this.#needs.assignments.lines(actor))
    await this.#needs.servers.noteRegistered([...usage.byOrigin.keys()], this.#needs.now())
    return usage
  }

  /** Whether the person is shown this server: a list names it, or it is watched. */
  isShown(actor: Actor, usage: Usage, { origin, watchedBy }: StoredServer): boolean {
    return usage.byOrigin.has(origin) || (watchedBy !== null && actor.role !== 'user')
  }

  /** The way out for somebody who reads these lists. */
  outward({ role }: Actor, { byOrigin }: Usage, pace: Pace = 'patient'): Outward {
    const standingOf = (origin: string) => {
      if (byOrigin.has(origin as ServerOrigin)) return 'registered'
      return role === 'admin' ? 'admin' : 'anyone'
    }
    return this.#needs.outwardFor(standingOf, pace)
  }

  /**
   * The way out to one server that the person is shown, or that they looked at just now and may register. Throws
   * `AppError` `not-found`, `UpstreamError`.
   */
  async outwardTo(actor: Actor, origin: ServerOrigin): Promise<Outward> {
    const usage = await this.usage(actor)
    const stored = await this.#needs.servers.find(origin)
    const isShown = stored !== undefined && this.isShown(actor, usage, stored)
    if (!isShown && !(await this.#hasLooked(actor, origin)))
      throw new AppError('not-found', 'No list you can read names this server.')
    return this.outward(actor, usage)
  }

  /** A first model is loaded before a server is registered. The guard judges each call as it judged the check. */
  async #hasLooked({ role, username }: Actor, origin: ServerOrigin): Promise<boolean> {
    if (role !== 'admin') return false
    const { checks, now } = this.#needs
    const made = await checks.madeBy(username, now() - CHECK_OPENS_MS)
    return made.some((report) => report.origin === origin && report.kind !== null)
  }
}
