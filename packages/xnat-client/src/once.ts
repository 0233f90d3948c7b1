import { classifyRedirect, errorText, UpstreamError } from './errors.ts'
import { neverConnected } from './never-connected.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 20_000
/** A proxy in front of XNAT gives up after 100 s; XNAT stores one small row. */
const PUT_TIMEOUT_MS = 30_000

/** What XNAT answered, unjudged: only the status tells a value from a refusal. */
export interface PlainAnswer {
  status: number
  text: string
}

/** What a PUT came to. After `lost` XNAT may have stored it or not. */
export type PutAnswer =
  | { outcome: 'answered' }
  | { outcome: 'refused'; status: number; said: string }
  /** No connection came about: XNAT has not seen the call. */
  | { outcome: 'not-sent' }
  | { outcome: 'lost'; why: 'gateway' | 'connection' | 'timeout' }

/**
 * Gives every answer that is about the question, also a refusal. Throws `UpstreamError`: `unreachable`, `timeout`, and
 * `refused` for what ends a session (401, redirects) and for a proxy that speaks in XNAT's place.
 */
export async function askPlainly(transport: Transport, session: string, path: string): Promise<PlainAnswer> {
  const { status, text, location } = await transport.send({ path, session, timeoutMs: TIMEOUT_MS })
  throwSessionEnd(`GET ${path}`, status, location)
  if (GATEWAY_STATUSES.has(status))
    throw new UpstreamError('refused', `GET ${path} answered ${status}`, { status })
  return { status, text }
}

/**
 * Sends exactly one PUT, never repeats it. Throws `UpstreamError` of kind `refused` only for what ends a session: then
 * nothing was stored.
 */
export async function putOnce(
  transport: Transport,
  session: string,
  path: string,
  value: unknown,
): Promise<PutAnswer> {
  const json = JSON.stringify(value)
  let answer: Awaited<ReturnType<Transport['send']>>
  try {
    answer = await transport.send({ method: 'PUT', path, session, json, timeoutMs: PUT_TIMEOUT_MS })
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    if (neverConnected(error.cause)) return { outcome: 'not-sent' }
    return { outcome: 'lost', why: error.kind === 'timeout' ? 'timeout' : 'connection' }
  }
  const { status, text, location } = answer
  throwSessionEnd(`PUT ${path}`, status, location)
  if (status >= 200 && status < 300) return { outcome: 'answered' }
  if (GATEWAY_STATUSES.has(status)) return { outcome: 'lost', why: 'gateway' }
  return { outcome: 'refused', status, said: errorText(text) }
}

const GATEWAY_STATUSES = new Set([408, 499, 502, 503, 504, 524])

function throwSessionEnd(what: string, status: number, location: string | undefined) {
  const redirected = status >= 300 && status < 400
  if (status !== 401 && !redirected) return
  throw new UpstreamError('refused', `${what} answered ${status}`, {
    status,
    ...(redirected ? { redirect: classifyRedirect(location) } : {}),
  })
}
