import type { Answer } from './answers.ts'
import type { Call } from './call.ts'

/** Lets the call pass, or says why not: `guest` gets 401, `denied` 403, both with an empty body. */
export type Level = (call: Call) => 'allowed' | 'guest' | 'denied'

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/data/projects/:project`; a last segment `*` takes the rest. */
  path: string
  handle: (call: Call) => Answer | Promise<Answer>
  /** `/xapi` only; everyone past the login wall when absent. */
  level?: Level
  /** `/xapi` only: the media type it answers with, for 406; any when absent. */
  produces?: string
  /** `/xapi` only: the media type it wants, for 415. */
  consumes?: string
}

export interface Match {
  route: Route
  params: Record<string, string>
}

interface CompiledRoute {
  route: Route
  pattern: RegExp
  names: string[]
}

/** Finds routes by method and path; the first entry of the table that fits wins. */
export class RouteTable {
  readonly #routes: CompiledRoute[]

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map(compile)
  }

  /** `unknown-path` and `wrong-method` are told apart because `/xapi` answers 404 and 405. */
  find(method: string, path: string): Match | 'unknown-path' | 'wrong-method' {
    let pathKnown = false
    for (const { route, pattern, names } of this.#routes) {
      const found = pattern.exec(path)
      if (!found) continue
      pathKnown = true
      if (route.method !== method && !(route.method === 'GET' && method === 'HEAD')) continue
      const params: Record<string, string> = {}
      for (const [index, name] of names.entries()) params[name] = decode(found[index + 1] ?? '')
      return { route, params }
    }
    return pathKnown ? 'wrong-method' : 'unknown-path'
  }
}

function compile(route: Route): CompiledRoute {
  const names: string[] = []
  const source = route.path.split('/').map((segment) => {
    if (segment === '*') {
      names.push('rest')
      return '(.*)'
    }
    if (!segment.startsWith(':')) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(segment.slice(1))
    return '([^/]+)'
  })
  return { route, pattern: new RegExp(`^${source.join('/')}/?$`), names }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
