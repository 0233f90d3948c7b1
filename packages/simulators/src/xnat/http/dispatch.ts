import { type Answer, containerPage, empty, statusPage, TEXT_TYPE } from './answers.ts'
import type { Call } from './call.ts'
import { DataFailure, XapiFailure } from './failures.ts'
import { admits, typeFromExtension } from './negotiation.ts'
import type { RouteTable } from './routes.ts'

/** `/xapi`: mapping (404, 405, 406, 415) comes before the access level, as the level sits on the controller method. */
export async function dispatchXapi(table: RouteTable, call: Call, siteId: string): Promise<Answer> {
  const match = table.find(call.method, call.path)
  if (match === 'unknown-path') return containerPage(404, call.path)
  if (match === 'wrong-method') return containerPage(405, `Request method '${call.method}' not supported`)
  const { route, params } = match
  if (route.produces !== undefined) {
    const wanted = typeFromExtension(call.path)
    const acceptable =
      wanted === undefined ? admits(call.headers.accept, route.produces) : wanted === route.produces
    if (!acceptable) return containerPage(406)
  }
  if (
    route.consumes !== undefined &&
    !(call.headers['content-type'] ?? '').toLowerCase().startsWith(route.consumes)
  ) {
    return containerPage(415)
  }
  call.params = params
  const verdict = route.level?.(call) ?? 'allowed'
  if (verdict === 'guest') return empty(401, { 'www-authenticate': `Basic realm="${siteId}"` })
  if (verdict === 'denied') return empty(403)
  try {
    return await route.handle(call)
  } catch (error) {
    if (!(error instanceof XapiFailure)) throw error
    return {
      status: error.status,
      type: TEXT_TYPE,
      body: `There was an error in the request : ${error.message}`,
    }
  }
}

/** `/data`: refusals are HTML status pages. */
export async function dispatchData(table: RouteTable, call: Call, csrfChecked: boolean): Promise<Answer> {
  if (csrfChecked && !hasCsrfToken(call)) return statusPage(500, 'INVALID CSRF (Cross-site request forgery)')
  const match = table.find(call.method, call.path)
  if (match === 'unknown-path')
    return statusPage(404, 'The server has not found anything matching the request URI')
  if (match === 'wrong-method') return statusPage(405)
  call.params = match.params
  try {
    return await match.route.handle(call)
  } catch (error) {
    if (!(error instanceof DataFailure)) throw error
    return statusPage(error.status, error.message)
  }
}

/** True when the agent counts as a browser and the method writes: then `/data` wants the session's token. */
export function needsCsrfToken(call: Call, enabled: boolean): boolean {
  if (!enabled || !['POST', 'PUT', 'DELETE'].includes(call.method)) return false
  const agent = call.headers['user-agent'] ?? ''
  if (agent.trim() === '' || agent.includes('XNATDesktopClient') || /java/i.test(agent)) return false
  return /Mozilla|AppleWebKit|Opera|MSIE/.test(agent)
}

function hasCsrfToken(call: Call): boolean {
  const form = (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(call.body.toString('utf8')).get('XNAT_CSRF')
    : null
  const given = call.query.get('XNAT_CSRF') ?? form
  return given !== null && given.toLowerCase() === call.session.csrfToken.toLowerCase()
}
