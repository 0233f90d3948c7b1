import { bulkRun } from '../engine/bulk-run.ts'
import {
  ensureDocument,
  rebuild,
  type SessionCall,
  writeChecks,
  writeTransfer,
} from '../engine/session-call.ts'
import { atLeast } from '../engine/version.ts'
import { empty } from '../http/answers.ts'
import { type Call, param } from '../http/call.ts'
import { PluginFailure } from '../http/failures.ts'
import { experimentLevel, siteAdmin } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import { type Experiment, hasValidDocument } from '../world/model.ts'
import { canOnExperiments, isIn } from '../world/rights.ts'
import { nullPointer, withAdvice } from './advice.ts'
import { sessionDocument } from './session-document.ts'

const EXPERIMENT = '/xapi/viewer/projects/:project/experiments/:experiment'

/** The viewer metadata calls V1 to V6. */
export function viewerRoutes(state: State): Route[] {
  return withAdvice(state, [...sessionRoutes(state), ...bulkRoutes(state)])
}

function sessionRoutes(state: State): Route[] {
  const read = experimentLevel(state, 'read')
  return [
    {
      method: 'GET',
      path: `${EXPERIMENT}/exists`,
      level: read,
      handle: (call) => {
        const { experiment } = begin(state, call, 'Read')
        return empty(hasValidDocument(experiment) ? 200 : 404)
      },
    },
    {
      method: 'GET',
      path: EXPERIMENT,
      level: read,
      handle: async (call) => {
        const session = begin(state, call, 'Read')
        await ensureDocument(session)
        writeTransfer(session)
        const body = sessionDocument(state, session.experiment)
        // From 3.5 the text is streamed straight to the response, without a type.
        return atLeast(state.settings.pluginVersion, 3, 5)
          ? { status: 200, body }
          : { status: 200, type: 'application/json', body }
      },
    },
    {
      method: 'POST',
      path: EXPERIMENT,
      level: experimentLevel(state, 'edit'),
      handle: async (call) => {
        await rebuild(begin(state, call, 'Edit'))
        return empty(200)
      },
    },
  ]
}

/** Finds the session and writes the permission checks; throws what the plugin throws. */
function begin(state: State, call: Call, permission: 'Read' | 'Edit'): SessionCall {
  const experiment = sessionOf(state, call)
  const projectId = param(call, 'project')
  const session = {
    engine: state.engine,
    thread: call.thread,
    username: call.user.username,
    projectId,
    experiment,
  }
  writeChecks(session, permission)
  const owning = state.world.projects.get(experiment.project)
  // Editing a session shared into the project needs the right on the owning one.
  if (permission === 'Edit' && owning && !canOnExperiments(call.user, owning, 'edit')) {
    const text = `User ${call.user.username} does not have edit permission for ${experiment.xsiType}/project`
    throw new PluginFailure(403, 'Error executing request', text)
  }
  return session
}

function sessionOf(state: State, call: Call): Experiment {
  const id = param(call, 'experiment')
  const project = state.world.findProject(param(call, 'project'))
  const experiment = state.world.experiments.get(id)
  const byLabel = () =>
    state.world.experiments
      .values()
      .some((one) => one.label === id && project !== undefined && one.project === project.id)
  if (!experiment && byLabel())
    throw new PluginFailure(422, 'Error executing request', missingText(state, call, id))
  if (!experiment || !project || !isIn(experiment, project.id)) {
    throw new PluginFailure(
      422,
      'NotFoundException',
      `The following item(s) don't exist: ${project ? id : param(call, 'project')}`,
    )
  }
  if (!experiment.imageSession)
    throw new PluginFailure(422, 'Error executing request', `No session found for ID: ${id}`)
  return experiment
}

function missingText(state: State, call: Call, id: string): string {
  return state.switches.missingSessionText === 'no-session'
    ? `No session found for ID: ${id}`
    : `Bad session ID or not visible to user ${call.user.username}: ${id}`
}

function bulkRoutes(state: State): Route[] {
  const sessions = () => [...state.world.experiments.values()].filter((experiment) => experiment.imageSession)
  return [
    {
      method: 'POST',
      path: '/xapi/viewer/generate-all-metadata',
      level: siteAdmin,
      handle: (call) => underLock(state, call, 'All projects', sessions),
    },
    {
      method: 'POST',
      path: '/xapi/viewer/projects/:project',
      level: siteAdmin,
      handle: (call) =>
        underLock(state, call, `Project ${param(call, 'project')}`, () => {
          const project = state.world.findProject(param(call, 'project'))
          if (!project) throw nullPointer(state)
          const { runsIncludeShared } = state.switches
          return sessions().filter((one) =>
            runsIncludeShared ? isIn(one, project.id) : one.project === project.id,
          )
        }),
    },
    {
      method: 'POST',
      path: '/xapi/viewer/projects/:project/subjects/:subject',
      level: siteAdmin,
      handle: (call) =>
        underLock(state, call, `Subject ${param(call, 'subject')}`, () => {
          const subject = state.world.subjects.get(param(call, 'subject'))
          if (!subject) throw nullPointer(state)
          if (subject.project !== state.world.findProject(param(call, 'project'))?.id) {
            const text = `Subject ${subject.id} not found in project ${param(call, 'project')}`
            throw new PluginFailure(422, 'Error executing request', text)
          }
          return sessions().filter((one) => one.subjectId === subject.id)
        }),
    },
  ]
}

/** The lock is tried before anything else and kept until the job ends, whoever still listens. */
async function underLock(state: State, call: Call, subject: string, discover: () => Experiment[]) {
  const { engine } = state
  if (engine.life.metadataLock) return empty(423)
  engine.life.metadataLock = true
  try {
    await engine.track(() => bulkRun(engine, { subject, thread: call.thread, discover }))
  } finally {
    engine.life.metadataLock = false
  }
  return empty(201)
}
