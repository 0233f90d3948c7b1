import { binary, json, resultParts } from '../http/answers.ts'
import { fixtureJson } from '../http/fixtures.ts'
import { fileBytes, readForm } from '../http/form.ts'
import type { RoleRoute } from './auth.ts'
import { detail, unhandled } from './errors.ts'
import { type MonaiLabelState, modelsOf } from './state.ts'

const MASK = Buffer.from('simulated mask')

/** The datastore, and inference on what is in it or was sent along. */
export function imageRoutes(state: MonaiLabelState): RoleRoute[] {
  const role = 'monailabel-user'
  return [
    {
      method: 'GET',
      path: '/datastore/',
      role,
      handle: () => (state.datastoreBroken ? unhandled() : json(200, state.info['datastore'] ?? {})),
    },
    {
      method: 'GET',
      path: '/datastore/image/info',
      role,
      handle: (call) => {
        const image = call.query.get('image') ?? ''
        if (!state.scans.has(image)) return json(200, {})
        const [project, subject, experiment, scan] = image.split('/')
        return json(200, { project, subject, experiment, scan })
      },
    },
    {
      method: 'POST',
      path: '/infer/{model}',
      role,
      handle: async (call, { model = '' }) => {
        const file = await fileBytes(await readForm(call), 'file')
        const session = state.sessions.get(call.query.get('session_id') ?? '')
        if (!file && !session && !call.query.get('image')) {
          return detail(500, 'Neither Image nor File not Session ID input is provided')
        }
        if (state.datastoreBroken || !(model in modelsOf(state.info))) return unhandled()
        const params = fixtureJson('monai-label/infer-result.json')
        const output = call.query.get('output')
        if (output === 'json') return json(200, params)
        return output === 'image' ? binary(MASK) : resultParts(params, 'image', MASK)
      },
    },
  ]
}
