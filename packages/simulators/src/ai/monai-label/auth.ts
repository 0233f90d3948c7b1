import { type Answer, json } from '../http/answers.ts'
import type { AiServerCall } from '../http/control.ts'
import { answerWith } from '../http/cors.ts'
import { fixtureJson } from '../http/fixtures.ts'
import type { Route } from '../http/router.ts'
import { detail, unhandled } from './errors.ts'
import type { MonaiLabelAccount, MonaiLabelRole, MonaiLabelSettings } from './options.ts'

/** A route that needs a role once signing in is on. */
export interface RoleRoute extends Route {
  readonly role?: MonaiLabelRole
}

/** The sign-in routes; none of them exists while signing in is off, so `/auth/` is 404 then. */
export function authRoutes({ accounts }: MonaiLabelSettings): RoleRoute[] {
  if (accounts.length === 0) return []
  return [
    { method: 'GET', path: '/auth/', handle: () => json(200, fixtureJson('monai-label/auth-enabled.json')) },
    {
      method: 'POST',
      path: '/auth/token',
      handle: (call) => {
        const form = new URLSearchParams(call.body.toString('utf8'))
        const account = accounts.find(
          ({ username, password }) => username === form.get('username') && password === form.get('password'),
        )
        // The realm's refusal is not handled upstream: wrong credentials are a 500.
        if (!account) return unhandled()
        return json(200, { access_token: tokenOf(account), token_type: 'Bearer' })
      },
    },
    {
      method: 'GET',
      path: '/auth/token/valid',
      handle: (call) => {
        const account = accountOf(call, accounts)
        if ('status' in account) return account
        const { username, roles } = account
        return json(200, { username, email: `${username}@example.org`, name: username, roles })
      },
    },
  ]
}

/** Why this call may not use a route of this role; undefined when it may. */
export function refusalOf(
  call: AiServerCall,
  role: MonaiLabelRole | undefined,
  settings: MonaiLabelSettings,
) {
  if (!role || settings.accounts.length === 0) return undefined
  const account = accountOf(call, settings.accounts)
  if ('status' in account) return account
  if (account.roles.includes(role)) return undefined
  return detail(403, `Role "${role}" is required to perform this action`)
}

function accountOf(call: AiServerCall, accounts: readonly MonaiLabelAccount[]): MonaiLabelAccount | Answer {
  const bearer = { 'www-authenticate': 'Bearer' }
  const token = /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1]
  if (token === undefined) return answerWith(detail(401, 'Not authenticated'), bearer)
  const account = accounts.find((candidate) => tokenOf(candidate) === token)
  return account ?? answerWith(detail(401, 'Could not validate credentials'), bearer)
}

function tokenOf({ username }: MonaiLabelAccount): string {
  return `token-of-${username}`
}
