import { randomUUID } from 'node:crypto'
import type { NoticeOutbox } from '../../storage/notice-outbox.ts'
import type { NoticedChanges } from '../../storage/noticed-changes.ts'
import type { Concerned, Happening, NoticeSource } from './happening.ts'

const LATE_MS = 24 * 3_600_000

interface Needs {
  changes: NoticedChanges
  outbox: NoticeOutbox
}
type Row = Awaited<ReturnType<NoticedChanges['requests']>>[number]

/** Change requests that were made and decided. */
export function createRequestNotices({ changes, outbox }: Needs): NoticeSource {
  return {
    async look(now) {
      const since = Math.max(await outbox.since(), now - LATE_MS)
      const found = (await changes.requests(since)).flatMap((row) => happeningsOf(row, since))
      const known = await outbox.known(found.map(({ event }) => event.key))
      return found.filter(({ event }) => !known.has(event.key))
    },
  }
}

function happeningsOf(row: Row, since: number): Happening[] {
  const found: Happening[] = []
  if (row.requested_at >= since)
    found.push(happeningOf(row, 'open', row.requested_at, { of: 'request-made', by: row.requested_by }))
  const isDecided = row.state === 'approved' || row.state === 'refused'
  if (isDecided && row.decided_at !== null) {
    const concerned = { of: 'request-decided', requestedBy: row.requested_by, by: row.decided_by } as const
    found.push(happeningOf(row, row.state, row.decided_at, concerned))
  }
  return found
}

function happeningOf(row: Row, state: Row['state'], at: number, concerned: Concerned): Happening {
  const notice = {
    id: randomUUID(),
    kind: state === 'open' ? ('request-made' as const) : ('request-decided' as const),
    at: new Date(at).toISOString(),
    page: `requests?request=${row.id}`,
    request: { id: row.id, state },
    projectId: row.project_id,
  }
  return { event: { key: `request:${row.id}:${state}`, notice }, concerned }
}
