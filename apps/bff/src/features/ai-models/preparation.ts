import type { LoadSource, ModelFinding, PrepareLoad, ServerModels } from '@ohif-admin/contracts'
import {
  type Generation,
  isPipeline,
  lintArchive,
  lintCatalogueName,
  lintConfig,
  lintModelFile,
  lintName,
  lintSize,
  lintWeights,
  maySend,
  refuse,
  type Target,
} from '@ohif-admin/model-lint'
import { AppError } from '../../lib/app-error.ts'
import type { Destination } from './live-load.ts'
import { readZip } from './read-zip.ts'
import { asText } from './server-door.ts'
import type { SpooledFile } from './spool.ts'

/**
 * Where the model is to go. Throws `AppError` `ai-server-unread`, `bad-request` where the form is not one of the server,
 * `confirm-needed` where a model would be replaced and its name was not typed, `model-invalid`.
 */
export function prepare(request: PrepareLoad, server: ServerModels, limitBytes: number): Destination {
  const { name, source } = request
  const destination = destinationOf(request, server)
  demand(lintBefore(request, destination, limitBytes))
  if (destination.before !== null && request.overwrite !== name)
    throw new AppError('confirm-needed', 'A model of this name is there: type its name to replace it.')
  const needsFile = fileOf(source) !== null
  if (needsFile && limitBytes === 0)
    throw new AppError('upload-refused', 'This console takes no files: UPLOAD_MAX_BYTES is 0.')
  return destination
}

function destinationOf({ name, source, generation, engine }: PrepareLoad, server: ServerModels): Destination {
  const { kind } = server
  const loaded = server.models.map((model) => model.name)
  const existing = server.models.find((model) => model.name === name)
  const before = existing ? asText(existing) : null
  if (kind === null) throw new AppError('ai-server-unread', 'The server does not say what it is.')
  if ((kind === 'monai-label') !== (source.form === 'weights'))
    throw wrong('source', 'MONAI Label takes weights for its own models, AIAA takes models')
  if (kind === 'monai-label') {
    if (before === null) throw wrong('name', 'the app of this server has no such model')
    return { kind, generation: '4.1', target: { generation: '4.1', engine, loaded }, before }
  }
  const read = generation ?? generationOf(server)
  if (read === undefined) throw wrong('generation', 'the server does not show it: it has to be given')
  return { kind, generation: read, target: { generation: read, engine, loaded }, before }
}

const wrong = (path: string, message: string) =>
  new AppError('bad-request', 'This cannot be sent to this server.', { fields: [{ path, message }] })

/** What the models show of a server tells 4.0 from 4.1 only when 4.1 shows itself. */
function generationOf({ generation }: ServerModels): Generation | undefined {
  if (generation === '3.x' || generation === '4.1') return generation
  return generation === '4.x' ? '4.0' : undefined
}

/** The announced file of a source; null when it has none. */
export function fileOf(source: LoadSource) {
  return source.form === 'ngc' ? null : source.file
}

/** Everything that can be judged without the file. */
function lintBefore(
  { name, source }: PrepareLoad,
  { target }: Destination,
  limitBytes: number,
): ModelFinding[] {
  const file = fileOf(source)
  // Names of models of MONAI Label are its own.
  const named = source.form === 'weights' ? [] : lintName(name)
  const sized = file === null || limitBytes === 0 ? [] : lintSize(file, limitBytes)
  return [...named, ...sized, ...lintSource(source, target)]
}

function lintSource(source: LoadSource, target: Target): ModelFinding[] {
  if (source.form === 'ngc') return lintCatalogueName(source.path, target.generation)
  if (source.form !== 'files') return []
  const missing = source.file === null && !isPipeline(source.config)
  return [...lintConfig(source.config, target), ...(missing ? [refuse('file-missing')] : [])]
}

/** Judges the file that has come, before the server gets any of it. Throws `AppError` `model-invalid`. */
export async function judgeFile(
  source: LoadSource,
  file: SpooledFile,
  { target }: Destination,
  limitBytes: number,
): Promise<void> {
  if (source.form === 'files') demand(lintModelFile(source.file?.name ?? '', file.head, target.generation))
  if (source.form === 'weights') demand(lintWeights(source.file.name, file.head))
  if (source.form !== 'mmar') return
  const zip = await readZip(file.path)
  demand(zip ? lintArchive(zip, target, limitBytes) : [refuse('zip-unreadable', { name: source.file.name })])
}

/** Throws `AppError` `model-invalid` when one of the findings forbids to send. */
function demand(findings: readonly ModelFinding[]) {
  if (maySend(findings)) return
  const refusals = findings.filter(({ severity }) => severity === 'refuse')
  throw new AppError('model-invalid', 'The model would not work on this server.', { findings: refusals })
}
