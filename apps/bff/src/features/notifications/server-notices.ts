import { randomUUID } from 'node:crypto'
import type { Notice, ServerOrigin, ServerState } from '@ohif-admin/contracts'
import type { NoticeOutbox } from '../../storage/notice-outbox.ts'
import type { NoticedChanges } from '../../storage/noticed-changes.ts'
import type { Happening, NoticeSource } from './happening.ts'

/** How far back a process that has just begun looks. */
const FIRST_LOOK_MS = 3_600_000
const OVERLAP_MS = 60_000

type How = NonNullable<Notice['server']>['is']

/** Null where nothing is known, and for a server that only works on something: both are no news. */
const HOW: Readonly<Record<ServerState, How | null>> = {
  ok: 'works',
  'ok-empty': 'limited',
  degraded: 'limited',
  unreachable: 'fails',
  'tls-error': 'fails',
  'wrong-service': 'fails',
  'auth-required': 'fails',
  error: 'fails',
  busy: null,
  'not-called': null,
  'not-checked': null,
}

interface Needs {
  changes: NoticedChanges
  outbox: NoticeOutbox
}

/** AI servers that work, or do not, and did otherwise before. Two looks have to agree: one can be an accident. */
export function createServerNotices({ changes, outbox }: Needs): NoticeSource {
  let from: number | undefined
  async function ofServer(origin: ServerOrigin, told: string | null): Promise<Happening[]> {
    const [last, before] = await changes.looks(origin, 2)
    const is = last ? HOW[last.state] : null
    if (!last || !before || is === null || HOW[before.state] !== is || is === told) return []
    const step = { name: `server:${origin}`, from: told, to: is }
    // What it was before is not known: nothing has changed as far as anybody can say.
    if (told === null) {
      await outbox.step(step)
      return []
    }
    const notice: Notice = {
      id: randomUUID(),
      kind: 'ai-server',
      at: new Date(last.at).toISOString(),
      page: `ai-servers?server=${encodeURIComponent(origin)}`,
      server: { is, state: last.state, reason: last.reason },
      serverOrigin: origin,
    }
    return [{ event: { key: `server:${origin}:${last.at}`, notice, step }, concerned: { of: 'server' } }]
  }
  return {
    async look(now) {
      const origins = await changes.lookedAt(from ?? now - FIRST_LOOK_MS)
      from = now - OVERLAP_MS
      if (origins.length === 0) return []
      const marks = await outbox.marks('server:')
      const found: Happening[] = []
      for (const origin of origins)
        found.push(...(await ofServer(origin, marks.get(`server:${origin}`) ?? null)))
      return found
    },
  }
}
