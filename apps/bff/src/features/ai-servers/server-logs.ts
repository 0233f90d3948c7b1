import { isFailure } from '@ohif-admin/aiaa-client'
import { MAX_SERVER_LOG_LINES, type ServerLog, type ServerLogQuery } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { judge, orNotCalled } from './judgement.ts'
import { causeOf, gpuMemory } from './log-causes.ts'
import type { Outward } from './outward.ts'
import { isPage, pageText } from './page-text.ts'
import type { SeenServers } from './seen-servers.ts'

const MAX_LINE_CHARACTERS = 4_000

interface Needs {
  seen: SeenServers
  now: () => number
}

/** The AI servers' own logs, as the servers give them. */
export class ServerLogs {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * The end of a server's log, or what it says of its GPUs. Throws `AppError` `forbidden` for all but site admins,
   * `not-found` for a server that no list names, `UpstreamError`.
   */
  async read(actor: Actor, query: ServerLogQuery): Promise<ServerLog> {
    if (actor.role !== 'admin')
      throw new AppError('forbidden', 'Only site admins read the logs of AI servers.')
    const { origin, source } = query
    const outward = await this.#needs.seen.outwardTo(actor, origin)
    const seen = await orNotCalled(() => ask(outward, query))
    const nothing = { kind: null, text: '', wasPage: false }
    const { state, reason, kind, text, wasPage } = 'refused' in seen ? { ...nothing, ...seen.refused } : seen
    const readAt = new Date(this.#needs.now()).toISOString()
    return { origin, source, kind, state, reason, wasPage, readAt, ...told(text, query) }
  }
}

async function ask({ client }: Outward, { origin, source, lines }: ServerLogQuery) {
  const found = await client.detectKind(origin)
  const nothing = { text: '', wasPage: false }
  if (!('value' in found)) return { ...judge(found), ...nothing, kind: null }
  const identity = found.value
  const log = await client.readLog(origin, { identity, source, lines })
  const { state, reason } = judge(log)
  const kept = { kind: identity.kind, state, reason }
  // The server is known, so what is missing here is the log and not the server.
  if (isFailure(log)) return { ...kept, ...nothing }
  const { text, contentType } = log.value
  const wasPage = isPage(contentType, text)
  const plain = wasPage ? pageText(text) : text
  return { ...kept, state: plain.trim() === '' ? ('ok-empty' as const) : state, text: plain, wasPage }
}

function told(text: string, { lines: wanted, source }: ServerLogQuery) {
  const all = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  // A server may not know the parameter and send all it has.
  const last = all.slice(-Math.min(wanted, MAX_SERVER_LOG_LINES))
  const lines = text.trim() === '' ? [] : last
  return {
    lines: lines.map((line) => ({
      text: line.slice(0, MAX_LINE_CHARACTERS),
      cause: source === 'log' ? causeOf(line.slice(0, MAX_LINE_CHARACTERS)) : null,
    })),
    wasCut: all.length > last.length || lines.some(({ length }) => length > MAX_LINE_CHARACTERS),
    gpus: source === 'gpu' ? gpuMemory(text) : [],
  }
}
