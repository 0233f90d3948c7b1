import { randomUUID } from 'node:crypto'
import type { FastifyInstance, RouteOptions } from 'fastify'

export interface ApiRoute {
  method: string
  url: string
  /** `GET /api/site`: how tests name it. */
  name: string
  options: RouteOptions
}

/** Every route under /api, one entry for each method but HEAD, as the server itself has them. */
export function apiRoutes(app: FastifyInstance): ApiRoute[] {
  return app.routeTable
    .filter(({ url }) => url === '/api' || url.startsWith('/api/'))
    .flatMap((options) => [options.method].flat().map((method) => ({ method: String(method), options })))
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, options }) => ({ method, url: options.url, name: `${method} ${options.url}`, options }))
}

export const isUnsafe = ({ method }: Pick<ApiRoute, 'method'>) => method !== 'GET'

/** A POST that changes nothing, and says so itself. */
export const isReading = ({ options }: Pick<ApiRoute, 'options'>) => options.config?.reads === true

/** The reference page and its files: the only routes without schemas. */
export const isDocs = ({ url }: Pick<ApiRoute, 'url'>) => url === '/api/docs' || url.startsWith('/api/docs/')

/** Something for every parameter: a place, or the id of nothing. A new parameter needs its value. */
const PARAMS: Readonly<Record<string, string>> = {
  runId: randomUUID(),
  projectId: 'LIVER',
  place: 'project:LIVER',
  jobId: randomUUID(),
  checkId: randomUUID(),
  scanId: randomUUID(),
  deliveryId: randomUUID(),
  webhookId: randomUUID(),
  loadId: randomUUID(),
  changeRequestId: randomUUID(),
  setting: 'SEG',
  seq: '1',
  sessionId: 'XNAT_E00001',
}

/** Names of the parameters in its address. */
export const paramsOf = ({ url }: Pick<ApiRoute, 'url'>) =>
  [...url.matchAll(/:(\w+)/g)].flatMap(([, name]) => name ?? [])

/** The route's address with its parameters filled in; throws for one that nobody gave a value. */
export function addressOf({ url }: Pick<ApiRoute, 'url'>, params: Record<string, string> = {}): string {
  return url
    .replace(/:(\w+)/g, (_whole, name: string) => {
      const value = params[name] ?? PARAMS[name]
      if (value === undefined) throw new Error(`no value for the parameter ${name} of ${url}`)
      return encodeURIComponent(value)
    })
    .replace('*', 'index.css')
}
