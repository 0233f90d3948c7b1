import { type Call, param, parseJson } from '../http/call.ts'
import { XapiFailure } from '../http/failures.ts'
import type { State } from '../state.ts'

const PATH = 'project-json'

/** The stored JSON of a plugin tool for the project in the path, undefined when never set or disabled. */
export function readSetting(state: State, call: Call, tool: string): unknown {
  const entry = state.config.latest(tool, PATH, projectId(state, call))
  return entry?.enabled ? parseJson(Buffer.from(entry.contents)) : undefined
}

export function storeSetting(state: State, call: Call, tool: string, value: unknown): void {
  state.config.put({
    tool,
    path: PATH,
    project: projectId(state, call),
    user: call.user.username,
    reason: 'Creating Project JSON',
    contents: JSON.stringify(value),
    unversioned: true,
  })
}

/** These controllers answer 500 where the others answer 422. */
function projectId(state: State, call: Call): string {
  const project = state.world.findProject(param(call, 'project'))
  if (!project) throw new XapiFailure(`The following item(s) don't exist: ${param(call, 'project')}`)
  return project.id
}
