import type { LiveRuns } from '../features/regeneration/live-runs.ts'
import { createSessionRuns } from '../features/regeneration/session-runs.ts'
import { SessionFinder } from '../features/sessions/session-finder.ts'
import { SessionsService } from '../features/sessions/sessions.service.ts'
import { createRunQueueRepository } from '../storage/run-queue.ts'
import { createSessionRunsRepository } from '../storage/session-runs.ts'
import type { wireLog } from './log.ts'
import type { Shared } from './shared.ts'

interface Given {
  live: LiveRuns
  explorer: Pick<ReturnType<typeof wireLog>, 'buildsOf'>
}

/** The page of one session, which asks XNAT, the runs and the log. */
export function wireSessions(shared: Shared, { live, explorer }: Given): SessionsService {
  const { config, database } = shared
  const sessionRuns = createSessionRunsRepository(database)
  const queue = createRunQueueRepository(database)
  const finder = new SessionFinder({ ...shared, xnatRoot: xnatRoot(config) })
  const runsOf = createSessionRuns({ ...shared, sessionRuns, queue, live })
  return new SessionsService({ ...shared, finder, runsOf, buildsOf: explorer.buildsOf })
}

/**
 * XNAT as browsers reach it: as configured, else on the console's own host when the console lives below it, else as this
 * server reaches it, which may be a name that no browser knows.
 */
function xnatRoot({ xnatPublicUrl, publicOrigin, basePath, XNAT_URL }: Shared['config']) {
  if (xnatPublicUrl !== null) return { url: xnatPublicUrl, guessed: false }
  if (basePath !== '/') return { url: `${publicOrigin}${new URL(XNAT_URL).pathname}`, guessed: false }
  return { url: XNAT_URL, guessed: true }
}
