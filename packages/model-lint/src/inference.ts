import type { ModelFinding } from '@ohif-admin/contracts'
import { refuse, warn } from './finding.ts'
import { isObject, type Json, part } from './json.ts'
import type { Engine, Target } from './target.ts'

const ENGINES = ['AIAA', 'TRITON'] as const

/** Looks at the `inference` block: what runs the model, and what the viewer reads of it. */
export function lintInference(config: Json, target: Target): ModelFinding[] {
  const { inference } = config
  if (!isObject(inference)) return [refuse('inference-missing')]
  if (target.generation === '3.x') {
    return typeof inference['name'] === 'string' ? [] : [refuse('inference-name-missing')]
  }
  return [
    ...lintEngine(inference, target.engine),
    ...(config['type'] === 'pipeline'
      ? lintPipeline(inference, target)
      : lintTritonConfig(inference, target.engine)),
    ...(config['type'] === 'deepgrow' ? lintDeepgrow(inference) : []),
  ]
}

function lintEngine(inference: Json, engine: Engine): ModelFinding[] {
  const found = ENGINES.filter((name) => isObject(inference[name]))
  if (found.length === 0) return [refuse('engine-missing', { engine: ENGINES.join(' / ') })]
  if (engine !== 'unknown') return found.includes(engine) ? [] : [refuse('engine-missing', { engine })]
  return found.length === 1 ? [warn('engine-only', { engine: found.join() })] : []
}

/** Triton has to be told what goes in and what comes out. */
function lintTritonConfig(inference: Json, engine: Engine): ModelFinding[] {
  if (engine === 'AIAA' || !isObject(inference['TRITON'])) return []
  const { input, output } = part(inference['TRITON'], 'triton_model_config')
  if (Array.isArray(input) && Array.isArray(output)) return []
  return [(engine === 'TRITON' ? refuse : warn)('triton-config-missing')]
}

/** Without it the viewer throws while it loads the list, for every model of the server. */
function lintDeepgrow(inference: Json): ModelFinding[] {
  const { deepgrow } = part(inference, 'meta_data')
  return typeof deepgrow === 'string' && /^[23]d$/i.test(deepgrow) ? [] : [refuse('deepgrow-meta-missing')]
}

function lintPipeline(inference: Json, { engine, loaded }: Target): ModelFinding[] {
  const used = ENGINES.filter(
    (name) => isObject(inference[name]) && (engine === 'unknown' || engine === name),
  )
  const named = new Set(used.flatMap((name) => namesIn(part(inference, name))))
  if (used.length > 0 && named.size === 0) return [refuse('pipeline-names-no-models')]
  const missing = [...named].filter((name) => !loaded.includes(name))
  return missing.length === 0 ? [] : [refuse('pipeline-models-missing', { models: missing.join(', ') })]
}

function namesIn(engine: Json): string[] {
  const { models } = part(engine, 'args')
  const names = isObject(models) ? Object.values(models) : models
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
