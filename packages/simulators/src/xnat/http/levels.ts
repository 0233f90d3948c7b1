import type { State } from '../state.ts'
import {
  type Action,
  canOnExperiments,
  canOnProject,
  isAllDataAccess,
  isGuest,
  isIn,
  isSiteAdmin,
} from '../world/rights.ts'
import { type Call, param } from './call.ts'
import type { Level } from './routes.ts'

/** Every real user. */
export const authenticated: Level = (call) => (isGuest(call.user) ? 'guest' : 'allowed')

/** Site admin only, never a project owner, whatever project the path names. */
export const siteAdmin: Level = (call) => {
  if (isGuest(call.user)) return 'guest'
  return isSiteAdmin(call.user) ? 'allowed' : 'denied'
}

/** The user named in the path, compared with case, or a site admin. */
export const namedUser: Level = (call) => {
  if (isGuest(call.user)) return 'guest'
  return call.user.username === param(call, 'name') || isSiteAdmin(call.user) ? 'allowed' : 'denied'
}

/** Right on the project in the path; a missing one is the controller's concern only for all-data users. */
export function projectLevel(state: State, action: Action): Level {
  return (call) => {
    const project = state.world.findProject(param(call, 'project'))
    if (!project) return missing(call)
    return canOnProject(call.user, project, action) ? 'allowed' : refused(call)
  }
}

export function projectRead(state: State): Level {
  return projectLevel(state, 'read')
}

/** Right on the experiment in the path, named by id or by label within the project. */
export function experimentLevel(state: State, action: Action): Level {
  return (call) => {
    const project = state.world.findProject(param(call, 'project'))
    const name = param(call, 'experiment')
    if (!project || !holds(state, project.id, name)) return missing(call)
    return canOnExperiments(call.user, project, action) ? 'allowed' : refused(call)
  }
}

function holds({ world }: State, projectId: string, name: string): boolean {
  const byId = world.experiments.get(name)
  if (byId && isIn(byId, projectId)) return true
  return world.experiments.values().some((one) => one.label === name && one.project === projectId)
}

function missing(call: Call): 'allowed' | 'guest' | 'denied' {
  return isAllDataAccess(call.user) ? 'allowed' : refused(call)
}

function refused(call: Call): 'guest' | 'denied' {
  return isGuest(call.user) ? 'guest' : 'denied'
}
