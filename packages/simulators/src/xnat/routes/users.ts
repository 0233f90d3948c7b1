import { empty, json, TEXT_TYPE } from '../http/answers.ts'
import { param } from '../http/call.ts'
import { XapiFailure } from '../http/failures.ts'
import { authenticated, namedUser, siteAdmin } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import type { User } from '../world/model.ts'
import { isGuest } from '../world/rights.ts'

const JSON_MEDIA = 'application/json'

/** The calls that tell who the caller is and what he may do. */
export function userRoutes(state: State): Route[] {
  const profile = (name: string) => {
    const user = state.world.users.get(name)
    if (!user) throw new XapiFailure(`User ${name} not found`, 404)
    return json(200, profileOf(user))
  }
  return [
    {
      method: 'GET',
      path: '/xapi/users/username',
      level: authenticated,
      produces: 'text/plain',
      handle: (call) => ({ status: 200, type: TEXT_TYPE, body: call.user.username }),
    },
    {
      method: 'GET',
      path: '/xapi/users/profile',
      level: authenticated,
      produces: JSON_MEDIA,
      handle: (call) => profile(call.user.username),
    },
    ...providerRoutes(state),
    ...activeRoutes(state),
    {
      method: 'GET',
      path: '/xapi/users/profile/:name',
      level: (call) => (state.site.restrictUserListAccessToAdmins ? namedUser(call) : authenticated(call)),
      produces: JSON_MEDIA,
      handle: (call) => profile(param(call, 'name')),
    },
    {
      method: 'GET',
      path: '/xapi/users/:name/roles',
      level: namedUser,
      produces: JSON_MEDIA,
      handle: (call) => json(200, state.world.users.get(param(call, 'name'))?.roles ?? []),
    },
    {
      method: 'GET',
      path: '/xapi/users/:name/groups',
      level: namedUser,
      produces: JSON_MEDIA,
      handle: (call) => json(200, state.world.users.get(param(call, 'name'))?.groups ?? []),
    },
    {
      method: 'GET',
      path: '/xapi/users/:name',
      level: namedUser,
      produces: JSON_MEDIA,
      handle: (call) => profile(param(call, 'name')),
    },
  ]
}

function providerRoutes(state: State): Route[] {
  return [
    {
      method: 'GET',
      path: '/xapi/users/authProviders',
      produces: JSON_MEDIA,
      handle: () => json(200, state.site.providers),
    },
    {
      method: 'GET',
      path: '/xapi/users/authDetails/:name',
      level: namedUser,
      produces: JSON_MEDIA,
      handle: (call) => {
        const user = state.world.users.get(param(call, 'name'))
        const details = user && {
          username: user.username,
          authMethod: user.provider,
          failedLoginAttempts: user.failedLogins,
        }
        return json(200, details ? [details] : [])
      },
    },
  ]
}

function activeRoutes(state: State): Route[] {
  return [
    {
      method: 'GET',
      path: '/xapi/users/current',
      produces: JSON_MEDIA,
      // Not the caller: recently active accounts.
      handle: () =>
        json(
          200,
          [...new Set(signedIn(state).map(({ username }) => username))].map((name) =>
            profileOf(state.world.user(name)),
          ),
        ),
    },
    {
      method: 'GET',
      path: '/xapi/users/active',
      level: siteAdmin,
      produces: JSON_MEDIA,
      handle: () => {
        const byUser: Record<string, { count: number; sessions: string[] }> = {}
        for (const { username, id } of signedIn(state)) {
          const sessions = [...(byUser[username]?.sessions ?? []), id]
          byUser[username] = { count: sessions.length, sessions }
        }
        return json(200, byUser)
      },
    },
    {
      method: 'DELETE',
      path: '/xapi/users/active/:name',
      level: namedUser,
      handle: (call) => {
        const ended = state.sessions.liveOf(param(call, 'name'))
        for (const session of ended) session.expired = true
        if (ended.length === 0) return empty(304)
        return json(
          200,
          ended.map(({ id }) => id).filter((id) => id !== call.session.id),
        )
      },
    },
  ]
}

function signedIn(state: State) {
  return state.sessions.live().filter(({ username }) => !isGuest(state.world.user(username)))
}

/** Null fields are left out; dates are epoch milliseconds. */
function profileOf(user: User) {
  return {
    id: user.id,
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    secured: true,
    lastModified: user.lastModified,
    enabled: user.enabled,
    verified: user.verified,
    lastSuccessfulLogin: user.lastSuccessfulLogin,
  }
}
