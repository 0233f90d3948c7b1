import type { z } from 'zod'
import { UpstreamError } from './errors.ts'
import type { Answer } from './transport.ts'

/**
 * The answer's JSON, checked. The content type is not looked at: XNAT labels errors as JSON and JSON as text.
 * Throws `UpstreamError` of kind `unexpected` for an empty body, an HTML page or another shape.
 */
export function parseJson<Schema extends z.ZodType>(answer: Answer, schema: Schema): z.infer<Schema> {
  let value: unknown
  try {
    value = JSON.parse(answer.text)
  } catch (cause) {
    const what = answer.text.trim() === '' ? 'an empty body' : 'something that is not JSON'
    throw new UpstreamError('unexpected', `XNAT answered ${answer.status} with ${what}.`, {
      status: answer.status,
      cause,
    })
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new UpstreamError('unexpected', `XNAT answered ${answer.status} in another shape.`, {
    status: answer.status,
    cause: result.error,
  })
}
