import type { AiServer, Observation } from '@ohif-admin/contracts'
import type { Look, StoredServer } from '../../storage/ai-servers.ts'
import { toHours } from './health-hours.ts'
import type { ServerUse } from './server-usage.ts'

const PROJECTS_SHOWN = 50

/** One server as the page shows it. */
export function describeServer(
  server: StoredServer,
  use: ServerUse | undefined,
  looks: readonly Look[],
): AiServer {
  const projects = (use?.projects ?? []).toSorted((a, b) => a.title.localeCompare(b.title))
  return {
    origin: server.origin,
    entries: [...(use?.entries ?? [])].sort(),
    watched: server.watchedBy !== null,
    kind: server.kind,
    generation: server.generation,
    last: server.last && observation(server.last),
    checkedBy: server.checkedBy,
    modelCount: server.modelCount,
    problems: server.problems,
    openToAll: server.openToAll,
    usedBySite: use?.bySite ?? false,
    projects: projects.length,
    firstProjects: projects.slice(0, PROJECTS_SHOWN),
    hours: toHours(looks),
  }
}

const observation = ({ at, ...look }: Look): Observation => ({ ...look, at: new Date(at).toISOString() })
