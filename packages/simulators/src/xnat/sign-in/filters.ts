import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, containerPage, html, redirect, statusPage, text } from '../http/answers.ts'
import type { State } from '../state.ts'
import type { User } from '../world/model.ts'
import { isGuest, isSiteAdmin } from '../world/rights.ts'
import type { JsessionRecord } from './sessions.ts'

export interface Visitor {
  user: User
  session: JsessionRecord
  /** True when this request opened the session: its id goes out as a cookie. */
  opened: boolean
}

/** A refused Basic log-in, the one answer that carries no cookie at all. */
export interface Refusal {
  refusal: Answer
}

const CHANGE_PASSWORD = '/app/template/XDATScreen_UpdateUser.vm'
const LOGIN = '/app/template/Login.vm'

/** Who asks: a live cookie, Basic credentials, or nobody. */
export function identify(state: State, headers: IncomingHttpHeaders): Visitor | Refusal {
  const { site, sessions, world, accounts } = state
  const live = sessions.find(cookieOf(headers))
  const credentials = basicCredentials(headers.authorization)
  if (credentials === 'malformed')
    return { refusal: containerPage(500, 'Invalid basic authentication token') }
  // Credentials that name the user of a live session are not checked at all.
  if (
    credentials &&
    !(live && accounts.means(credentials.name, live.username) && live.username !== 'guest')
  ) {
    const user = accounts.verify(credentials.name, credentials.secret)
    if (!user) return { refusal: refusedLogIn(state) }
    const session = live
      ? sessions.renew(live, user.username, site.sessionTimeoutMs)
      : sessions.open(user.username, site.sessionTimeoutMs)
    return { user, session, opened: true }
  }
  if (live) {
    sessions.touch(live)
    return { user: world.user(live.username), session: live, opened: false }
  }
  return { user: world.user('guest'), session: sessions.open('guest', site.sessionTimeoutMs), opened: true }
}

/** The redirects and the login wall; undefined lets the request through. */
export function wall(
  state: State,
  visitor: Visitor,
  path: string,
  headers: IncomingHttpHeaders,
): Answer | undefined {
  const { user } = visitor
  if (!isGuest(user)) return accountRedirect(state, user, path, headers)
  if (!state.site.requireLogin || isOpen(state, path)) return undefined
  if (isInteractive(state, headers)) return redirect(LOGIN)
  return containerPage(401, '', { 'www-authenticate': `Basic realm="${state.site.siteId}"` })
}

/** Sent with every answer except a refused Basic log-in; the comma in the value forces the quotes. */
export function expiryCookie(session: JsessionRecord, now: number): string {
  return `SESSION_EXPIRATION_TIME="${now},${session.timeoutMs}"; Version=1; Path=/`
}

export function sessionCookie(state: State, session: JsessionRecord): string {
  const secure = state.site.siteUrl.startsWith('https') ? '; Secure' : ''
  return `JSESSIONID=${session.id}; Path=/${secure}; HttpOnly`
}

function accountRedirect(
  state: State,
  user: User,
  path: string,
  headers: IncomingHttpHeaders,
): Answer | undefined {
  if (!state.site.initialised) {
    return redirect(`${state.siteUrl()}${isSiteAdmin(user) ? '/setup' : '/app/template/Unconfigured.vm'}`)
  }
  if (!user.enabled) return redirect(`${state.siteUrl()}/app/template/InactiveAccount.vm`)
  if (!user.passwordExpired || user.provider !== 'localdb' || user.roles.includes('non_expiring'))
    return undefined
  if (path.startsWith('/app/') || /XDATScreen_UpdateUser(\.vm)?$/.test(headers.referer ?? ''))
    return undefined
  return redirect(`${state.siteUrl()}${CHANGE_PASSWORD}`)
}

function refusedLogIn(state: State): Answer {
  if (!state.site.initialised) return text(403, 'Site has not yet been configured.')
  return containerPage(401, state.site.uiLoginFailureMessage)
}

function isOpen(state: State, path: string): boolean {
  if (/^\/(data|REST)\/JSESSION\/?$/.test(path) || path === '/xapi/siteConfig/buildInfo') return true
  if (state.switches.siteIdOpen && /^\/xapi\/siteConfig\/(siteId|siteUrl)$/.test(path)) return true
  return path.startsWith('/app/') || path === '/setup'
}

/** Browser-like agents are sent to the login page where scripts get a 401. */
function isInteractive(state: State, headers: IncomingHttpHeaders): boolean {
  const agent = headers['user-agent'] ?? ''
  if (agent === '' || agent.includes('XNATDesktopClient')) return false
  return state.site.interactiveAgentIds.some((pattern) => pattern.test(agent))
}

function cookieOf(headers: IncomingHttpHeaders): string | undefined {
  return /(?:^|;\s*)JSESSIONID=([^;]+)/.exec(headers.cookie ?? '')?.[1]
}

function basicCredentials(
  header: string | undefined,
): { name: string; secret: string } | 'malformed' | undefined {
  const encoded = /^Basic\s+(.*)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 0) return 'malformed'
  return { name: decoded.slice(0, colon), secret: decoded.slice(colon + 1) }
}

/** The HTML pages that redirects lead to, and everything else outside `/data` and `/xapi`. */
export function page(path: string): Answer {
  if (path === LOGIN)
    return html(200, '<!DOCTYPE html><html><body><form name="form1" method="post"></form></body></html>')
  if (path.startsWith('/app/') || path === '/setup' || path === '/VIEWER') {
    return html(200, '<!DOCTYPE html><html><body></body></html>')
  }
  return path === '/' ? redirect('/app/template/Index.vm') : statusPage(404)
}
