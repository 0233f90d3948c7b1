import { projectOfPlace } from '@ohif-admin/contracts'
import { type DoctorNeeds, examine } from '../features/set-up/doctor/doctor.ts'
import { Progress } from '../features/set-up/progress/progress.ts'
import type { SeenServer } from '../features/set-up/progress/steps.ts'
import { RestartWait } from '../features/set-up/restart.ts'
import type { Actor } from '../lib/actor.ts'
import { createAiChecksRepository } from '../storage/ai-checks.ts'
import { createAiServersRepository, type StoredServer } from '../storage/ai-servers.ts'
import { createAssignmentsRepository } from '../storage/assignments.ts'
import { createSetUpRepository } from '../storage/set-up.ts'
import type { Shared } from './shared.ts'

/** The set-up proves its steps by what the other features have written down, and by asking XNAT. */
export function wireSetUp(shared: Shared) {
  const { config, database, log } = shared
  const servers = createAiServersRepository(database)
  const checks = createAiChecksRepository(database)
  const assignments = createAssignmentsRepository(database)
  const needs = {
    ...shared,
    repository: createSetUpRepository(database, config.XNAT_URL),
    logSources: () => log.states(),
    servers: async () => (await servers.all()).flatMap(seenServer),
    checks: () => checks.newest(),
    async assignedProjects() {
      const latest = await assignments.latestOfAll()
      return [...latest].flatMap(([place, { list }]) => (list?.length ? (projectOfPlace(place) ?? []) : []))
    },
  }
  const doctor: DoctorNeeds = { ...shared, pluginsFolder: config.PLUGINS_DIR }
  return {
    examine: (actor: Actor) => examine(doctor, actor),
    progress: new Progress(needs),
    restart: new RestartWait(needs),
  }
}

function seenServer({ origin, kind, last, modelCount }: StoredServer): SeenServer[] {
  if (last === null) return []
  const works = last.state === 'ok' || last.state === 'ok-empty' || last.state === 'degraded'
  return [{ origin, isKnownKind: kind !== null, works, models: modelCount ?? 0, at: last.at }]
}
