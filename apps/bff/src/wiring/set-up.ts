import {
  type AssignmentPlace,
  CoverageProjectsQuery,
  LogPageQuery,
  projectOfPlace,
  type SetUpProofQuery,
} from '@ohif-admin/contracts'
import bff from '../../package.json' with { type: 'json' }
import { Settings } from '../config.ts'
import type { AssignmentsService } from '../features/assignments/assignments.service.ts'
import type { CoverageReader } from '../features/coverage/coverage-reader.ts'
import { lineText } from '../features/log/history/filter.ts'
import type { LogService } from '../features/log/log.service.ts'
import { type DoctorNeeds, examine } from '../features/set-up/doctor/doctor.ts'
import { Progress } from '../features/set-up/progress/progress.ts'
import { proveServer } from '../features/set-up/progress/server-proof.ts'
import type { SeenServer } from '../features/set-up/progress/steps.ts'
import { RestartWait } from '../features/set-up/restart.ts'
import { supportBundle } from '../features/set-up/support/bundle.ts'
import { shownSettings } from '../features/set-up/support/shown-settings.ts'
import type { Actor } from '../lib/actor.ts'
import { AppError } from '../lib/app-error.ts'
import { createAiChecksRepository } from '../storage/ai-checks.ts'
import { createAiServersRepository, type StoredServer } from '../storage/ai-servers.ts'
import { createAssignmentsRepository } from '../storage/assignments.ts'
import { createSetUpRepository } from '../storage/set-up.ts'
import type { Shared } from './shared.ts'

/** The set-up proves its steps by what the other features have written down, and by asking XNAT. */
export function wireSetUp(
  shared: Shared,
  logService: LogService,
  coverage: CoverageReader,
  lists: AssignmentsService,
) {
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
    coverage: (actor: Actor) => coverage.projects(actor, OLDEST_FIRST),
    assignment: (actor: Actor, place: AssignmentPlace) => lists.read(actor, place),
    async assignedProjects() {
      const latest = await assignments.latestOfAll()
      return [...latest].flatMap(([place, { list }]) => (list?.length ? (projectOfPlace(place) ?? []) : []))
    },
  }
  const doctor: DoctorNeeds = { ...shared, pluginsFolder: config.PLUGINS_DIR }
  const progress = new Progress(needs)
  const examined = (actor: Actor) => examine(doctor, actor)
  const bundle = {
    ...needs,
    examine: examined,
    progress: (actor: Actor) => progress.read(actor),
    maskedLog: (actor: Actor) => maskedLines(logService, actor),
    settings: () => shownSettings(SHOWN_SETTINGS, { ...config, PUBLIC_URL: config.publicOrigin }),
    version: bff.version,
  }
  return {
    examine: examined,
    progress,
    proof: (actor: Actor, query: SetUpProofQuery) => proveServer(needs, actor, query),
    restart: new RestartWait(needs),
    bundle: (actor: Actor) => supportBundle(bundle, actor),
  }
}

/** One setting is only known by what has been made of it. */
const { XNAT_PUBLIC_URL: _derived, ...SHOWN_SETTINGS } = Settings.shape

const LOG_LINES = 500
/** Projects without a look come first: as many of them as one page holds do not hide the oldest. */
const OLDEST_FIRST = CoverageProjectsQuery.parse({ sort: 'oldest', limit: 1000 })

/** The newest lines as support staff see them, whoever asks. */
async function maskedLines(log: LogService, actor: Actor): Promise<string[]> {
  try {
    const { rows } = await log.lines({ ...actor, role: 'support' }, LogPageQuery.parse({ limit: LOG_LINES }))
    return rows.map((row) => (row.form === 'record' ? lineText(row) : `-- ${row.kind}`))
  } catch (error) {
    if (error instanceof AppError && error.code === 'log-unreadable') return ['(the log cannot be read)']
    throw error
  }
}

function seenServer({ origin, kind, last, modelCount }: StoredServer): SeenServer[] {
  if (last === null) return []
  const works = last.state === 'ok' || last.state === 'ok-empty' || last.state === 'degraded'
  return [{ origin, isKnownKind: kind !== null, works, models: modelCount ?? 0, at: last.at }]
}
