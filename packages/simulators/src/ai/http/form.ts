import type { AiServerCall } from './control.ts'

/** The multipart body of a call; undefined when it is something else or cannot be read. */
export async function readForm(call: AiServerCall): Promise<FormData | undefined> {
  const contentType = call.headers['content-type'] ?? ''
  if (!/^multipart\/form-data/i.test(contentType)) return undefined
  const response = new Response(new Uint8Array(wholeForm(call, contentType)), {
    headers: { 'content-type': contentType },
  })
  return response.formData().catch(() => undefined)
}

/** Bytes of a file part; undefined when the part is missing or is text. */
export async function fileBytes(form: FormData | undefined, name: string): Promise<Buffer | undefined> {
  const part = form?.get(name)
  if (!part || typeof part === 'string') return undefined
  return Buffer.from(await part.arrayBuffer())
}

/** Text of a part, whether it was sent as a field or as a file. */
export async function partText(form: FormData | undefined, name: string): Promise<string | undefined> {
  const part = form?.get(name)
  if (part === null || part === undefined) return undefined
  return typeof part === 'string' ? part : part.text()
}

/** JSON that may be broken: undefined instead of an exception. */
export function tryJson(source: string | undefined): unknown {
  if (source === undefined) return undefined
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Of a body that was not kept whole: its beginning, with an end put to it. */
function wholeForm({ body, bodyBytes }: AiServerCall, contentType: string): Buffer {
  if (body.length === bodyBytes) return body
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1] ?? ''
  return Buffer.concat([body, Buffer.from(`\r\n--${boundary}--\r\n`)])
}
