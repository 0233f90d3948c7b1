import { randomUUID } from 'node:crypto'
import { json } from '../http/answers.ts'
import { fileBytes, readForm } from '../http/form.ts'
import type { RoleRoute } from './auth.ts'
import { detail, missingField } from './errors.ts'
import type { MonaiLabelSettings } from './options.ts'
import type { LabelSession, MonaiLabelState } from './state.ts'

/** `PUT /session/`, `GET` and `DELETE /session/{session_id}`. */
export function sessionRoutes(state: MonaiLabelState, settings: MonaiLabelSettings): RoleRoute[] {
  const role = 'monailabel-user'
  const disabled = () => detail(406, 'Session Feature is Not Enabled')
  const off = settings.sessions === 'off'
  const gone = (id: string) => detail(404, `Session (${id}) Not Found`)
  return [
    {
      method: 'PUT',
      path: '/session/',
      role,
      handle: async (call) => {
        if (!(await fileBytes(await readForm(call), 'files'))) return missingField('files')
        if (off) return disabled()
        const asked = Number(call.query.get('expiry') ?? 0) || settings.maxSessionExpirySeconds
        const session = createSession(Math.min(asked, settings.maxSessionExpirySeconds))
        state.sessions.set(session.id, session)
        return json(200, { session_id: session.id, session_info: sessionInfo(session) })
      },
    },
    {
      method: 'GET',
      path: '/session/{session_id}',
      role,
      handle: (call, { session_id: id = '' }) => {
        if (off) return disabled()
        const session = state.sessions.get(id)
        if (!session) return gone(id)
        if (call.query.get('update_ts') === 'true') session.lastAccessAtSeconds = nowSeconds()
        return json(200, sessionInfo(session))
      },
    },
    {
      method: 'DELETE',
      path: '/session/{session_id}',
      role,
      handle: (_call, { session_id: id = '' }) => {
        if (off) return disabled()
        return state.sessions.delete(id) ? json(200, {}) : gone(id)
      },
    },
  ]
}

function createSession(expirySeconds: number): LabelSession {
  const now = nowSeconds()
  return { id: randomUUID(), expirySeconds, createdAtSeconds: now, lastAccessAtSeconds: now }
}

function sessionInfo(session: LabelSession) {
  const path = `/root/.cache/monailabel/sessions/${session.id}`
  return {
    name: session.id,
    path,
    image: `${path}/image.nii.gz`,
    meta: {},
    create_ts: session.createdAtSeconds,
    last_access_ts: session.lastAccessAtSeconds,
    expiry: session.expirySeconds,
  }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
