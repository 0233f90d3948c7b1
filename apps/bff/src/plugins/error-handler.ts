import type { ErrorBody, ErrorCode } from '@ohif-admin/contracts'
import { UpstreamError } from '@ohif-admin/xnat-client'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError } from '../lib/app-error.ts'
import { fromUpstream } from '../lib/upstream-error.ts'
import { StorageError } from '../storage/errors.ts'

const STATUS: Readonly<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'label-not-id': 400,
  'assignment-invalid': 400,
  'csv-invalid': 400,
  'target-refused': 400,
  'model-invalid': 400,
  unauthenticated: 401,
  'sign-in-refused': 401,
  'password-expired': 401,
  'xnat-session-expired': 401,
  forbidden: 403,
  'reauth-required': 403,
  'cross-site': 403,
  'not-found': 404,
  'run-active': 409,
  'scan-active': 409,
  'scan-over': 409,
  'run-over': 409,
  'xnat-locked': 409,
  'plugin-missing': 409,
  'no-sessions': 409,
  'confirm-needed': 409,
  'queue-changed': 409,
  'request-open': 409,
  'request-decided': 409,
  'assignment-moved': 409,
  'assignment-check': 409,
  'assignment-job-over': 409,
  'model-load-active': 409,
  'model-load-over': 409,
  'upload-refused': 409,
  'setting-moved': 409,
  'payload-too-large': 413,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  'sign-in-throttled': 429,
  'too-many-requests': 429,
  'too-many-streams': 429,
  internal: 500,
  'assignment-refused': 502,
  'ai-server-unread': 502,
  'model-load-failed': 502,
  'upstream-refused': 502,
  'upstream-bad-response': 502,
  'upstream-unreachable': 502,
  'log-unreadable': 503,
  'storage-unavailable': 503,
  overloaded: 503,
  stopping: 503,
  'assignment-unknown': 504,
  'model-load-unknown': 504,
  'setting-unknown': 504,
  'upstream-timeout': 504,
}

/** Refusals of the framework itself, by their HTTP status. */
const BY_STATUS: Readonly<Record<number, [ErrorCode, string]>> = {
  400: ['bad-request', 'The request cannot be read.'],
  404: ['not-found', 'There is nothing at this address.'],
  413: ['payload-too-large', 'The request is too large.'],
  414: ['uri-too-long', 'The address is too long.'],
  415: ['unsupported-media-type', 'Only JSON is accepted.'],
  429: ['too-many-requests', 'Too many requests.'],
  503: ['overloaded', 'The console is busy. Try again in a moment.'],
}

/** The one place that turns errors into HTTP. A 500 tells the outside nothing but the request id. */
export const errorHandler = fp(
  async (app: FastifyInstance) => {
    app.setErrorHandler((error, request, reply) => answer(toAppError(error), request, reply))
    app.setNotFoundHandler((request, reply) =>
      answer(new AppError('not-found', 'There is nothing at this address.'), request, reply),
    )
  },
  { name: 'error-handler' },
)

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof UpstreamError) return fromUpstream(error)
  if (error instanceof StorageError) {
    return new AppError('storage-unavailable', 'The database of the console does not answer.', {
      cause: error,
    })
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.split('/').filter(Boolean).join('.') || (error.validationContext ?? 'request'),
      message: message ?? 'is not valid',
    }))
    return new AppError('bad-request', 'Something in the request is not valid.', { fields, cause: error })
  }
  const known = BY_STATUS[(error as FastifyError).statusCode ?? 500]
  if (known) return new AppError(known[0], known[1], { cause: error })
  return new AppError('internal', 'Something went wrong here.', { cause: error })
}

function answer(error: AppError, request: FastifyRequest, reply: FastifyReply) {
  const status = STATUS[error.code]
  const level = status >= 500 ? 'error' : 'info'
  request.log[level](
    { code: error.code, ...(status >= 500 ? { err: error.cause ?? error } : {}) },
    'request refused',
  )
  if (error.extra.retryAfterSeconds !== undefined) reply.header('retry-after', error.extra.retryAfterSeconds)
  const { retryAfterSeconds: _header, ...told } = error.extra
  const body: ErrorBody = { code: error.code, message: error.message, requestId: request.id, ...told }
  // Serialised here: the response schemas of a route name its own errors, this handler serves every route.
  return reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body)
}
