import type { Call } from '../http/call.ts'
import { DataFailure } from '../http/failures.ts'
import type { State } from '../state.ts'
import { ALL_DATA_ADMIN, type Project, type User } from '../world/model.ts'
import {
  type Action,
  canOnProject,
  GROUP_NAMES,
  isAllDataAccess,
  isAllDataAdmin,
  isSiteAdmin,
  roleIn,
} from '../world/rights.ts'
import { aliasTable, listing, type Row, sortRows } from './envelope.ts'

const ALIASES = {
  ID: 'xnat:projectData/ID',
  secondary_ID: 'xnat:projectData/secondary_ID',
  name: 'xnat:projectData/name',
  description: 'xnat:projectData/description',
  pi_firstname: 'xnat:projectData/PI/firstname',
  pi_lastname: 'xnat:projectData/PI/lastname',
  insert_date: 'xnat:projectData/meta/insert_date',
}

const OTHER_FORM = [
  'accessible',
  'data',
  'owner',
  'member',
  'collaborator',
  'admin',
  'recent',
  'favorite',
  'activeSince',
  'prearc_code',
]

/** `GET /data/projects`: three handlers behind one path, each with its own keys. */
export function listProjects(state: State, call: Call) {
  if (call.query.has('fields')) return aliasTable(call, ALIASES)
  if (call.query.has('permissions')) return byPermission(state, call)
  if (OTHER_FORM.some((name) => call.query.has(name))) return accessibleForm(state, call)
  return defaultForm(state, call)
}

function defaultForm(state: State, call: Call) {
  const columns =
    call.query.get('columns')?.split(',') ?? Object.keys(ALIASES).filter((name) => name !== 'insert_date')
  const restrict = call.query.get('restrict')
  const action: Action = restrict === 'edit' || restrict === 'delete' ? restrict : 'read'
  const everything = call.query.get('allDataOverride') === 'true' && isSiteAdmin(call.user)
  const rows = [...state.world.projects.values()]
    .filter((project) => everything || listedByDefault(state, call.user, project, action))
    .map((project) => {
      const values = defaultValues(state, project)
      const row: Row = {}
      for (const column of ['ID', ...columns]) if (column in values) row[column] = values[column] ?? ''
      return { ...row, URI: `/data/projects/${project.id}` }
    })
  return listing(call, sortRows(call, rows))
}

/** In this SQL-based listing only groups count: the admin role alone opens no private project. */
function listedByDefault(state: State, user: User, project: Project, action: Action): boolean {
  if (roleIn(user, project.id) !== undefined) {
    return canOnProject({ ...user, roles: [] }, project, action)
  }
  if (user.groups.includes(ALL_DATA_ADMIN)) return true
  if (action === 'read' && isAllDataAccess(user) && !isSiteAdmin(user)) {
    return state.switches.allDataSeesDefaultListing || project.access !== 'private'
  }
  return action === 'read' && project.access !== 'private'
}

function defaultValues(state: State, project: Project): Row {
  return {
    ID: project.id,
    secondary_ID: project.secondaryId,
    name: project.name,
    description: project.description,
    pi_firstname: project.piFirstName,
    pi_lastname: project.piLastName,
    insert_date: state.clock.databaseStamp(project.insertDate),
  }
}

function accessibleForm(state: State, call: Call) {
  const data = call.query.get('data')
  if (data !== null && data !== 'readable' && data !== 'writable')
    throw new DataFailure(500, `Unknown data: ${data}`)
  const asked = (['owner', 'member', 'collaborator'] as const).filter(
    (role) => call.query.get(role) === 'true',
  )
  const { user } = call
  const rows = [...state.world.projects.values()]
    .filter((project) => {
      const role = roleIn(user, project.id)
      if (asked.length > 0) return role !== undefined && asked.includes(role)
      if (data === 'writable') return canOnProject(user, project, 'edit')
      if (isSiteAdmin(user) && role === undefined && project.access === 'private') {
        return state.switches.adminAccessibleShowsAll
      }
      return canOnProject(user, project, 'read')
    })
    .toSorted((a, b) => a.secondaryId.localeCompare(b.secondaryId))
    .map((project) => accessibleRow(state, user, project))
  return listing(call, rows, { xdat_user_id: String(user.id), title: 'Projects' })
}

const ACCESS_IMAGES = { private: 'key', protected: 'lock', public: 'globe' } as const

function accessibleRow(state: State, user: User, project: Project): Row {
  return {
    id: project.id,
    secondary_id: project.secondaryId,
    name: project.name,
    description: project.description,
    pi: [project.piLastName, project.piFirstName].filter(Boolean).join(', '),
    project_invs: '',
    project_access: project.access,
    project_access_img: `/@WEBAPP/images/${ACCESS_IMAGES[project.access]}.gif`,
    insert_date: state.clock.databaseStamp(project.insertDate),
    insert_user: 'admin',
    [`user_role_${user.id}`]: GROUP_NAMES[roleIn(user, project.id) ?? ''] ?? '',
    [`last_accessed_${user.id}`]: '',
  }
}

/** Rights by group; for this handler, too, only the all-data group counts, not the admin role. */
function byPermission(state: State, call: Call) {
  const wanted = call.query.get('permissions')
  const action: Action = wanted === 'read' || wanted === 'delete' ? wanted : 'edit'
  const user = { ...call.user, roles: [] }
  const rows = [...state.world.projects.values()]
    .filter((project) => roleIn(user, project.id) !== undefined || isAllDataAdmin(user))
    .filter((project) => canOnProject(user, project, action))
    .map(({ id, secondaryId }) => ({ id, secondary_id: secondaryId }))
  return listing(call, rows, {}, false)
}
