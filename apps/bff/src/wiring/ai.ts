import type { ServerLooks } from '../features/assignments/server-gate.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { wireAiModels } from './ai-models.ts'
import { wireAiServers, wireKnownHealth } from './ai-servers.ts'
import { wireAssignments } from './assignments.ts'
import { wireRequests } from './requests.ts'
import type { Shared } from './shared.ts'

/** Everything about AI servers: which are used, how they are, and who asks for another one. */
export function wireAi(shared: Shared, session: SessionService) {
  const known = wireKnownHealth(shared)
  const health = (origin: string) => known.of(origin)
  // The checks know the lists by the assignments, and saving a list asks the checks: one of them is there first.
  const looks: ServerLooks = {
    look: (actor, entry) => servers.aiServerLooks.look(actor, entry),
    last: (actor, entry) => servers.aiServerLooks.last(actor, entry),
  }
  const { assignments, assignmentJobs, jobRunner } = wireAssignments(shared, { session, health, looks })
  const { aiServerWatch, rules, ...servers } = wireAiServers(shared, { assignments, known })
  const aiModels = wireAiModels(shared, { servers: servers.aiServers, watch: aiServerWatch, rules })
  return {
    services: {
      assignments,
      assignmentJobs,
      jobRunner,
      ...servers,
      requests: wireRequests(shared, {
        assignments,
        health,
        attachCheck: (actor, checkId, entry) => servers.aiServerChecks.attach(actor, checkId, entry),
      }),
      aiModels,
    },
    async recover() {
      await jobRunner.recover()
      await aiModels.models.recover()
    },
    async start() {
      aiServerWatch.start()
      await aiModels.models.start()
    },
    async stop() {
      await aiModels.models.stop()
      await jobRunner.stop()
      await aiServerWatch.stop()
    },
  }
}
