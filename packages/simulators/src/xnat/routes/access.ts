import { json } from '../http/answers.ts'
import { param } from '../http/call.ts'
import { XapiFailure } from '../http/failures.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import { canOnProject, GROUP_NAMES, isSiteAdmin, roleIn } from '../world/rights.ts'

const JSON_MEDIA = 'application/json'

const DISPLAYS = [
  'browseable',
  'browseableCreateable',
  'createable',
  'searchable',
  'searchableByDesc',
  'searchableByPluralDesc',
]

/** The calls that tell what the caller may do. */
export function accessRoutes(state: State): Route[] {
  return [
    {
      method: 'GET',
      path: '/xapi/users/projects',
      produces: JSON_MEDIA,
      handle: (call) => {
        const byMembership = isSiteAdmin(call.user) && !state.switches.adminEditsAllProjects
        const editable = [...state.world.projects.values()].filter((project) =>
          byMembership
            ? ['owner', 'member'].includes(roleIn(call.user, project.id) ?? '')
            : canOnProject(call.user, project, 'edit'),
        )
        return json(
          200,
          editable.map(({ id }) => id),
        )
      },
    },
    {
      method: 'GET',
      path: '/xapi/access/projects',
      produces: JSON_MEDIA,
      handle: (call) =>
        json(
          200,
          call.user.groups.map((group) => membership(state, group)),
        ),
    },
    ...displayRoutes(state),
  ]
}

/** One row per group; groups without a project lack the project fields. */
function membership(state: State, group: string): Record<string, string> {
  const [, projectId = '', role = ''] = /^(.+)_(owner|member|collaborator)$/.exec(group) ?? []
  const project = state.world.projects.get(projectId)
  if (!project) return { group_id: group, role: group, description: '' }
  return {
    group_id: group,
    role: GROUP_NAMES[role] ?? group,
    ID: project.id,
    secondary_ID: project.secondaryId,
    name: project.name,
    URI: `/data/projects/${project.id}`,
    description: project.description,
  }
}

function displayRoutes(state: State): Route[] {
  return [
    { method: 'GET', path: '/xapi/access/displays', produces: JSON_MEDIA, handle: () => json(200, DISPLAYS) },
    {
      method: 'GET',
      path: '/xapi/access/displays/modified',
      produces: JSON_MEDIA,
      handle: (call) => json(200, call.user.lastModified),
    },
    {
      method: 'GET',
      path: '/xapi/access/displays/:name',
      produces: JSON_MEDIA,
      handle: (call) => {
        if (!DISPLAYS.includes(param(call, 'name')))
          throw new XapiFailure(`Unknown display: ${param(call, 'name')}`, 404)
        const types = new Set([...state.world.experiments.values()].map(({ xsiType }) => xsiType))
        return json(
          200,
          [...types].map((type) => ({
            elementName: type,
            properName: type,
            singular: type,
            plural: `${type}s`,
            imageSession: true,
          })),
        )
      },
    },
  ]
}
