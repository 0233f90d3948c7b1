import { dicomwebRun, indexSession } from '../engine/dicomweb-run.ts'
import { empty } from '../http/answers.ts'
import { type Call, param } from '../http/call.ts'
import { PluginFailure } from '../http/failures.ts'
import { experimentLevel, projectLevel, siteAdmin } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import type { Experiment } from '../world/model.ts'
import { nullPointer, withAdvice } from './advice.ts'

const BASE = '/xapi/viewerDicomweb'
const EXPERIMENT = `${BASE}/projects/:project/experiments/:experiment`

/** DICOMweb indexes of microscopy sessions (plugin 3.7 and later). */
export function dicomwebRoutes(state: State): Route[] {
  return withAdvice(state, [...sessionRoutes(state), ...bulkRoutes(state)])
}

function sessionRoutes(state: State): Route[] {
  return [
    {
      method: 'GET',
      path: `${EXPERIMENT}/exists`,
      level: experimentLevel(state, 'read'),
      handle: (call) => empty(supported(find(state, call)).dicomwebIndexed ? 200 : 404),
    },
    {
      method: 'POST',
      path: EXPERIMENT,
      level: experimentLevel(state, 'edit'),
      handle: async (call) => {
        await indexSession(state.engine, call.thread, find(state, call), overwrites(call))
        return empty(200)
      },
    },
    {
      method: 'DELETE',
      path: EXPERIMENT,
      level: siteAdmin,
      handle: (call) => {
        supported(find(state, call)).dicomwebIndexed = false
        return empty(200)
      },
    },
  ]
}

function bulkRoutes(state: State): Route[] {
  const sessions = () => [...state.world.experiments.values()].filter((one) => one.imageSession)
  return [
    {
      method: 'POST',
      path: `${BASE}/generate-all-dicomweb`,
      level: siteAdmin,
      handle: (call) => underLock(state, call, 'All projects', sessions()),
    },
    {
      method: 'POST',
      path: `${BASE}/projects/:project`,
      level: siteAdmin,
      handle: (call) => {
        const id = projectId(state, call)
        return underLock(
          state,
          call,
          `Project ${id}`,
          sessions().filter((one) => one.project === id),
        )
      },
    },
    {
      method: 'POST',
      path: `${BASE}/projects/:project/subjects/:subject`,
      level: projectLevel(state, 'edit'),
      handle: (call) => {
        const subject = state.world.subjects.get(param(call, 'subject'))
        if (subject?.project !== projectId(state, call)) {
          const text = `Subject ${param(call, 'subject')} not found in project ${param(call, 'project')}`
          throw new PluginFailure(422, 'Error executing request', text)
        }
        return underLock(
          state,
          call,
          `Subject ${subject.id}`,
          sessions().filter((one) => one.subjectId === subject.id),
        )
      },
    },
  ]
}

/** Its own lock; unlike the metadata calls, the project is looked up before it is tried. */
async function underLock(state: State, call: Call, subject: string, sessions: Experiment[]) {
  const { engine } = state
  if (engine.life.dicomwebLock) return empty(423)
  engine.life.dicomwebLock = true
  try {
    const run = { subject, thread: call.thread, sessions, overwrite: overwrites(call) }
    await engine.track(() => dicomwebRun(engine, run))
  } finally {
    engine.life.dicomwebLock = false
  }
  return empty(201)
}

const overwrites = ({ query }: Call) => query.get('overwrite') === 'true'

function projectId(state: State, call: Call): string {
  const project = state.world.findProject(param(call, 'project'))
  if (!project) throw nullPointer(state)
  return project.id
}

function find(state: State, call: Call): Experiment {
  const experiment = state.world.experiments.get(param(call, 'experiment'))
  if (!experiment) {
    throw new PluginFailure(
      422,
      'NotFoundException',
      `The following item(s) don't exist: ${param(call, 'experiment')}`,
    )
  }
  return experiment
}

function supported(experiment: Experiment): Experiment {
  if (experiment.modality === 'SM') return experiment
  throw new PluginFailure(501, 'Error executing request', `Modality ${experiment.modality} is not supported`)
}
