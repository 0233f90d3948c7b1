import { type Call, param } from '../http/call.ts'
import { DataFailure } from '../http/failures.ts'
import type { Route } from '../http/routes.ts'
import { listExperiments } from '../listings/experiments.ts'
import { experimentItem, projectItem } from '../listings/items.ts'
import { listProjects } from '../listings/projects.ts'
import { isSubjectIn, listSubjects } from '../listings/subjects.ts'
import type { State } from '../state.ts'
import type { Experiment, Project, Subject } from '../world/model.ts'
import { canOnProject, canReadExperiment, isIn } from '../world/rights.ts'

/** Projects, subjects and experiments under `/data`. */
export function listingRoutes(state: State): Route[] {
  const project = (call: Call) => visibleProject(state, call)
  return [
    { method: 'GET', path: '/data/projects', handle: (call) => listProjects(state, call) },
    { method: 'GET', path: '/data/projects/:project', handle: (call) => projectItem(state, project(call)) },
    {
      method: 'GET',
      path: '/data/projects/:project/subjects',
      handle: (call) => listSubjects(state, call, project(call)),
    },
    {
      method: 'GET',
      path: '/data/subjects',
      handle: (call) => {
        const readable = [...state.world.projects.values()].some((one) =>
          canOnProject(call.user, one, 'read'),
        )
        if (!readable) throw new DataFailure(500, 'No readable project')
        return listSubjects(state, call)
      },
    },
    { method: 'GET', path: '/data/experiments', handle: (call) => listExperiments(state, call) },
    {
      method: 'GET',
      path: '/data/projects/:project/experiments',
      handle: (call) => listExperiments(state, call, project(call)),
    },
    {
      method: 'GET',
      path: '/data/projects/:project/subjects/:subject/experiments',
      handle: (call) => listExperiments(state, call, project(call), subjectIn(state, call, project(call))),
    },
    ...itemRoutes(state),
  ]
}

function itemRoutes(state: State): Route[] {
  const inProject = (call: Call) => {
    const project = visibleProject(state, call)
    const name = param(call, 'experiment')
    const found = [...state.world.experiments.values()].find(
      (one) => isIn(one, project.id) && (one.id === name || one.label === name),
    )
    return experimentItem(state, readable(state, call, found))
  }
  return [
    {
      method: 'GET',
      path: '/data/experiments/:experiment',
      handle: (call) =>
        experimentItem(state, readable(state, call, state.world.experiments.get(param(call, 'experiment')))),
    },
    { method: 'GET', path: '/data/projects/:project/experiments/:experiment', handle: inProject },
    {
      method: 'GET',
      path: '/data/projects/:project/subjects/:subject/experiments/:experiment',
      handle: inProject,
    },
  ]
}

/** A missing project and one the caller cannot see are the same 404. */
function visibleProject(state: State, call: Call): Project {
  const id = param(call, 'project')
  const project = state.world.findProject(id)
  if (!project || !canOnProject(call.user, project, 'read')) {
    throw new DataFailure(404, `Unable to identify project ${id}`)
  }
  return project
}

function subjectIn(state: State, call: Call, project: Project): Subject {
  const name = param(call, 'subject')
  const subject = [...state.world.subjects.values()].find(
    (one) => isSubjectIn(one, project.id) && (one.id === name || one.label === name),
  )
  if (!subject) throw new DataFailure(404, `Unable to identify subject ${name}`)
  return subject
}

function readable(state: State, call: Call, experiment: Experiment | undefined): Experiment {
  if (!experiment || !canReadExperiment(call.user, experiment, (id) => state.world.projects.get(id))) {
    throw new DataFailure(404, 'Unable to find the specified experiment.')
  }
  return experiment
}
