import type { SignInRequest } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import { AppError } from '../../lib/app-error.ts'
import { fromUpstream, isXnatAway } from '../../lib/upstream-error.ts'

/** A new XNAT session and the name of its user. */
export type XnatSignIn = Awaited<ReturnType<XnatClient['signIn']>>

/** Throws `AppError`: `sign-in-refused` only when XNAT itself said no to these credentials. */
export async function proveWithXnat(
  xnat: Pick<XnatClient, 'signIn'>,
  credentials: SignInRequest,
): Promise<XnatSignIn> {
  try {
    return await xnat.signIn(credentials)
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    if (error.kind !== 'refused' || isXnatAway(error) || error.redirect === 'password-expired')
      throw fromUpstream(error)
    if (error.status === 401 || error.redirect === 'login' || error.redirect === 'inactive')
      throw refusedSignIn(error)
    throw new AppError('upstream-refused', 'XNAT takes no sign-ins.', { cause: error })
  }
}

/** XNAT answers alike for a wrong password, an unknown, a locked and a disabled account, and so do we. */
function refusedSignIn(cause: UpstreamError): AppError {
  return new AppError('sign-in-refused', 'XNAT refused this sign-in.', { cause })
}
