import type { AiModelView } from '@ohif-admin/contracts'

/** What the viewer and a person notice of a model; order is how differences are told. */
export type ModelDifference = 'type' | 'labels' | 'labelValues' | 'description' | 'version' | 'viewer'

export interface ComparedModel {
  name: string
  one: AiModelView | null
  other: AiModelView | null
  /** Empty when both servers offer it alike. */
  differences: readonly ModelDifference[]
}

const PARTS: readonly ModelDifference[] = [
  'type',
  'labels',
  'labelValues',
  'description',
  'version',
  'viewer',
]

/** The models of two servers by name: what only one has first, then what differs, then what is alike. */
export function compareModels(
  one: readonly AiModelView[],
  other: readonly AiModelView[],
): readonly ComparedModel[] {
  const names = [...new Set([...one, ...other].map(({ name }) => name))].sort((a, b) => a.localeCompare(b))
  const find = (models: readonly AiModelView[], name: string) =>
    models.find((model) => model.name === name) ?? null
  return names
    .map((name) => compared(name, find(one, name), find(other, name)))
    .toSorted((a, b) => rank(a) - rank(b))
}

function compared(name: string, one: AiModelView | null, other: AiModelView | null): ComparedModel {
  if (one === null || other === null) return { name, one, other, differences: [] }
  const differences = PARTS.filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]))
  return { name, one, other, differences }
}

function rank({ one, other, differences }: ComparedModel): number {
  if (one === null || other === null) return 0
  return differences.length > 0 ? 1 : 2
}
