import type { UpstreamError } from '@ohif-admin/xnat-client'
import { AppError } from './app-error.ts'

/**
 * What a failed call to XNAT, made in somebody's session, means to that person.
 * 401 and a redirect to the login page are the end of the XNAT session; everything else is about the call.
 */
export function fromUpstream(error: UpstreamError): AppError {
  switch (error.kind) {
    case 'unreachable':
      return new AppError('upstream-unreachable', 'XNAT cannot be reached.', { cause: error })
    case 'timeout':
      return new AppError('upstream-timeout', 'XNAT did not answer in time.', { cause: error })
    case 'unexpected':
      return new AppError('upstream-bad-response', 'XNAT answered with something unexpected.', {
        cause: error,
      })
    case 'refused':
      return refused(error)
  }
}

function refused(error: UpstreamError): AppError {
  if (error.status === 401 || error.redirect === 'login') {
    return new AppError('xnat-session-expired', 'The XNAT session has ended.', { cause: error })
  }
  if (error.redirect === 'password-expired') {
    return new AppError('password-expired', 'XNAT asks for a new password first.', { cause: error })
  }
  if (error.status === 403) return new AppError('forbidden', 'XNAT does not allow this.', { cause: error })
  if (error.status === 404) return new AppError('not-found', 'XNAT does not know this.', { cause: error })
  return new AppError('upstream-refused', 'XNAT refused the call.', { cause: error })
}
