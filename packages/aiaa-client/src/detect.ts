import { z } from 'zod'
import { answerFailure } from './failures.ts'
import type { Failure, Outcome } from './outcome.ts'
import { type Get, isReply, type Reply } from './transport.ts'

/** `4.x` and `3.x` are read off the models and only a hint; `4.1` also serves MONAI Label's routes. */
export type AiaaGenerationHint = '3.x' | '4.x' | '4.1' | 'unknown'

export type Identity =
  | { readonly kind: 'aiaa'; readonly generation: AiaaGenerationHint }
  | { readonly kind: 'monai-label' }

export interface DetectTimeouts {
  /** For the API description. */
  readonly livenessMs: number
  /** For the model list. */
  readonly modelsMs: number
}

const ApiDescription = z.object({ info: z.object({ title: z.string() }) })
const Versioned = z.object({ version: z.union([z.string(), z.number()]).transform(String) })
const JsonObject = z.record(z.string(), z.unknown())
const NotFoundError = z.object({ error: z.object({ type: z.literal('NotFound') }) })

/**
 * Which kind of AI server answers below `base` (an origin, or one with a path). Cheap calls only: the API description
 * and the AIAA model list, neither of which touches a datastore.
 */
export async function detectKind(
  get: Get,
  base: string,
  timeouts: DetectTimeouts,
): Promise<Outcome<Identity>> {
  const description = await get(`${base}/openapi.json`, timeouts.livenessMs)
  if (!isReply(description) && description.reason !== 'too-large') return description
  const saysMonaiLabel = isReply(description) && isMonaiLabel(description)

  const models = await get(`${base}/v1/models`, timeouts.modelsMs)
  if (!isReply(models)) return models
  const isAiaa = models.answered.status === 200 && Array.isArray(models.json)
  if (isAiaa && saysMonaiLabel) return identified({ kind: 'aiaa', generation: '4.1' })
  if (saysMonaiLabel) return identified({ kind: 'monai-label' })
  if (!isAiaa) return noKind(models)

  const mounted = await servesMonaiLabelRoutes(get, base, timeouts)
  return identified({ kind: 'aiaa', generation: mounted ? '4.1' : generationHint(models.json as unknown[]) })
}

function identified(value: Identity): Outcome<Identity> {
  return { state: 'ok', value }
}

function noKind(models: Reply): Failure {
  // AIAA builds up to 3.x answer an unknown route with 500, so this 500 is a "not found".
  if (NotFoundError.safeParse(models.json).success) {
    return { state: 'wrong-service', reason: 'not-found', answered: models.answered }
  }
  return answerFailure(models.answered, models.hasBody, models.json !== undefined)
}

function isMonaiLabel({ answered, json }: Reply): boolean {
  const parsed = ApiDescription.safeParse(json)
  return answered.status === 200 && parsed.success && /monai\s?label/i.test(parsed.data.info.title)
}

/** Whether the description exists there is not known for every 4.1, so the app info is asked as well. */
async function servesMonaiLabelRoutes(
  get: Get,
  base: string,
  { livenessMs }: DetectTimeouts,
): Promise<boolean> {
  for (const path of ['/monailabel/openapi.json', '/monailabel/info/']) {
    const reply = await get(base + path, livenessMs)
    if (!isReply(reply)) continue
    if (reply.answered.status === 200 && JsonObject.safeParse(reply.json).success) return true
  }
  return false
}

/** The version of the configuration format: 2 and 3 came with TensorFlow, 1 with PyTorch. */
function generationHint(models: readonly unknown[]): AiaaGenerationHint {
  const generations = new Set(
    models.map((model) => {
      const parsed = Versioned.safeParse(model)
      if (!parsed.success) return 'unknown'
      if (parsed.data.version === '1') return '4.x'
      return ['2', '3'].includes(parsed.data.version) ? '3.x' : 'unknown'
    }),
  )
  const [only] = generations
  return generations.size === 1 && only ? only : 'unknown'
}
