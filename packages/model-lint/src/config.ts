import type { ModelFinding } from '@ohif-admin/contracts'
import { refuse, warn } from './finding.ts'
import { lintInference } from './inference.ts'
import { isObject, type Json } from './json.ts'
import type { Target } from './target.ts'

/** A configuration is a few kilobytes; what is larger is something else. */
export const CONFIG_LIMIT_BYTES = 512 * 1024

const TYPES = ['segmentation', 'annotation', 'deepgrow', 'classification', 'others', 'pipeline']
const SHOWN_TYPES = ['segmentation', 'annotation', 'deepgrow']

/** Looks at the text of a `config_aiaa.json` meant for this server. Empty when nothing is wrong. */
export function lintConfig(text: string, target: Target): ModelFinding[] {
  if (text.length > CONFIG_LIMIT_BYTES)
    return [refuse('config-too-large', { limitBytes: CONFIG_LIMIT_BYTES })]
  let config: unknown
  try {
    // Editors on Windows put a mark in front.
    config = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return [refuse('config-not-json', { what: error instanceof Error ? error.message : '' })]
  }
  if (!isObject(config)) return [refuse('config-not-object')]
  const generation = lintGeneration(config, target)
  // Everything else would be judged by the rules of another generation.
  if (generation.length > 0) return generation
  return [...lintType(config), ...lintLabels(config), ...lintInference(config, target), ...lintTexts(config)]
}

/** Whether a configuration has no model file of its own: a pipeline chains models that are loaded already. */
export function isPipeline(text: string): boolean {
  try {
    const config: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isObject(config) && config['type'] === 'pipeline'
  } catch {
    return false
  }
}

/** TensorFlow configurations (3.x) say version 2 or 3 and have a flat `inference`; PyTorch ones (4.x) say 1. */
function lintGeneration(config: Json, { generation }: Target): ModelFinding[] {
  const { version, inference } = config
  const isNested = isObject(inference) && ('AIAA' in inference || 'TRITON' in inference)
  const isFlat = isObject(inference) && !isNested && typeof inference['name'] === 'string'
  if (generation === '3.x') {
    return version === 1 || isNested
      ? [refuse('config-of-4x', { version: String(version) })]
      : versionOf(config)
  }
  if (version === 2 || version === 3 || isFlat) return [refuse('config-of-3x', { version: String(version) })]
  return versionOf(config)
}

const versionOf = ({ version }: Json) =>
  Number.isInteger(version)
    ? []
    : [refuse('config-version-missing', { version: JSON.stringify(version) ?? '' })]

function lintType({ type }: Json): ModelFinding[] {
  if (typeof type !== 'string' || type === '') return [refuse('type-missing', { types: TYPES.join(', ') })]
  if (!TYPES.includes(type)) return [refuse('type-unknown', { type, types: TYPES.join(', ') })]
  return SHOWN_TYPES.includes(type) ? [] : [warn('type-hidden', { type })]
}

function lintLabels({ labels, type }: Json): ModelFinding[] {
  if (!Array.isArray(labels)) return [refuse('labels-not-a-list')]
  if (labels.some((label) => typeof label !== 'string')) return [refuse('labels-not-text')]
  return labels.length === 0 && type === 'segmentation' ? [warn('labels-empty')] : []
}

function lintTexts({ description }: Json): ModelFinding[] {
  return typeof description === 'string' && description.trim() !== '' ? [] : [warn('description-empty')]
}
