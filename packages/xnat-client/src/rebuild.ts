import { errorText, UpstreamError } from './errors.ts'
import { neverConnected } from './never-connected.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

/**
 * What a bulk call came to over HTTP. None of these says what became of a session: 201 is also the answer when
 * every session failed, and after 502, 503, 504 or a lost connection the work may go on.
 */
export type BulkAnswer =
  | { outcome: 'answered'; status: number }
  | { outcome: 'locked'; status: 423 }
  | { outcome: 'refused'; status: number; said: string }
  | { outcome: 'gateway-timeout'; status: number }
  /** No connection came about: XNAT has not seen the call. */
  | { outcome: 'not-sent' }
  | { outcome: 'connection-lost' }
  | { outcome: 'timed-out' }

const GATEWAY_STATUSES = new Set([502, 503, 504, 408, 499, 524])

/**
 * Starts the rebuild of every session of a project and waits for the answer, which comes when the work is done.
 * Sends exactly one request, never repeats it, and never throws for an upstream failure.
 */
export async function rebuildProject(
  transport: Transport,
  session: string,
  project: string,
  { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs: number },
): Promise<BulkAnswer> {
  try {
    const answer = await transport.send({
      method: 'POST',
      path: paths.rebuildProject(project),
      session,
      timeoutMs,
      ...(signal ? { signal } : {}),
    })
    if (answer.status === 423) return { outcome: 'locked', status: 423 }
    if (answer.status >= 200 && answer.status < 300) return { outcome: 'answered', status: answer.status }
    if (GATEWAY_STATUSES.has(answer.status)) return { outcome: 'gateway-timeout', status: answer.status }
    return { outcome: 'refused', status: answer.status, said: errorText(answer.text) }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    if (neverConnected(error.cause)) return { outcome: 'not-sent' }
    return { outcome: error.kind === 'timeout' ? 'timed-out' : 'connection-lost' }
  }
}
