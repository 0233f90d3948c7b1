import type { ModelFinding } from '@ohif-admin/contracts'
import {
  CONFIG_LIMIT_BYTES,
  HEAD_BYTES,
  isPipeline,
  lintArchive,
  lintConfig,
  lintModelFile,
  lintSize,
  lintWeights,
  refuse,
  type Target,
} from '@ohif-admin/model-lint'

/** Judges a configuration and its model file. Only the configuration and the first bytes of the file are read. */
export async function lintPair(
  config: File,
  model: File | null,
  { target, limitBytes }: { target: Target; limitBytes: number },
): Promise<ModelFinding[]> {
  if (config.size > CONFIG_LIMIT_BYTES)
    return [refuse('config-too-large', { limitBytes: CONFIG_LIMIT_BYTES })]
  const text = await config.text()
  const findings = lintConfig(text, target)
  if (!model) return isPipeline(text) ? findings : [...findings, refuse('file-missing')]
  const sized = lintSize({ name: model.name, bytes: model.size }, limitBytes)
  if (sized.length > 0) return [...findings, ...sized]
  return [...findings, ...lintModelFile(model.name, await headOf(model), target.generation)]
}

/** Judges a zipped archive by its directory and its configuration. */
export async function lintZip(
  file: File,
  { target, limitBytes }: { target: Target; limitBytes: number },
): Promise<ModelFinding[]> {
  const sized = lintSize({ name: file.name, bytes: file.size }, limitBytes)
  if (sized.length > 0) return sized
  const { readZip } = await import('./read-zip.ts')
  const zip = await readZip(file)
  return zip ? lintArchive(zip, target, limitBytes) : [refuse('zip-unreadable', { name: file.name })]
}

/** Judges weights for MONAI Label, which looks at nothing itself. */
export async function lintWeightsFile(file: File, limitBytes: number): Promise<ModelFinding[]> {
  const sized = lintSize({ name: file.name, bytes: file.size }, limitBytes)
  return sized.length > 0 ? sized : lintWeights(file.name, await headOf(file))
}

const headOf = async (file: Blob) => new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
