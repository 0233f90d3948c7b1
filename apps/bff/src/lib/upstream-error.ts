import type { UpstreamError } from '@ohif-admin/xnat-client'
import { AppError } from './app-error.ts'

/** A proxy in front of an XNAT that is down, starting or too slow answers in its place. */
const GATEWAY_STATUSES: ReadonlySet<number | undefined> = new Set([502, 503, 504])

/** Whether XNAT itself said nothing: no connection, no answer in time, or only its proxy spoke. */
export function isXnatAway({ kind, status }: UpstreamError): boolean {
  if (kind === 'unreachable' || kind === 'timeout') return true
  return kind === 'refused' && GATEWAY_STATUSES.has(status)
}

/**
 * What a failed call to XNAT, made in somebody's session, means to that person.
 * 401, a redirect to the login page and one for a disabled account are the end of the XNAT session; everything else is
 * about the call.
 */
export function fromUpstream(error: UpstreamError): AppError {
  switch (error.kind) {
    case 'unreachable':
      return unreachable(error)
    case 'timeout':
      return timedOut(error)
    case 'unexpected':
      return new AppError('upstream-bad-response', 'XNAT answered with something unexpected.', {
        cause: error,
      })
    case 'refused':
      return refused(error)
  }
}

const unreachable = (cause: UpstreamError) =>
  new AppError('upstream-unreachable', 'XNAT cannot be reached.', { cause })

const timedOut = (cause: UpstreamError) =>
  new AppError('upstream-timeout', 'XNAT did not answer in time.', { cause })

function refused(error: UpstreamError): AppError {
  if (isXnatAway(error)) return error.status === 504 ? timedOut(error) : unreachable(error)
  if (error.status === 401 || error.redirect === 'login' || error.redirect === 'inactive') {
    return new AppError('xnat-session-expired', 'The XNAT session has ended.', { cause: error })
  }
  if (error.redirect === 'password-expired') {
    return new AppError('password-expired', 'XNAT asks for a new password first.', { cause: error })
  }
  if (error.status === 403) return new AppError('forbidden', 'XNAT does not allow this.', { cause: error })
  if (error.status === 404) return new AppError('not-found', 'XNAT does not know this.', { cause: error })
  return new AppError('upstream-refused', 'XNAT refused the call.', { cause: error })
}
