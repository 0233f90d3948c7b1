import { createHash } from 'node:crypto'
import { binary, json } from '../http/answers.ts'
import { fileBytes, readForm } from '../http/form.ts'
import type { RoleRoute } from './auth.ts'
import { detail, missingField } from './errors.ts'
import { type MonaiLabelState, modelsOf } from './state.ts'

const MODIFIED_AT_SECONDS = 1_732_272_472

/** Weight files. A file is replaced or taken away; models themselves are fixed by the app. */
export function modelRoutes(state: MonaiLabelState): RoleRoute[] {
  const notFound = (model: string) => detail(404, `Model File NOT Found for ${model}`)
  return [
    {
      method: 'GET',
      path: '/model/info/{model}',
      role: 'monailabel-admin',
      handle: (_call, { model = '' }) => {
        const weights = state.weights.get(model)
        return weights ? json(200, fileInfo(weights)) : notFound(model)
      },
    },
    {
      method: 'GET',
      path: '/model/{model}',
      role: 'monailabel-admin',
      handle: (_call, { model = '' }) => {
        const weights = state.weights.get(model)
        return weights ? binary(weights) : notFound(model)
      },
    },
    {
      method: 'PUT',
      path: '/model/{model}',
      role: 'monailabel-annotator',
      handle: async (call, { model = '' }) => {
        const file = await fileBytes(await readForm(call), 'file')
        if (!file) return missingField('file')
        if (!(model in modelsOf(state.info))) {
          return detail(500, `Model File Name NOT configured for ${model}`)
        }
        // Taken as it comes: upstream does not check the file either.
        state.weights.set(model, file)
        return json(200, fileInfo(file))
      },
    },
    {
      method: 'DELETE',
      path: '/model/{model}',
      role: 'monailabel-annotator',
      handle: (_call, { model = '' }) => (state.weights.delete(model) ? json(200, {}) : notFound(model)),
    },
  ]
}

function fileInfo(weights: Buffer) {
  const checksum = createHash('sha256').update(weights).digest('hex')
  return { checksum: `SHA256:${checksum}`, modified_time: MODIFIED_AT_SECONDS }
}
