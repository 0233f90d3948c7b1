import { isGatewayStatus } from './call-failure.ts'
import { UpstreamError } from './errors.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 30_000

/**
 * What XNAT knows about the stored data of one session. `present` proves that a document of the present revision is
 * there, or an index; not that it is fresh: an older one survives a failed rebuild. `not-supported`: there is no such
 * data for sessions of this modality. `not-visible`: XNAT does not let this person see the session there, or there is
 * none. `signed-out`: the XNAT session is over, and nothing was learned. `not-answered`: XNAT is away or in trouble.
 */
export type Existence =
  | 'present'
  | 'missing'
  | 'not-supported'
  | 'not-visible'
  | 'signed-out'
  | 'not-answered'

/**
 * Asks whether a session has stored data. Needs Read. XNAT writes a handful of lines into its log for each such call.
 * Never throws for an upstream failure.
 */
export async function sessionExists(
  transport: Transport,
  xnatSession: string,
  { project, session, data }: { project: string; session: string; data: 'viewer' | 'dicomweb' },
  signal?: AbortSignal,
): Promise<Existence> {
  const path = (data === 'viewer' ? paths.sessionExists : paths.indexExists)(project, session)
  const call = { path, session: xnatSession, timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) }
  try {
    const { status, contentType } = await transport.send(call)
    return existenceOf(status, contentType)
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    return 'not-answered'
  }
}

function existenceOf(status: number, contentType: string): Existence {
  if (status === 401 || (status >= 300 && status < 400)) return 'signed-out'
  // A page is never an answer of the plugin's: the login page comes with 200, an absent plugin with 404.
  if (contentType.startsWith('text/html')) return status === 200 ? 'signed-out' : 'not-answered'
  if (status === 200) return 'present'
  if (status === 404) return 'missing'
  if (status === 501) return 'not-supported'
  if (isGatewayStatus(status) || status >= 500) return 'not-answered'
  return 'not-visible'
}
