import { isGatewayStatus, wasNeverSent } from './call-failure.ts'
import { errorText, UpstreamError } from './errors.ts'
import { paths, queries } from './paths.ts'
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

/** What a bulk call covers. Ids, never labels: XNAT fails half way on a label. */
export type BulkTarget =
  | { scope: 'site' }
  | { scope: 'project'; projectId: string }
  | { scope: 'subject'; projectId: string; subjectId: string }

export interface BulkCall {
  target: BulkTarget
  /** DICOMweb indexes exist from plugin 3.7 on. */
  data: 'viewer' | 'dicomweb'
  /** DICOMweb only: index again what is indexed already. */
  overwrite: boolean
}

/**
 * Starts the rebuild of every session of the target and waits for the answer, which comes when the work is done.
 * Sends exactly one request, never repeats it, and never throws for an upstream failure.
 */
export async function rebuildAll(
  transport: Transport,
  session: string,
  call: BulkCall,
  { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs: number },
): Promise<BulkAnswer> {
  try {
    const answer = await transport.send({
      method: 'POST',
      path: pathOf(call),
      session,
      timeoutMs,
      ...(signal ? { signal } : {}),
    })
    if (answer.status === 423) return { outcome: 'locked', status: 423 }
    if (answer.status >= 200 && answer.status < 300) return { outcome: 'answered', status: answer.status }
    if (isGatewayStatus(answer.status)) return { outcome: 'gateway-timeout', status: answer.status }
    return { outcome: 'refused', status: answer.status, said: errorText(answer.text) }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    if (wasNeverSent(error)) return { outcome: 'not-sent' }
    return { outcome: error.kind === 'timeout' ? 'timed-out' : 'connection-lost' }
  }
}

function pathOf({ target, data, overwrite }: BulkCall): string {
  const viewer = data === 'viewer'
  const query = overwrite && !viewer ? `?${queries.overwrite}` : ''
  switch (target.scope) {
    case 'site':
      return (viewer ? paths.rebuildSite() : paths.indexSite()) + query
    case 'project':
      return (viewer ? paths.rebuildProject : paths.indexProject)(target.projectId) + query
    case 'subject':
      return (viewer ? paths.rebuildSubject : paths.indexSubject)(target.projectId, target.subjectId) + query
  }
}
