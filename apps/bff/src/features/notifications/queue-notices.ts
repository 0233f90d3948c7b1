import type { NoticeOutbox } from '../../storage/notice-outbox.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { NoticeSource } from './happening.ts'
import { happeningOf } from './run-notices.ts'

/** Whoever signs in within a minute need not be told. */
const WAITING_MS = 60_000

interface Needs {
  outbox: Pick<NoticeOutbox, 'known'>
  /** Runs of the queue that wait for their person to sign in, and since when (epoch ms). */
  unattended: () => Promise<readonly { row: StoredRun; since: number }[]>
}

/** Runs whose turn has come and that nobody is signed in for: told once, for they start then or are given up. */
export function createQueueNotices({ outbox, unattended }: Needs): NoticeSource {
  return {
    async look(now) {
      const waiting = (await unattended()).filter(({ since }) => now - since >= WAITING_MS)
      const found = waiting.flatMap(({ row }) =>
        happeningOf(row, 'run-waits', `run:${row.id}:waits-in-queue`, now),
      )
      if (found.length === 0) return []
      const known = await outbox.known(found.map(({ event }) => event.key))
      return found.filter(({ event }) => !known.has(event.key))
    },
  }
}
