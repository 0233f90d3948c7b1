import { AiServersService } from '../features/ai-servers/ai-servers.service.ts'
import { HealthWatch } from '../features/ai-servers/health-watch.ts'
import { KnownHealth } from '../features/ai-servers/known-health.ts'
import { LooksBeforeUse } from '../features/ai-servers/looks-before-use.ts'
import { ModelReader } from '../features/ai-servers/model-reader.ts'
import { createOutward, type Pace } from '../features/ai-servers/outward.ts'
import { SeenServers } from '../features/ai-servers/seen-servers.ts'
import { ServerChecks } from '../features/ai-servers/server-checks.ts'
import { ServerLogs } from '../features/ai-servers/server-logs.ts'
import type { AssignmentsService } from '../features/assignments/assignments.service.ts'
import type { Standing } from '../lib/outbound/outbound-policy.ts'
import { createAiChecksRepository } from '../storage/ai-checks.ts'
import { createAiLooksRepository } from '../storage/ai-looks.ts'
import { createAiServersRepository } from '../storage/ai-servers.ts'
import { outboundRules } from './outbound-rules.ts'
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
  const rules = outboundRules(config.AI_ALLOWED_HOSTS, config.AI_ALLOWED_NETWORKS)
  const servers = createAiServersRepository(database)
  const outwardFor = (standingOf: (origin: string) => Standing, pace: Pace) =>
    createOutward(rules, standingOf, { pace })
  // It only looks at what XNAT registers and at what a site admin asked for.
  const outward = createOutward(rules, () => 'registered')
  const checks = createAiChecksRepository(database)
  const pageOrigin = config.xnatOrigin
  const watch = new HealthWatch({ ...shared, servers, checks, outward, known, pageOrigin })
  const models = new ModelReader({ ...shared, servers, watch, pageOrigin })
  const seen = new SeenServers({ ...shared, assignments, servers, checks, outwardFor })
  const origins = { pageOrigin, consoleOrigin: config.publicOrigin }
  const aiServerChecks = new ServerChecks({ ...shared, ...origins, seen, servers, checks, watch })
  const looks = createAiLooksRepository(database)
  return {
    aiServers: new AiServersService({ ...shared, seen, servers, models }),
    aiServerChecks,
    aiServerLooks: new LooksBeforeUse({ ...shared, checks: aiServerChecks, looks }),
    aiServerLogs: new ServerLogs({ ...shared, seen }),
    aiServerWatch: watch,
    rules,
  }
}
