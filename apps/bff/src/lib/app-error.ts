import type { ErrorBody, ErrorCode } from '@ohif-admin/contracts'

interface Extra extends ErrorOptions {
  fields?: ErrorBody['fields']
  runId?: string
  moved?: ErrorBody['moved']
  check?: ErrorBody['check']
  looks?: ErrorBody['looks']
  setting?: ErrorBody['setting']
  csv?: ErrorBody['csv']
  findings?: ErrorBody['findings']
  load?: unknown
  said?: string
  retryAfterSeconds?: number
}

/** Something the outside may know: a code of the contract and a sentence that names no host, path or secret. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly extra: Omit<Extra, 'cause'>

  constructor(code: ErrorCode, message: string, { cause, ...extra }: Extra = {}) {
    super(message, { cause })
    this.name = 'AppError'
    this.code = code
    this.extra = extra
  }
}
