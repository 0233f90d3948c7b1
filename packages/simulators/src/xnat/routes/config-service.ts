import type { ConfigEntry } from '../config-store.ts'
import { type Answer, empty, text } from '../http/answers.ts'
import { type Call, param } from '../http/call.ts'
import { DataFailure } from '../http/failures.ts'
import type { Route } from '../http/routes.ts'
import { listing, type Row } from '../listings/envelope.ts'
import type { State } from '../state.ts'
import { canOnProject, isGuest, isSiteAdmin } from '../world/rights.ts'

/** XNAT's configuration service, for the site and per project. */
export function configRoutes(state: State): Route[] {
  return ['/data/config', '/data/projects/:project/config'].flatMap((base): Route[] => [
    { method: 'GET', path: base, handle: (call) => tools(state, call) },
    { method: 'GET', path: `${base}/:tool`, handle: (call) => toolEntries(state, call) },
    { method: 'GET', path: `${base}/:tool/*`, handle: (call) => readEntry(state, call) },
    { method: 'PUT', path: `${base}/:tool/*`, handle: (call) => writeEntry(state, call) },
    { method: 'DELETE', path: `${base}/:tool/*`, handle: (call) => disableEntry(state, call) },
  ])
}

function tools(state: State, call: Call): Answer {
  const names = new Set(state.config.entries(readableScope(state, call)).map(({ tool }) => tool))
  return listing(
    call,
    [...names].toSorted().map((tool) => ({ tool })),
    {},
    false,
  )
}

function toolEntries(state: State, call: Call): Answer {
  const entries = state.config
    .entries(readableScope(state, call))
    .filter(({ tool }) => tool === param(call, 'tool'))
  if (entries.length === 0) return notFound(call)
  const rows = entries.map((entry) => rowOf(state, entry))
  return listing(call, rows, {}, false)
}

function readEntry(state: State, call: Call): Answer {
  const scope = readableScope(state, call)
  const [tool, path] = [param(call, 'tool'), param(call, 'rest')]
  if (call.query.get('action') === 'getHistory') {
    const history = [...state.config.history(tool, path, scope)]
    const ordered = state.switches.historyNewestFirst ? history.reverse() : history
    const rows = ordered.map((entry) => rowOf(state, entry))
    return listing(call, rows, {}, false)
  }
  const entry = findEntry(state, call, tool, path, scope)
  if (!entry) return notFound(call)
  if (call.query.get('contents') === 'true') return text(200, entry.contents)
  const { contents, ...meta } = rowOf(state, entry)
  const row: Row = call.query.get('meta') === 'true' || contents === undefined ? meta : { ...meta, contents }
  return listing(call, [row], {}, false)
}

function findEntry(state: State, call: Call, tool: string, path: string, scope: string | undefined) {
  const version = call.query.get('version')
  const entry =
    version === null
      ? state.config.latest(tool, path, scope)
      : state.config.history(tool, path, scope).find((one) => String(one.version) === version)
  if (entry || call.query.get('defaultToSiteWide') !== 'true') return entry
  return state.config.latest(tool, path)
}

function writeEntry(state: State, call: Call): Answer {
  const scope = writableScope(state, call)
  const [tool, path] = [param(call, 'tool'), param(call, 'rest')]
  const status = call.query.get('status')
  const contents = call.body.toString('utf8')
  if (status !== null && status !== 'enabled' && status !== 'disabled')
    throw new DataFailure(400, `Bad status: ${status}`)
  if (status !== null && contents === '') {
    const found = state.config.setEnabled(tool, path, scope, status === 'enabled', call.user.username)
    return found ? empty(200) : notFound(call)
  }
  if (contents === '') throw new DataFailure(400, 'No contents')
  const created = state.config.put({
    tool,
    path,
    ...(scope === undefined ? {} : { project: scope }),
    user: call.user.username,
    reason: call.query.get('reason') ?? '',
    contents,
    unversioned: call.query.get('unversioned') === 'true',
  })
  return empty(created ? 201 : 200)
}

function disableEntry(state: State, call: Call): Answer {
  const scope = writableScope(state, call)
  const found = state.config.setEnabled(
    param(call, 'tool'),
    param(call, 'rest'),
    scope,
    false,
    call.user.username,
  )
  return found ? empty(200) : notFound(call)
}

/** The site is open to every user; a project to those who may read it. Undefined is the site. */
function readableScope(state: State, call: Call): string | undefined {
  if (isGuest(call.user)) throw new DataFailure(403, 'Guests have no access to configurations')
  const id = call.params['project']
  if (id === undefined) return undefined
  const project = state.world.findProject(id)
  if (!project) throw new DataFailure(404, `Couldn't find project with id: ${id}`)
  if (!canOnProject(call.user, project, 'read'))
    throw new DataFailure(403, `User not authorized for project ${id}`)
  return project.id
}

/** Writing takes a site admin, or for a project somebody with the delete right: an owner. */
function writableScope(state: State, call: Call): string | undefined {
  const scope = readableScope(state, call)
  const project = scope === undefined ? undefined : state.world.projects.get(scope)
  const allowed = project ? canOnProject(call.user, project, 'delete') : isSiteAdmin(call.user)
  if (!allowed) throw new DataFailure(403, 'User not authorized to change configurations')
  return scope
}

function notFound(call: Call): Answer {
  if (call.query.get('accept-not-found') === 'true') return empty(204)
  throw new DataFailure(404, `Couldn't find config for tool ${param(call, 'tool')}`)
}

function rowOf(state: State, entry: ConfigEntry): Row {
  return {
    tool: entry.tool,
    path: entry.path,
    project: entry.project,
    user: entry.user,
    create_date: state.clock.databaseStamp(entry.createdAt),
    reason: entry.reason,
    contents: entry.contents,
    unversioned: String(entry.unversioned),
    version: String(entry.version),
    status: entry.enabled ? 'enabled' : 'disabled',
  }
}
