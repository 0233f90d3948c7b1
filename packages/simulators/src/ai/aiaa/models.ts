import { type Answer, json } from '../http/answers.ts'
import type { AiServerCall } from '../http/control.ts'
import type { Route } from '../http/router.ts'
import { handledError } from './errors.ts'
import type { AiaaModelListing, AiaaSettings } from './options.ts'
import { type AiaaState, findListing } from './state.ts'

/** `GET /v1/models`: an array, or one object when `model=` names it. */
export function modelRoutes(state: AiaaState, settings: AiaaSettings): Route[] {
  return [{ method: 'GET', path: '/v1/models', handle: (call) => listModels(call, state, settings) }]
}

function listModels(call: AiServerCall, state: AiaaState, settings: AiaaSettings): Answer {
  const name = call.query.get('model')
  if (name !== null) {
    const listing = findListing(state, name)
    return listing ? json(200, listing) : handledError(settings.generation, { type: 'NotFound' })
  }
  const label = call.query.get('label')
  const type = call.query.get('type')
  const wanted = state.listings.filter(
    (listing) =>
      isListed(listing, state, settings) &&
      (label === null || hasLabel(listing, label)) &&
      (type === null || listing['type'] === type),
  )
  return json(200, wanted)
}

function hasLabel(listing: AiaaModelListing, label: string): boolean {
  const labels = listing['labels']
  return Array.isArray(labels) && labels.includes(label)
}

/** Triton looks into its folder every few seconds; some servers list a model only when it has. */
function isListed(
  { name }: AiaaModelListing,
  { pending }: AiaaState,
  { tritonLists }: AiaaSettings,
): boolean {
  return tritonLists === 'at-once' || !pending.has(String(name))
}
