import { json, statusPage, text } from '../http/answers.ts'
import { type Call, param } from '../http/call.ts'
import { DataFailure } from '../http/failures.ts'
import { admits } from '../http/negotiation.ts'
import type { Route } from '../http/routes.ts'
import type { AliasToken } from '../sign-in/tokens.ts'
import type { State } from '../state.ts'
import { isGuest, isSiteAdmin } from '../world/rights.ts'

/** Log-in, log-out, "who am I" of the `/data` family, and alias tokens. */
export function jsessionRoutes(state: State): Route[] {
  const session = (call: Call) => plain(call, call.session.id)
  return [
    { method: 'GET', path: '/data/JSESSION', handle: session },
    { method: 'POST', path: '/data/JSESSION', handle: session },
    {
      method: 'DELETE',
      path: '/data/JSESSION',
      handle: (call) => {
        state.sessions.close(call.session.id)
        return text(200, '')
      },
    },
    {
      method: 'GET',
      path: '/data/auth',
      handle: (call) => plain(call, `User '${call.user.username}' is logged in`),
    },
    ...tokenRoutes(state),
  ]
}

/** Text only: an Accept header of `application/json` alone is refused. */
function plain(call: Call, body: string) {
  if (!admits(call.headers.accept, 'text/plain')) return statusPage(406)
  const token = call.query.get('CSRF') === 'true' ? `; XNAT_CSRF=${call.session.csrfToken}` : ''
  return { status: 200, type: 'text/plain', body: `${body}${token}` }
}

function tokenRoutes(state: State): Route[] {
  const tokens = '/data/services/tokens'
  const issue = (username: string) =>
    json(200, tokenView(state.tokens.issue(username, state.site.aliasTokenTimeoutMs)))
  const own = (call: Call, username: string) => {
    if (isGuest(call.user) || (call.user.username !== username && !isSiteAdmin(call.user))) {
      throw new DataFailure(403, 'You can only work with your own alias tokens.')
    }
  }
  const known = (call: Call): AliasToken => {
    const token = state.tokens.find(param(call, 'alias'))
    if (!token) throw new DataFailure(404, 'Unknown alias token.')
    own(call, token.username)
    return token
  }
  const invalidate = (call: Call) => {
    state.tokens.invalidate(known(call).alias)
    return json(200, { result: 'OK' })
  }
  return [
    {
      method: 'GET',
      path: `${tokens}/issue`,
      handle: (call) => {
        own(call, call.user.username)
        return issue(call.user.username)
      },
    },
    {
      method: 'GET',
      path: `${tokens}/issue/user/:name`,
      handle: (call) => {
        own(call, param(call, 'name'))
        return issue(param(call, 'name'))
      },
    },
    {
      method: 'GET',
      path: `${tokens}/show`,
      handle: (call) => json(200, state.tokens.of(call.user.username).map(tokenView)),
    },
    {
      method: 'GET',
      path: `${tokens}/validate/:alias/:secret`,
      handle: (call) => {
        const token = known(call)
        return json(200, token.secret === param(call, 'secret') ? { valid: token.username } : {})
      },
    },
    { method: 'GET', path: `${tokens}/invalidate/:alias`, handle: invalidate },
    { method: 'GET', path: `${tokens}/invalidate/:alias/:secret`, handle: invalidate },
  ]
}

function tokenView(token: AliasToken) {
  return {
    id: token.id,
    enabled: true,
    created: token.createdAt,
    timestamp: token.createdAt,
    disabled: 0,
    alias: token.alias,
    secret: token.secret,
    singleUse: false,
    estimatedExpirationTime: token.expiresAt,
    xdatUserId: token.username,
  }
}
