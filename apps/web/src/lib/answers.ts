import { ErrorBody } from '@ohif-admin/contracts'
import { ApiError } from './api-error.ts'

/** `application/json; charset=utf-8` is what the server sends. */
export function isJson(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').toLowerCase().startsWith('application/json')
}

/** What an answer that is not a success means. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body = isJson(response) ? await response.json().catch(() => undefined) : undefined
  const parsed = ErrorBody.safeParse(body)
  if (!parsed.success) return new ApiError('unreadable', response.status)
  const { code, requestId, fields, runId, moved, setting, check, looks, csv, findings, said } = parsed.data
  const retryAfterS = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError(code, response.status, {
    requestId,
    fields,
    runId,
    moved,
    setting,
    check,
    looks,
    csv,
    findings,
    said,
    ...(Number.isFinite(retryAfterS) ? { retryAfterS } : {}),
  })
}
