import type { AssignmentLine, ServerOrigin } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Standing } from '../../lib/outbound/outbound-policy.ts'
import type { AiServersRepository, StoredServer } from '../../storage/ai-servers.ts'
import type { Outward, Pace } from './outward.ts'
import { collectUsage, type Usage } from './server-usage.ts'

interface Needs {
  assignments: { lines(actor: Actor): Promise<AsyncGenerator<AssignmentLine>> }
  servers: AiServersRepository
  outwardFor: (standingOf: (origin: string) => Standing, pace: Pace) => Outward
  now: () => number
}

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

  /** The way out to one server that the person is shown. Throws `AppError` `not-found`, `UpstreamError`. */
  async outwardTo(actor: Actor, origin: ServerOrigin): Promise<Outward> {
    const usage = await this.usage(actor)
    const stored = await this.#needs.servers.find(origin)
    if (!stored || !this.isShown(actor, usage, stored))
      throw new AppError('not-found', 'No list you can read names this server.')
    return this.outward(actor, usage)
  }
}
