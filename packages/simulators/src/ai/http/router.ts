import type { Answer } from './answers.ts'
import type { AiServerCall } from './control.ts'

export type PathValues = Readonly<Record<string, string>>

export interface Route {
  readonly method: string
  /** `/model/info/{model}`: a braced segment matches one segment of the path. */
  readonly path: string
  readonly handle: (call: AiServerCall, values: PathValues) => Answer | Promise<Answer>
}

export interface RouteMatch {
  readonly route: Route
  readonly values: PathValues
}

/** All routes whose path fits, in order; the caller decides what a wrong method means. */
export function matchPath(routes: readonly Route[], path: string): RouteMatch[] {
  return routes.flatMap((route) => {
    const values = pathValues(route.path, path)
    return values ? [{ route, values }] : []
  })
}

function pathValues(pattern: string, path: string): PathValues | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const values: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? ''
    if (!segment.startsWith('{')) {
      if (segment !== value) return undefined
      continue
    }
    const decoded = decode(value)
    if (!decoded) return undefined
    values[segment.slice(1, -1)] = decoded
  }
  return values
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
