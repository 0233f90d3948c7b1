import { z } from 'zod'

/** What can be wrong with a model before it is sent to a server. A code never changes its meaning. */
export const MODEL_FINDINGS = [
  'name-unsafe',
  'ngc-not-pytorch',
  'ngc-is-pytorch',
  'config-too-large',
  'config-not-json',
  'config-not-object',
  'config-version-missing',
  'config-of-3x',
  'config-of-4x',
  'type-missing',
  'type-unknown',
  'type-hidden',
  'labels-not-a-list',
  'labels-not-text',
  'labels-empty',
  'description-empty',
  'inference-missing',
  'inference-name-missing',
  'engine-missing',
  'engine-only',
  'triton-config-missing',
  'deepgrow-meta-missing',
  'pipeline-names-no-models',
  'pipeline-models-missing',
  'file-missing',
  'file-empty',
  'file-too-large',
  'file-is-page',
  'file-is-pointer',
  'file-not-torchscript',
  'file-of-other-generation',
  'zip-unreadable',
  'zip-empty',
  'zip-extra-folder',
  'zip-no-config',
  'zip-no-model',
  'zip-encrypted',
  'zip-path-outside',
  'zip-link',
  'zip-too-many-files',
  'zip-grows-too-large',
] as const

export const ModelFinding = z.object({
  code: z.enum(MODEL_FINDINGS),
  /** `refuse`: it is not sent. `warn`: it can be sent, and may not do what was meant. */
  severity: z.enum(['refuse', 'warn']),
  /** What the sentence about it names: a folder, a limit, what was found. */
  values: z.record(z.string(), z.string()),
})
export type ModelFinding = z.infer<typeof ModelFinding>
