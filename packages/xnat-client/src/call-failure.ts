import type { UpstreamError } from './errors.ts'

const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504, 408, 499, 524])

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Whether a proxy spoke in XNAT's place: the work behind it may go on. */
export function isGatewayStatus(status: number): boolean {
  return GATEWAY_STATUSES.has(status)
}

/** Whether no connection came about, so that XNAT has not seen the call. */
export function wasNeverSent({ cause }: UpstreamError): boolean {
  return neverConnected(cause)
}

function neverConnected(cause: unknown): boolean {
  if (cause instanceof AggregateError) return cause.errors.every(neverConnected)
  return cause instanceof Error && 'code' in cause && NO_CONNECTION.has(String(cause.code))
}
