import type { AssignedServerHealth, ServerState } from '@ohif-admin/contracts'
import type { AiServersRepository, StoredServer } from '../../storage/ai-servers.ts'

/** `ok` is the only good one: whatever keeps a user from a model is at least worth a look. */
const HEALTH: Readonly<Record<ServerState, AssignedServerHealth['health']>> = {
  ok: 'ok',
  'ok-empty': 'attention',
  degraded: 'attention',
  busy: 'attention',
  unreachable: 'bad',
  'tls-error': 'bad',
  'wrong-service': 'bad',
  'auth-required': 'bad',
  error: 'bad',
  'not-called': 'unknown',
  'not-checked': 'not-checked',
}

/** The last known health of each server, at hand without asking the database for every row of a listing. */
export class KnownHealth {
  readonly #servers: AiServersRepository
  #byOrigin: ReadonlyMap<string, AssignedServerHealth> = new Map()

  constructor(servers: AiServersRepository) {
    this.#servers = servers
  }

  /** Reads again what is known. Throws StorageError. */
  async refresh(): Promise<void> {
    const all = await this.#servers.all()
    this.#byOrigin = new Map(all.map((server) => [server.origin as string, healthOf(server)]))
  }

  /** Undefined when nobody has looked. */
  of(origin: string): AssignedServerHealth | undefined {
    return this.#byOrigin.get(origin)
  }
}

function healthOf({ kind, last }: StoredServer): AssignedServerHealth {
  if (last === null) return { kind: 'not-checked', health: 'not-checked', checkedAt: null }
  return {
    kind: kind ?? 'unknown',
    health: HEALTH[last.state],
    checkedAt: new Date(last.at).toISOString(),
  }
}
