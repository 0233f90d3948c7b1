import type { Actions } from './action.ts'

export const sessionActions: Actions = {
  'POST /api/session': [
    {
      call: ({ console }) => console.browser().post('/api/session', { username: 'owner', password: 'owner' }),
      status: 200,
      entry: { action: 'session.sign-in', actor: 'owner', outcome: 'done', event: 'authn_login_success' },
    },
    {
      call: ({ console }) =>
        console.browser().post('/api/session', { username: 'owner\u202e', password: 'wrong' }),
      status: 401,
      entry: {
        action: 'session.sign-in',
        actor: 'owner\\u202e',
        outcome: 'refused',
        event: 'authn_login_fail',
        detail: { code: 'sign-in-refused' },
      },
    },
    {
      prepare: async ({ console }) => {
        for (let n = 0; n < 5; n += 1)
          await console.browser().post('/api/session', { username: 'nobody', password: 'x' })
      },
      call: ({ console }) => console.browser().post('/api/session', { username: 'nobody', password: 'x' }),
      status: 429,
      entry: {
        action: 'session.sign-in',
        outcome: 'refused',
        event: 'excess_rate_limit_exceeded',
        detail: { code: 'sign-in-throttled' },
      },
    },
    {
      prepare: ({ console }) => console.gateway.goDown(),
      call: ({ console }) => console.browser().post('/api/session', { username: 'owner', password: 'owner' }),
      status: 502,
      entry: { action: 'session.sign-in', outcome: 'failed', detail: { code: 'upstream-unreachable' } },
    },
  ],
  'POST /api/session/proof': [
    {
      call: ({ admin }) => admin.post('/api/session/proof', { password: 'admin' }),
      status: 204,
      entry: { action: 'session.prove', actor: 'admin', outcome: 'done' },
    },
    {
      call: ({ admin }) => admin.post('/api/session/proof', { password: 'wrong' }),
      status: 401,
      entry: {
        action: 'session.prove',
        outcome: 'refused',
        event: 'authn_login_fail',
        detail: { code: 'sign-in-refused' },
      },
    },
  ],
  'DELETE /api/session': [
    {
      call: ({ owner }) => owner.delete('/api/session'),
      status: 204,
      entry: { action: 'session.sign-out', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: ({ console }) => console.gateway.goDown(),
      call: ({ owner }) => owner.delete('/api/session'),
      status: 204,
      entry: { action: 'session.sign-out', actor: 'owner', outcome: 'done' },
    },
  ],
}
