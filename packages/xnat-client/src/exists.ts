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

/** What came instead of an answer: a proxy's own page or status, a page of XNAT's, an error of XNAT's. */
export type NoAnswer = 'unreachable' | 'timeout' | 'gateway' | 'page' | 'error'

export interface ExistenceAnswer {
  existence: Existence
  /** Only with `not-answered`. */
  why: NoAnswer | null
  /** Null when there was no answer at all. */
  status: number | null
}

interface ExistsCall {
  project: string
  session: string
  data: 'viewer' | 'dicomweb'
}

/**
 * Asks whether a session has stored data. Needs Read. XNAT writes a handful of lines into its log for each such call.
 * Never throws for an upstream failure.
 */
export async function sessionExists(
  transport: Transport,
  xnatSession: string,
  call: ExistsCall,
  signal?: AbortSignal,
): Promise<Existence> {
  return (await askExistence(transport, xnatSession, call, signal)).existence
}

/** The same, and what came instead of an answer when there was none. */
export async function askExistence(
  transport: Transport,
  xnatSession: string,
  { project, session, data }: ExistsCall,
  signal?: AbortSignal,
): Promise<ExistenceAnswer> {
  const path = (data === 'viewer' ? paths.sessionExists : paths.indexExists)(project, session)
  const call = { path, session: xnatSession, timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) }
  try {
    const { status, contentType } = await transport.send(call)
    const existence = existenceOf(status, contentType)
    return { existence, why: existence === 'not-answered' ? reasonOf(status, contentType) : null, status }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const why = error.kind === 'timeout' ? 'timeout' : error.kind === 'unreachable' ? 'unreachable' : 'page'
    return { existence: 'not-answered', why, status: null }
  }
}

function reasonOf(status: number, contentType: string): NoAnswer {
  if (isGatewayStatus(status)) return 'gateway'
  return contentType.startsWith('text/html') ? 'page' : 'error'
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
