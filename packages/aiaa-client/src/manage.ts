import { type Body, type FileBytes, multipart } from './multipart.ts'

/** A request that changes what a server offers, ready to be sent. */
export interface ManagementRequest {
  readonly method: 'PUT' | 'DELETE'
  readonly url: string
  readonly contentType: string | null
  readonly body: Pick<Body, 'bytes' | 'read'> | null
}

/** What AIAA is to load. The form of a catalogue load depends on the generation; a wrong one is refused. */
export type ModelPayload =
  | { readonly form: 'ngc'; readonly path: string; readonly version: string; readonly asForm: boolean }
  | {
      readonly form: 'files'
      readonly config: { readonly name: string; readonly text: string }
      /** Null for a pipeline. */
      readonly data: FileBytes | null
    }
  | { readonly form: 'mmar'; readonly data: FileBytes }

/**
 * Loads a model into AIAA under a name (Clara Train documentation, "Loading Models"). One synchronous call: no job, no
 * progress; what became of it shows in the list.
 */
export function loadRequest(base: string, name: string, payload: ModelPayload): ManagementRequest {
  return { method: 'PUT', url: adminUrl(base, name), ...bodyOf(payload) }
}

/** Replaces the weights of a model of MONAI Label, which cannot be given new models (MONAI Label source). */
export function weightsRequest(base: string, model: string, file: FileBytes): ManagementRequest {
  const body = multipart([{ name: 'file', contentType: 'application/octet-stream', file }])
  return { method: 'PUT', url: weightsUrl(base, model), contentType: body.contentType, body }
}

/** Takes a model away from AIAA, or the weights of one from MONAI Label. */
export function removeRequest(base: string, model: string, kind: 'aiaa' | 'monai-label'): ManagementRequest {
  const url = kind === 'aiaa' ? adminUrl(base, model) : weightsUrl(base, model)
  return { method: 'DELETE', url, contentType: null, body: null }
}

const adminUrl = (base: string, name: string) => `${base}/admin/model/${encodeURIComponent(name)}`
const weightsUrl = (base: string, model: string) => `${base}/model/${encodeURIComponent(model)}`

function bodyOf(payload: ModelPayload): Pick<ManagementRequest, 'contentType' | 'body'> {
  if (payload.form === 'ngc') {
    const { path, version, asForm } = payload
    const text = JSON.stringify({ path, version })
    if (asForm) return formOf([{ name: 'ngc', text }])
    const bytes = Buffer.from(text)
    const read = async function* () {
      yield bytes
    }
    return { contentType: 'application/json', body: { bytes: bytes.length, read } }
  }
  const data = payload.data && { name: 'data', contentType: typeOf(payload.form), file: payload.data }
  if (payload.form === 'mmar') return formOf(data ? [data] : [])
  const { name, text } = payload.config
  const bytes = Buffer.from(text)
  const read = async function* () {
    yield bytes
  }
  const config = {
    name: 'config',
    contentType: 'application/json',
    file: { name, bytes: bytes.length, read },
  }
  return formOf(data ? [config, data] : [config])
}

function formOf(parts: Parameters<typeof multipart>[0]) {
  const body = multipart(parts)
  return { contentType: body.contentType, body }
}

const typeOf = (form: 'files' | 'mmar') => (form === 'mmar' ? 'application/zip' : 'application/octet-stream')

/**
 * The words in an answer, whatever its shape: the error object of Clara, `detail` of MONAI Label, or the title of a page.
 * One line of at most 500 characters; null when there are none.
 */
export function wordsOf(text: string): string | null {
  const said = fromJson(text) ?? (/<title>([^<]*)<\/title>/i.exec(text)?.[1] || textOf(text))
  const line = said.replaceAll(/\s+/g, ' ').trim().slice(0, 500)
  return line === '' ? null : line
}

const textOf = (text: string) => (text.trimStart().startsWith('<') ? '' : text)

function fromJson(text: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const { error, detail } = Object(value) as { error?: unknown; detail?: unknown }
  const { message, type } = Object(error) as { message?: unknown; type?: unknown }
  const words = [message, type].flat().filter((word) => typeof word === 'string' && word !== '')
  if (words.length > 0) return words.join(' · ')
  if (detail === undefined) return ''
  return typeof detail === 'string' ? detail : JSON.stringify(detail)
}
