import type { ErrorBody, ErrorCode } from '@ohif-admin/contracts'

/**
 * `unreachable`: no answer from the console's server. `unreadable`: an answer that is not what the contract says,
 * for example a proxy's error page.
 */
export type ApiErrorCode = ErrorCode | 'unreachable' | 'unreadable'

interface Details {
  requestId?: string
  fields?: ErrorBody['fields']
  /** With `run-active`: the run that is in the way. */
  runId?: string | undefined
  /** With `assignment-moved`: the three sides of the conflict. */
  moved?: ErrorBody['moved']
  /** With `assignment-check`: what was found at the server. */
  check?: ErrorBody['check']
  /** The same of a change of many lists. */
  looks?: ErrorBody['looks']
  /** With `setting-moved`: what XNAT has now. */
  setting?: ErrorBody['setting']
  /** With `csv-invalid`: what is wrong, line by line. */
  csv?: ErrorBody['csv']
  /** With `model-invalid`: what is wrong with the model. */
  findings?: ErrorBody['findings']
  /** XNAT's own words. */
  said?: string | undefined
  /** Seconds to wait before another try makes sense. */
  retryAfterS?: number
  cause?: unknown
}

/** Why a request failed. `status` is 0 when there was no answer. */
export class ApiError extends Error {
  readonly code: ApiErrorCode
  readonly status: number
  readonly requestId: string | null
  readonly fields: NonNullable<ErrorBody['fields']>
  readonly runId: string | null
  readonly moved: ErrorBody['moved']
  readonly check: ErrorBody['check']
  readonly looks: NonNullable<ErrorBody['looks']>
  readonly setting: ErrorBody['setting']
  readonly csv: NonNullable<ErrorBody['csv']>
  readonly findings: readonly unknown[]
  readonly said: string | null
  readonly retryAfterS: number | null

  constructor(code: ApiErrorCode, status: number, details: Details = {}) {
    super(`${code} (${status})`, { cause: details.cause })
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.requestId = details.requestId ?? null
    this.fields = details.fields ?? []
    this.runId = details.runId ?? null
    this.moved = details.moved
    this.check = details.check
    this.looks = details.looks ?? []
    this.setting = details.setting
    this.csv = details.csv ?? []
    this.findings = details.findings ?? []
    this.said = details.said ?? null
    this.retryAfterS = details.retryAfterS ?? null
  }
}

/** Whether the person has to sign in (again) before anything else can work. */
export function isSignedOut(error: unknown): error is ApiError {
  return (
    error instanceof ApiError && (error.code === 'unauthenticated' || error.code === 'xnat-session-expired')
  )
}

/** Only what may heal by itself is worth a second try; what the person must change is not. */
export function mayHeal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500)
}
