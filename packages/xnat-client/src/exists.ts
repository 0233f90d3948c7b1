import { isGatewayStatus } from './call-failure.ts'
import { UpstreamError } from './errors.ts'
import { paths } from './paths.ts'
import type { Answer, Transport } from './transport.ts'

const TIMEOUT_MS = 30_000

/**
 * What XNAT knows about the stored data of one session. `present` proves that a document of the present revision is
 * there, or an index; not that it is fresh: an older one survives a failed rebuild. `not-supported`: there is no such
 * data for sessions of this modality. `not-visible`: XNAT does not let this person see the session there, or there is
 * none. `signed-out`: the XNAT session is over, and nothing was learned. The others are no answer: `no-plugin`,
 * something else than the plugin spoke at its address; `unreachable`, no connection, or only a proxy spoke; `timed-out`;
 * `failed`, XNAT answered with an error of its own.
 */
export type Existence =
  | 'present'
  | 'missing'
  | 'not-supported'
  | 'not-visible'
  | 'signed-out'
  | 'no-plugin'
  | 'unreachable'
  | 'timed-out'
  | 'failed'

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
    return existenceOf(await transport.send(call))
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    return error.kind === 'timeout' ? 'timed-out' : 'unreachable'
  }
}

function existenceOf({ status, contentType, text }: Answer): Existence {
  if (status === 401 || (status >= 300 && status < 400)) return 'signed-out'
  if (status === 504 || status === 524) return 'timed-out'
  if (isGatewayStatus(status)) return 'unreachable'
  // A page is never an answer of the plugin's: the login page comes with 200, an absent plugin with 404.
  if (contentType.startsWith('text/html'))
    return status === 200 ? 'signed-out' : status === 404 ? 'no-plugin' : 'failed'
  // Both answers of the plugin are empty: a text is a proxy's or another program's.
  if (status === 200 || status === 404) return text === '' ? PLUGIN_SAYS[status] : 'no-plugin'
  if (status === 501) return 'not-supported'
  return status === 403 || status === 422 ? 'not-visible' : 'failed'
}

const PLUGIN_SAYS = { 200: 'present', 404: 'missing' } as const
