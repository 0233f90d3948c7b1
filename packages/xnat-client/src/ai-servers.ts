import { z } from 'zod'
import { classifyRedirect, errorText, UpstreamError } from './errors.ts'
import { neverConnected } from './never-connected.ts'
import { paths, queries } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 20_000
/** A proxy in front of XNAT gives up after 100 s; XNAT stores one small row. */
const PUT_TIMEOUT_MS = 30_000

/** What XNAT answered to a question for a server list, unjudged: only the status tells a list from a refusal. */
export interface ServerListAnswer {
  status: number
  text: string
}

/** What a PUT of a server list came to. After `lost` XNAT may have stored it or not. */
export type PutListAnswer =
  | { outcome: 'answered' }
  | { outcome: 'refused'; status: number; said: string }
  /** No connection came about: XNAT has not seen the call. */
  | { outcome: 'not-sent' }
  | { outcome: 'lost'; why: 'gateway' | 'connection' | 'timeout' }

/** Who stored the list last, by XNAT's configuration service. */
export interface ServerListMeta {
  user: string | null
  /** XNAT's own clock, without a zone, as XNAT writes it. */
  stamp: string | null
  /** False when somebody disabled the entry; the plugin then has no list. */
  enabled: boolean
}

/**
 * The AI server list of a project, or of the site for null. Gives every answer that is about the list, also a refusal.
 * Throws `UpstreamError`: `unreachable`, `timeout`, and `refused` for what ends a session (401, redirects) and for a
 * proxy that speaks in XNAT's place.
 */
export async function serverList(
  transport: Transport,
  session: string,
  project: string | null,
): Promise<ServerListAnswer> {
  const path = paths.serverList(project)
  const { status, text, location } = await transport.send({ path, session, timeoutMs: TIMEOUT_MS })
  throwSessionEnd(`GET ${path}`, status, location)
  if (GATEWAY_STATUSES.has(status))
    throw new UpstreamError('refused', `GET ${path} answered ${status}`, { status })
  return { status, text }
}

/**
 * Replaces a server list as a whole. Sends exactly one request, never repeats it. Throws `UpstreamError` of kind
 * `refused` only for what ends a session: then nothing was stored.
 */
export async function putServerList(
  transport: Transport,
  session: string,
  project: string | null,
  list: readonly string[],
): Promise<PutListAnswer> {
  const path = paths.serverList(project)
  let answer: Awaited<ReturnType<Transport['send']>>
  try {
    const call = {
      method: 'PUT',
      path,
      session,
      json: JSON.stringify(list),
      timeoutMs: PUT_TIMEOUT_MS,
    } as const
    answer = await transport.send(call)
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

/** Null when the configuration service has no such entry. Throws `UpstreamError`. */
export async function serverListMeta(
  transport: Transport,
  session: string,
  project: string | null,
): Promise<ServerListMeta | null> {
  const path = `${paths.serverListConfig(project)}?${queries.configMeta}`
  const answer = await transport.ask({ path, session, timeoutMs: TIMEOUT_MS })
  if (answer.status === 204) return null
  const [row] = parseRows(answer.text)
  if (!row) return null
  return { user: row.user || null, stamp: row.create_date || null, enabled: row.status !== 'disabled' }
}

const text = z.string().default('')
const Meta = z.object({
  ResultSet: z.object({ Result: z.array(z.object({ user: text, create_date: text, status: text })) }),
})

/** Nobody depends on who changed a list last: an answer of another shape is no answer. */
function parseRows(body: string) {
  try {
    return Meta.parse(JSON.parse(body)).ResultSet.Result
  } catch {
    return []
  }
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
