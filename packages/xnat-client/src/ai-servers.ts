import { z } from 'zod'
import { askPlainly, type PlainAnswer, type PutAnswer, putOnce } from './once.ts'
import { paths, queries } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 20_000

/** Who stored the list last, by XNAT's configuration service. */
export interface ServerListMeta {
  user: string | null
  /** XNAT's own clock, without a zone, as XNAT writes it. */
  stamp: string | null
  /** False when somebody disabled the entry; the plugin then has no list. */
  enabled: boolean
}

/** The AI server list of a project, or of the site for null. Throws what `askPlainly` throws. */
export function serverList(
  transport: Transport,
  session: string,
  project: string | null,
): Promise<PlainAnswer> {
  return askPlainly(transport, session, paths.serverList(project))
}

/** Replaces a server list as a whole, with one request. Throws what `putOnce` throws. */
export function putServerList(
  transport: Transport,
  session: string,
  project: string | null,
  list: readonly string[],
): Promise<PutAnswer> {
  return putOnce(transport, session, paths.serverList(project), list)
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
