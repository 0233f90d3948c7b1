import type { LookAtServer } from '../features/assignments/server-gate.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { wireAiServers, wireKnownHealth } from './ai-servers.ts'
import { wireAssignments } from './assignments.ts'
import { wireRequests } from './requests.ts'
import type { Shared } from './shared.ts'

/** Everything about AI servers: which are used, how they are, and who asks for another one. */
export function wireAi(shared: Shared, session: SessionService) {
  const known = wireKnownHealth(shared)
  const health = (origin: string) => known.of(origin)
  // The checks know the lists by the assignments, and saving a list asks the checks: one of them is there first.
  const look: LookAtServer = (actor, entry) => servers.aiServerChecks.beforeSaving(actor, entry)
  const { assignments, assignmentJobs, jobRunner } = wireAssignments(shared, { session, health, look })
  const { aiServerWatch, ...servers } = wireAiServers(shared, { assignments, known })
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
    },
    recover: () => jobRunner.recover(),
    start: () => aiServerWatch.start(),
    async stop() {
      await jobRunner.stop()
      await aiServerWatch.stop()
    },
  }
}
