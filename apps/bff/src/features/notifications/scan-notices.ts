import { randomUUID } from 'node:crypto'
import type { Notice } from '@ohif-admin/contracts'
import type { StoredScan } from '../../storage/coverage-scans.ts'
import type { NoticeOutbox } from '../../storage/notice-outbox.ts'
import type { NoticedChanges } from '../../storage/noticed-changes.ts'
import type { Happening, NoticeSource } from './happening.ts'

/** Nobody is told of what ended longer ago: they have seen for themselves. */
const LATE_MS = 24 * 3_600_000

interface Needs {
  changes: NoticedChanges
  outbox: NoticeOutbox
}

/** Scans of sessions that are done, were cancelled or failed, with what they found until then. */
export function createScanNotices({ changes, outbox }: Needs): NoticeSource {
  return {
    async look(now) {
      const rows = await changes.endedScans(Math.max(await outbox.since(), now - LATE_MS))
      return rows.flatMap(happeningOf)
    },
  }
}

function happeningOf(row: StoredScan): Happening[] {
  const { id, projectId, startedBy, state, take, failure, total, valid, missing, unknown } = row
  const isOver = state === 'done' || state === 'cancelled' || state === 'failed'
  if (row.endedAt === null || !isOver) return []
  const endedAt = new Date(row.endedAt).toISOString()
  const notice: Notice = {
    id: randomUUID(),
    kind: 'scan-over',
    at: endedAt,
    page: `coverage?scan=${id}`,
    scan: {
      id,
      state,
      take,
      whole: projectId === null,
      failure,
      total,
      looked: valid + missing + unknown,
      valid,
      missing,
      unknown,
      startedAt: new Date(row.startedAt).toISOString(),
      endedAt,
    },
    ...(projectId === null ? {} : { projectId }),
  }
  return [{ event: { key: `scan:${id}:over`, notice }, concerned: { of: 'scan', scanId: id, startedBy } }]
}
