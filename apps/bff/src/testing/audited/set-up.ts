import type { Action, Actions, World } from './action.ts'

const forbidden = { outcome: 'refused', event: 'authz_fail', detail: { code: 'forbidden' } } as const

/** Done by an admin, refused to an owner. */
function tried(
  call: (person: World['admin']) => ReturnType<Action['call']>,
  status: number,
  action: string,
): Action[] {
  return [
    { call: ({ admin }) => call(admin), status, entry: { action, actor: 'admin', outcome: 'done' } },
    { call: ({ owner }) => call(owner), status: 403, entry: { action, actor: 'owner', ...forbidden } },
  ]
}

export const setUpActions: Actions = {
  'PUT /api/set-up/put-away': tried(
    (person) => person.send('PUT', '/api/set-up/put-away', { body: { away: true } }),
    200,
    'set-up.put-away',
  ),
  'POST /api/set-up/restart': tried(
    (person) => person.post('/api/set-up/restart'),
    200,
    'set-up.await-restart',
  ),
  'DELETE /api/set-up/restart': tried(
    (person) => person.delete('/api/set-up/restart'),
    200,
    'set-up.stop-waiting',
  ),
}
