import { json, TEXT_TYPE } from '../http/answers.ts'
import { type Call, param, parseJson } from '../http/call.ts'
import { PluginFailure } from '../http/failures.ts'
import { projectRead, siteAdmin } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import { withAdvice } from './advice.ts'
import { javaUrlProblem } from './java-url.ts'

const TOOL = 'ohif-aiaa'

/** Lists of AI servers, site-wide and per project, kept in the configuration service, unversioned. */
export function aiaaServerRoutes(state: State): Route[] {
  return withAdvice(state, [
    {
      method: 'GET',
      path: '/xapi/ohifaiaa/servers',
      handle: () => readList(state, 'site-json', undefined),
    },
    {
      method: 'PUT',
      path: '/xapi/ohifaiaa/servers',
      level: siteAdmin,
      consumes: 'application/json',
      handle: (call) => {
        storeList(state, call, 'site-json', undefined)
        return { status: 200, type: TEXT_TYPE, body: 'Site server list updated' }
      },
    },
    {
      method: 'GET',
      path: '/xapi/ohifaiaa/projects/:project/servers',
      level: projectRead(state),
      handle: (call) => readList(state, 'project-json', knownProject(state, call)),
    },
    {
      method: 'PUT',
      path: '/xapi/ohifaiaa/projects/:project/servers',
      level: siteAdmin,
      consumes: 'application/json',
      handle: (call) => {
        const id = param(call, 'project')
        const project = state.switches.putUnknownProject === 200 ? id : knownProject(state, call)
        storeList(state, call, 'project-json', project)
        return { status: 200, type: TEXT_TYPE, body: `Project ${id} server list updated` }
      },
    },
  ])
}

/** Reached with an unknown project only by site admins and all-data users. */
function knownProject(state: State, call: Call): string {
  const id = param(call, 'project')
  const project = state.world.findProject(id)
  if (!project) throw new PluginFailure(422, 'NotFoundException', `The following item(s) don't exist: ${id}`)
  return project.id
}

/** Nothing stored, or a disabled entry, is a 404 whose body looks like a list. */
function readList(state: State, path: string, project: string | undefined) {
  const entry = state.config.latest(TOOL, path, project)
  if (!entry?.enabled) return json(404, ['No AIAA server list found'])
  const list = stringList(entry.contents)
  if (!list) throw new PluginFailure(500, 'RuntimeException', '')
  return json(200, list)
}

function storeList(state: State, call: Call, path: string, project: string | undefined): void {
  const list = stringList(call.body.toString('utf8'))
  if (!list) throw new PluginFailure(500, 'RuntimeException', '')
  for (const url of list) {
    const problem = javaUrlProblem(url)
    if (problem !== undefined) {
      throw new PluginFailure(422, 'Error executing request', `Malformed URL - Cause: ${problem}`)
    }
  }
  state.config.put({
    tool: TOOL,
    path,
    ...(project === undefined ? {} : { project }),
    user: call.user.username,
    reason: project === undefined ? 'Creating Site JSON' : 'Creating Project JSON',
    contents: JSON.stringify(list),
    unversioned: true,
  })
}

function stringList(text: string): string[] | undefined {
  try {
    const value: unknown = parseJson(Buffer.from(text))
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
  } catch {
    return undefined
  }
}
