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

/** What came instead of an answer: a proxy's own page or status, a page of XNAT's, an error of XNAT's. */
export type NoAnswer = 'unreachable' | 'timeout' | 'gateway' | 'page' | 'error'

export interface ExistenceAnswer {
  existence: Existence
  /** Null when it is an answer. */
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
    const answer = await transport.send(call)
    const existence = existenceOf(answer)
    return { existence, why: isAnswer(existence) ? null : reasonOf(answer), status: answer.status }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    if (error.kind === 'timeout') return { existence: 'timed-out', why: 'timeout', status: null }
    const why = error.kind === 'unreachable' ? 'unreachable' : 'page'
    return { existence: 'unreachable', why, status: null }
  }
}

function isAnswer(existence: Existence): boolean {
  return !['no-plugin', 'unreachable', 'timed-out', 'failed'].includes(existence)
}

function reasonOf({ status, contentType, text }: Answer): NoAnswer {
  if (isGatewayStatus(status)) return 'gateway'
  return contentType.startsWith('text/html') || (status < 500 && text !== '') ? 'page' : 'error'
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
