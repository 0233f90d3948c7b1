import { z } from 'zod'
import type { ReadModels } from './aiaa-models.ts'
import type { AiModel } from './model.ts'
import type { ViewerProblem } from './outcome.ts'

export const AppInfo = z.looseObject({ models: z.record(z.string(), z.unknown()) })

const AppModel = z.looseObject({
  labels: z.unknown(),
  description: z.string().catch(''),
  type: z.string().catch('unknown'),
  version: z.union([z.string(), z.number()]).transform(String).catch(''),
})

const LabelNames = z.array(z.string())
const LabelValues = z.record(z.string(), z.number())

const USABLE_TYPES: readonly string[] = ['deepedit', 'deepgrow', 'segmentation']
/** The viewer gives every mask value of these its name by position; for `deepgrow` it names nothing. */
const NAMED_BY_POSITION: readonly string[] = ['deepedit', 'segmentation']

/** The models of a MONAI Label app, and what in its description the viewer cannot cope with. */
export function readMonaiLabelModels(info: z.infer<typeof AppInfo>): ReadModels {
  const models: AiModel[] = []
  const problems: ViewerProblem[] = []
  if (!Array.isArray(info['labels'])) problems.push({ code: 'app-labels-not-a-list', model: null })
  for (const [name, raw] of Object.entries(info.models)) {
    const parsed = AppModel.safeParse(raw)
    if (!parsed.success) {
      problems.push({ code: 'model-unreadable', model: name })
      continue
    }
    const model = readModel(name, parsed.data)
    models.push(model)
    problems.push(...problemsOf(model, parsed.data.labels))
  }
  if (models.length > 0 && models.every(({ viewer }) => viewer !== 'usable')) {
    problems.push({ code: 'no-usable-model', model: null })
  }
  return { models, problems }
}

function readModel(
  name: string,
  { labels, description, type, version, ...others }: z.infer<typeof AppModel>,
): AiModel {
  const values = LabelValues.safeParse(labels)
  const names = LabelNames.safeParse(labels)
  return {
    name,
    labels: values.success ? Object.keys(values.data) : (names.data ?? []),
    labelValues: values.data ?? null,
    description,
    type,
    version,
    viewer: viewerUse(type),
    others,
  }
}

function viewerUse(type: string): AiModel['viewer'] {
  if (USABLE_TYPES.includes(type)) return 'usable'
  return type === 'scribbles' ? 'listed-only' : 'hidden'
}

function problemsOf({ name, type, labelValues }: AiModel, labels: unknown): ViewerProblem[] {
  if (!labelValues && !LabelNames.safeParse(labels).success)
    return [{ code: 'labels-not-a-list', model: name }]
  if (!labelValues || !NAMED_BY_POSITION.includes(type)) return []
  const values = Object.entries(labelValues).filter(([label]) => label !== 'background')
  const inOrder = values.every(([, value], index) => value === index + 1)
  return inOrder ? [] : [{ code: 'labels-renumbered', model: name }]
}
