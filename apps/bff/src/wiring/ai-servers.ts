import { networkInterfaces } from 'node:os'
import { AiServersService } from '../features/ai-servers/ai-servers.service.ts'
import { HealthWatch } from '../features/ai-servers/health-watch.ts'
import { KnownHealth } from '../features/ai-servers/known-health.ts'
import { ModelReader } from '../features/ai-servers/model-reader.ts'
import { createOutward, type Pace } from '../features/ai-servers/outward.ts'
import { SeenServers } from '../features/ai-servers/seen-servers.ts'
import { ServerChecks } from '../features/ai-servers/server-checks.ts'
import { ServerLogs } from '../features/ai-servers/server-logs.ts'
import type { AssignmentsService } from '../features/assignments/assignments.service.ts'
import { canonicalAddress, type Network, parseNetwork } from '../lib/outbound/address-rules.ts'
import type { OutboundRules, Standing } from '../lib/outbound/outbound-policy.ts'
import { createAiChecksRepository } from '../storage/ai-checks.ts'
import { createAiServersRepository } from '../storage/ai-servers.ts'
import type { Shared } from './shared.ts'

/** What is known of AI servers; assignments show it, and need nothing else of the checks. */
export function wireKnownHealth({ database }: Pick<Shared, 'database'>): KnownHealth {
  return new KnownHealth(createAiServersRepository(database))
}

interface Around {
  assignments: AssignmentsService
  known: KnownHealth
}

export function wireAiServers(shared: Shared, { assignments, known }: Around) {
  const { config, database } = shared
  const rules = rulesOf(config)
  const servers = createAiServersRepository(database)
  const outwardFor = (standingOf: (origin: string) => Standing, pace: Pace) =>
    createOutward(rules, standingOf, { pace })
  // It only looks at what XNAT registers and at what a site admin asked for.
  const outward = createOutward(rules, () => 'registered')
  const checks = createAiChecksRepository(database)
  const watch = new HealthWatch({ ...shared, servers, checks, outward, known })
  const models = new ModelReader({ ...shared, servers, watch })
  const seen = new SeenServers({ ...shared, assignments, servers, outwardFor })
  const origins = { pageOrigin: config.xnatOrigin, consoleOrigin: config.publicOrigin }
  return {
    aiServers: new AiServersService({ ...shared, seen, servers, models }),
    aiServerChecks: new ServerChecks({ ...shared, ...origins, seen, servers, checks, watch }),
    aiServerLogs: new ServerLogs({ ...shared, seen }),
    aiServerWatch: watch,
  }
}

function rulesOf({ AI_ALLOWED_HOSTS, AI_ALLOWED_NETWORKS }: Shared['config']): OutboundRules {
  const own = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ address }) => canonicalAddress(address) ?? []),
  )
  return {
    hosts: AI_ALLOWED_HOSTS,
    networks: AI_ALLOWED_NETWORKS.map(parseNetwork).filter(
      (network): network is Network => network !== undefined,
    ),
    own: new Set(own),
  }
}
