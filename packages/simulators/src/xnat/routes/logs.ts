import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Answer, json } from '../http/answers.ts'
import { type Call, member, param, parseJson } from '../http/call.ts'
import { XapiFailure } from '../http/failures.ts'
import { siteAdmin } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import { zip } from '../zip.ts'

const ZIP = 'application/zip'

/** The log download of site administrators. A `path` in the request is ignored here; the recorded call shows it. */
export function logRoutes(state: State): Route[] {
  const asked = (call: Call) => {
    const request = requestOf(call)
    return download(state, request.spec, request.withEmpty)
  }
  const base = { path: '/xapi/logs/download', level: siteAdmin, produces: ZIP } as const
  return [
    { ...base, method: 'GET', handle: () => download(state, '*', false) },
    { ...base, method: 'POST', consumes: 'application/json', handle: asked },
    { ...base, method: 'PUT', consumes: 'application/json', handle: asked },
    {
      ...base,
      method: 'GET',
      path: '/xapi/logs/download/:spec',
      handle: (call) => download(state, param(call, 'spec'), false),
    },
    {
      method: 'GET',
      path: '/xapi/logs/configs',
      level: siteAdmin,
      produces: 'application/json',
      handle: () =>
        json(200, {
          primary: 'file:/usr/local/tomcat/webapps/ROOT/WEB-INF/classes/logback.xml',
          ohifViewerPlugin: 'jar:file:/data/xnat/home/plugins/ohif-viewer.jar!/ohifviewer-logback.xml',
        }),
    },
  ]
}

function requestOf(call: Call): { spec: string; withEmpty: boolean } {
  try {
    const body = parseJson(call.body)
    const spec = member(body, 'logFileSpec')
    return {
      spec: typeof spec === 'string' ? spec : '*',
      withEmpty: String(member(body, 'includeEmptyFiles')) === 'true',
    }
  } catch (error) {
    throw new XapiFailure(`Could not read document: ${error instanceof Error ? error.message : ''}`)
  }
}

/** The spec is a glob on the file name only, through all subfolders; no match gives an archive without entries. */
function download(state: State, spec: string, withEmpty: boolean): Answer {
  const root = state.options.logFolder
  const pattern = globPattern(spec)
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      name: relative(root, path),
      content: readFileSync(path),
      modifiedAt: statSync(path).mtime,
    }))
    .filter(({ content }) => withEmpty || content.length > 0)
  return {
    status: 200,
    type: ZIP,
    headers: { 'content-disposition': `attachment; filename="xnat-logs-${state.clock.now()}.zip"` },
    body: zip(files),
  }
}

function globPattern(spec: string): RegExp {
  const source = spec
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${source}$`)
}
