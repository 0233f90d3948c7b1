import { z } from 'zod'
import {
  AiaaGeneration,
  AiServerKind,
  ModelProblem,
  ServerOrigin,
  ServerReason,
  ServerState,
} from './ai-servers.ts'
import { Instant } from './ids.ts'

const count = z.number().int().nonnegative()

/** The steps of a check in their order. */
export const CheckStepName = z.enum([
  'address',
  'names',
  'connect',
  'tls',
  'http',
  'kind',
  'models',
  'cors',
  'preflight',
  'redirect',
  'under-path',
])
export type CheckStepName = z.infer<typeof CheckStepName>

/**
 * One step of a check. `skipped`: a step before it did not get that far, or it does not concern this server. `note` is a
 * code the page has words for; `facts` are what those words need.
 */
export const CheckStep = z.object({
  step: CheckStepName,
  outcome: z.enum(['ok', 'attention', 'bad', 'unknown', 'skipped']),
  note: z.string().max(60).nullable(),
  facts: z.record(z.string(), z.union([z.string().max(500), z.number(), z.null()])),
  tookMs: count.nullable(),
})
export type CheckStep = z.infer<typeof CheckStep>

export const CheckRequest = z.strictObject({ entry: z.string().trim().min(1).max(512) })
export type CheckRequest = z.infer<typeof CheckRequest>

/** What one person's browser found, sent along by that person: their word, not the console's. */
export const BrowserVerdict = z.strictObject({
  outcome: z.enum(['ok', 'attention', 'bad', 'unknown']),
  note: z.enum([
    'answers',
    'mixed-content',
    'no-cors',
    'network',
    'timeout',
    'not-a-url',
    'blocked-here',
    'error-status',
  ]),
  status: z.number().int().nullable(),
  tookMs: count.nullable(),
})
export type BrowserVerdict = z.infer<typeof BrowserVerdict>

export const CheckReport = z.object({
  id: z.uuid(),
  entry: z.string(),
  origin: ServerOrigin.nullable(),
  /** The registered path that the viewer leaves out. */
  droppedPath: z.string().nullable(),
  kind: AiServerKind.nullable(),
  generation: AiaaGeneration.nullable(),
  /** As seen from the console's server. */
  state: ServerState,
  reason: ServerReason.nullable(),
  steps: z.array(CheckStep),
  problems: z.array(ModelProblem),
  models: count.nullable(),
  /** As seen from the browser of the person who checked; null when it was not asked. Never merged with the other. */
  browser: BrowserVerdict.nullable(),
  checkedAt: Instant,
  checkedBy: z.string(),
})
export type CheckReport = z.infer<typeof CheckReport>
