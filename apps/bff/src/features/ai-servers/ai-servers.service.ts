import { viewerTarget } from '@ohif-admin/aiaa-client'
import { type AiServer, type AiServerList, type ServerModels, ServerOrigin } from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { AiServersRepository } from '../../storage/ai-servers.ts'
import { describeServer } from './describe-server.ts'
import type { ModelReader } from './model-reader.ts'
import type { SeenServers } from './seen-servers.ts'

const WEEK_MS = 7 * 24 * 3_600_000

interface Needs {
  seen: SeenServers
  servers: AiServersRepository
  models: ModelReader
  audit: Audit
  now: () => number
}

/** The AI servers somebody can see, and what they offer. */
export class AiServersService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `UpstreamError` when XNAT cannot be asked for the lists. */
  async list(actor: Actor): Promise<AiServerList> {
    const { seen, servers, now } = this.#needs
    const usage = await seen.usage(actor)
    const [known, looks] = await Promise.all([servers.all(), servers.looksSince(now() - WEEK_MS)])
    const shown = known.filter((server) => seen.isShown(actor, usage, server))
    return {
      servers: shown.map(
        (server): AiServer =>
          describeServer(server, usage.byOrigin.get(server.origin), looks.get(server.origin) ?? []),
      ),
      unansweredProjects: usage.unanswered,
      mayManage: actor.role === 'admin',
    }
  }

  /** What the server offers. Throws `AppError` `not-found` for a server no list of this person names. */
  async models(actor: Actor, origin: ServerOrigin, again: boolean): Promise<ServerModels> {
    const outward = await this.#needs.seen.outwardTo(actor, origin)
    return this.#needs.models.read(origin, outward, actor.username, again)
  }

  /** Looks at a server from now on although no list names it, or no longer. Throws `AppError` `forbidden`, `bad-request`. */
  watch(actor: Actor, entry: string, on: boolean, from: Origin): Promise<void> {
    const origin = ServerOrigin.safeParse(viewerTarget(entry).origin)
    const action = {
      actor: actor.username,
      action: on ? 'ai-server.watch' : 'ai-server.unwatch',
      subject: `ai server ${origin.data ?? 'that is no address'}`,
      origin: from,
    } as const
    return this.#needs.audit.during(action, async () => {
      if (actor.role !== 'admin') throw new AppError('forbidden', 'Only site admins choose what is watched.')
      if (!origin.success) throw new AppError('bad-request', 'A browser makes no address of this.')
      await this.#needs.servers.watch(origin.data, on ? actor.username : null)
    })
  }
}
