import {
  ADMINISTRATOR,
  ALL_DATA_ACCESS,
  ALL_DATA_ADMIN,
  type Experiment,
  type Project,
  type User,
} from './model.ts'

export type Action = 'read' | 'edit' | 'delete'
export type ProjectRole = 'owner' | 'member' | 'collaborator'

/** Display names of the built-in project groups. */
export const GROUP_NAMES: Readonly<Record<string, string>> = {
  owner: 'Owners',
  member: 'Members',
  collaborator: 'Collaborators',
}

export function isSiteAdmin(user: User): boolean {
  return user.roles.includes(ADMINISTRATOR)
}

export function isAllDataAdmin(user: User): boolean {
  return isSiteAdmin(user) || user.groups.includes(ALL_DATA_ADMIN)
}

/** A site admin counts as all-data access in the level checks of `/xapi`. */
export function isAllDataAccess(user: User): boolean {
  return isAllDataAdmin(user) || user.groups.includes(ALL_DATA_ACCESS)
}

export function isGuest(user: User): boolean {
  return user.username === 'guest'
}

export function roleIn(user: User, projectId: string): ProjectRole | undefined {
  return (['owner', 'member', 'collaborator'] as const).find((role) =>
    user.groups.includes(`${projectId}_${role}`),
  )
}

/** Right on the project by membership or all-data groups; a private project opens to nobody else. */
export function canOnProject(user: User, project: Project, action: Action): boolean {
  if (action === 'read' && project.access !== 'private') return true
  return mayByRole(user, project.id, action)
}

/** A protected project shows itself to everybody, but not its experiments. */
export function canOnExperiments(user: User, project: Project, action: Action): boolean {
  if (action === 'read' && project.access === 'public') return true
  return mayByRole(user, project.id, action)
}

/** Through its own project, or through one it is shared into (reading only). */
export function canReadExperiment(
  user: User,
  experiment: Experiment,
  findProject: (id: string) => Project | undefined,
) {
  return [experiment.project, ...experiment.sharedInto.map((share) => share.project)].some((id) => {
    const project = findProject(id)
    return project !== undefined && canOnExperiments(user, project, 'read')
  })
}

export function isIn(experiment: Experiment, projectId: string): boolean {
  return (
    experiment.project === projectId || experiment.sharedInto.some((share) => share.project === projectId)
  )
}

function mayByRole(user: User, projectId: string, action: Action): boolean {
  if (isAllDataAdmin(user)) return true
  if (action === 'read' && isAllDataAccess(user)) return true
  const role = roleIn(user, projectId)
  if (role === 'owner') return true
  if (role === 'member') return action !== 'delete'
  return role === 'collaborator' && action === 'read'
}
