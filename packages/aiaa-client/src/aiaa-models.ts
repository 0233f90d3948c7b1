import { z } from 'zod'
import type { AiModel } from './model.ts'
import type { ViewerProblem } from './outcome.ts'

/** Only the name is required: servers of every age leave members out, and each may add its own. */
const ListedModel = z.looseObject({
  name: z.string().min(1),
  labels: z
    .array(z.unknown())
    .transform((labels) => labels.filter((label) => typeof label === 'string'))
    .catch([]),
  description: z.string().catch(''),
  type: z.string().catch('unknown'),
  version: z.union([z.string(), z.number()]).transform(String).catch(''),
})

const SHOWN_TYPES: readonly string[] = ['annotation', 'deepgrow', 'segmentation']

export interface ReadModels {
  readonly models: readonly AiModel[]
  readonly problems: readonly ViewerProblem[]
}

/** The models of an AIAA list, and what in it the viewer cannot cope with. */
export function readAiaaModels(list: readonly unknown[]): ReadModels {
  const models: AiModel[] = []
  const problems: ViewerProblem[] = []
  for (const raw of list) {
    const parsed = ListedModel.safeParse(raw)
    if (!parsed.success) {
      problems.push({ code: 'model-unreadable', model: null })
      continue
    }
    const { name, labels, description, type, version, ...others } = parsed.data
    const viewer = SHOWN_TYPES.includes(type) ? 'usable' : 'hidden'
    models.push({ name, labels, labelValues: null, description, type, version, viewer, others })
    problems.push(...problemsOf(name, raw as Readonly<Record<string, unknown>>))
  }
  if (models.length > 0 && models.every(({ viewer }) => viewer === 'hidden')) {
    problems.push({ code: 'no-usable-model', model: null })
  }
  return { models, problems }
}

/** Judged on the members as they came: defaults would hide exactly what breaks the viewer. */
function problemsOf(model: string, raw: Readonly<Record<string, unknown>>): ViewerProblem[] {
  const { type, labels, deepgrow, description } = raw
  if (type === 'deepgrow') {
    // The viewer looks for "3d" in `deepgrow`, or in `description` where that is missing or empty.
    return typeof (deepgrow || description) === 'string'
      ? []
      : [{ code: 'deepgrow-without-description', model }]
  }
  if (type !== 'segmentation') return []
  if (!Array.isArray(labels)) return [{ code: 'labels-not-a-list', model }]
  return labels.length === 0 ? [{ code: 'labels-empty', model }] : []
}
