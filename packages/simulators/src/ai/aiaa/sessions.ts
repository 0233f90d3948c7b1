import { randomUUID } from 'node:crypto'
import { json } from '../http/answers.ts'
import { fileBytes, readForm } from '../http/form.ts'
import type { Route } from '../http/router.ts'
import { handledError } from './errors.ts'
import type { AiaaSettings } from './options.ts'
import type { AiaaState } from './state.ts'

/** `PUT /session/`, `GET` and `DELETE /session/{id}`. Anything but 200 means the session is gone. */
export function sessionRoutes(state: AiaaState, settings: AiaaSettings): Route[] {
  const gone = (id: string) =>
    handledError(settings.generation, {
      status: settings.generation === '4.1' ? 404 : 500,
      type: 'NotFound',
      messages: [`Session (${id}) Not Found`],
    })

  return [
    {
      method: 'PUT',
      path: '/session',
      handle: async (call) => {
        const form = await readForm(call)
        const image = (await fileBytes(form, 'image')) ?? (await fileBytes(form, 'image0'))
        if (!image) return handledError(settings.generation, { type: 'RuntimeError', messages: ["'image'"] })
        const asked = Number(call.query.get('expiry') ?? 0) || settings.maxSessionExpirySeconds
        const session = {
          id: randomUUID(),
          expirySeconds: Math.min(asked, settings.maxSessionExpirySeconds),
          createdAt: new Date(),
        }
        state.sessions.set(session.id, session)
        return json(200, { session_id: session.id })
      },
    },
    {
      method: 'GET',
      path: '/session/{id}',
      handle: (_call, { id = '' }) => {
        const session = state.sessions.get(id)
        if (!session) return gone(id)
        const createdAtSeconds = Math.floor(session.createdAt.getTime() / 1000)
        return json(200, {
          session_id: id,
          image: 'image.nii.gz',
          create_ts: createdAtSeconds,
          last_access_ts: createdAtSeconds,
          expiry: session.expirySeconds,
        })
      },
    },
    {
      method: 'DELETE',
      path: '/session/{id}',
      handle: (_call, { id = '' }) => (state.sessions.delete(id) ? json(200, {}) : gone(id)),
    },
  ]
}
