import { isGatewayStatus, wasNeverSent } from './call-failure.ts'
import { errorText, UpstreamError } from './errors.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

/**
 * What the call for one session came to over HTTP. Only `refused` and `not-sent` say that no work goes on: after the
 * other failures XNAT may still be building the document.
 */
export type SessionAnswer =
  /** 200, or 201 from plugin 2.1. */
  | { outcome: 'answered'; status: number }
  /** No live XNAT session: nothing was done. */
  | { outcome: 'signed-out'; status: number }
  | { outcome: 'refused'; status: number; said: string; page: boolean }
  | { outcome: 'gateway-timeout'; status: number }
  /** No connection came about: XNAT has not seen the call. */
  | { outcome: 'not-sent' }
  | { outcome: 'connection-lost' }
  | { outcome: 'timed-out' }

export interface SessionCall {
  project: string
  session: string
  data: 'viewer' | 'dicomweb'
}

/**
 * Rebuilds one session and waits for the answer, which comes when the work is done. Needs Edit on the session's own
 * project. Sends exactly one request, never repeats it, and never throws for an upstream failure.
 */
export async function rebuildSession(
  transport: Transport,
  xnatSession: string,
  { project, session, data }: SessionCall,
  { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs: number },
): Promise<SessionAnswer> {
  const path =
    data === 'viewer' ? paths.rebuildSession(project, session) : paths.indexSession(project, session)
  try {
    const answer = await transport.send({
      method: 'POST',
      path,
      session: xnatSession,
      timeoutMs,
      ...(signal ? { signal } : {}),
    })
    const { status, text, contentType } = answer
    if (status >= 200 && status < 300) return { outcome: 'answered', status }
    // A redirect is the login page, a forced change of password or a disabled account.
    if (status === 401 || (status >= 300 && status < 400)) return { outcome: 'signed-out', status }
    if (isGatewayStatus(status)) return { outcome: 'gateway-timeout', status }
    return { outcome: 'refused', status, said: errorText(text), page: contentType.startsWith('text/html') }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    if (wasNeverSent(error)) return { outcome: 'not-sent' }
    return { outcome: error.kind === 'timeout' ? 'timed-out' : 'connection-lost' }
  }
}
