import type { z } from 'zod'
import { UpstreamError } from './errors.ts'
import type { Answer } from './transport.ts'

/**
 * The answer's JSON, checked. The content type is not looked at: XNAT labels errors as JSON and JSON as text.
 * Throws `UpstreamError` of kind `unexpected` for an empty body, an HTML page or another shape.
 */
export function parseJson<Schema extends z.ZodType>(
  { status, text }: Pick<Answer, 'status' | 'text'>,
  schema: Schema,
): z.infer<Schema> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const what = text.trim() === '' ? 'an empty body' : 'something that is not JSON'
    throw new UpstreamError('unexpected', `XNAT answered ${status} with ${what}.`, { status, cause })
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new UpstreamError('unexpected', `XNAT answered ${status} in another shape.`, {
    status,
    cause: result.error,
  })
}
