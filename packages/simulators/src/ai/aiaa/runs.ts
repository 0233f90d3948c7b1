import { type Answer, binary, resultParts } from '../http/answers.ts'
import type { AiServerCall } from '../http/control.ts'
import { fileBytes, readForm } from '../http/form.ts'
import type { Route } from '../http/router.ts'
import { engineFailure, handledError } from './errors.ts'
import type { AiaaSettings } from './options.ts'
import { type AiaaState, findListing } from './state.ts'

const SESSION_EXPIRED = 440
const MASK = Buffer.from('simulated mask')

/** `POST /v1/{segmentation,dextr3d,deepgrow,inference}`. */
export function runRoutes(state: AiaaState, settings: AiaaSettings): Route[] {
  return ['segmentation', 'dextr3d', 'deepgrow', 'inference'].map((kind) => ({
    method: 'POST',
    path: `/v1/${kind}`,
    handle: (call: AiServerCall) => run(call, state, settings),
  }))
}

async function run(call: AiServerCall, state: AiaaState, settings: AiaaSettings): Promise<Answer> {
  const model = call.query.get('model') ?? ''
  if (!findListing(state, model)) return handledError(settings.generation, { type: 'NotFound' })

  const sessionId = call.query.get('session_id')
  if (sessionId !== null && !state.sessions.has(sessionId)) {
    return handledError(settings.generation, { status: SESSION_EXPIRED, type: 'SessionExpired' })
  }
  if (sessionId === null && !(await fileBytes(await readForm(call), 'datapoint'))) {
    return handledError(settings.generation, { type: 'RuntimeError', messages: ["'datapoint'"] })
  }
  if (state.engineBroken || state.pending.has(model)) return engineFailure(settings)
  if (call.query.get('output') === 'image') return binary(MASK)
  return resultParts({ points: [] }, 'image', MASK)
}
