import type { UpstreamError } from './errors.ts'
import { neverConnected } from './never-connected.ts'

const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504, 408, 499, 524])

/** Whether a proxy spoke in XNAT's place: the work behind it may go on. */
export function isGatewayStatus(status: number): boolean {
  return GATEWAY_STATUSES.has(status)
}

/** Whether no connection came about, so that XNAT has not seen the call. */
export function wasNeverSent({ cause }: UpstreamError): boolean {
  return neverConnected(cause)
}
