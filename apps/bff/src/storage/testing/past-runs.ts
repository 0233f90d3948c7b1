import type { Database } from '../database.ts'
import { NO_COUNTS } from '../new-run.ts'
import { toRow } from '../run-row.ts'
import { makeRun } from './make-run.ts'

const AT_ONCE = 500

/** Writes runs of the past straight into the database, the last the newest; their projects are titled `No-0`, `No-1`. */
export async function writeRuns({ db }: Pick<Database, 'db'>, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => {
    const startedAt = 1_700_000_000_000 + n * 60_000
    const counts = { ...NO_COUNTS, total: 100, stored: 100 - (n % 7), failed: n % 7 }
    const over = { state: 'finished', startedAt, endedAt: startedAt + (n % 5_000), counts } as const
    return toRow(
      makeRun({ ...over, projectTitle: `No-${n}`, idempotencyKey: null, startedBy: `user${n % 9}` }),
    )
  })
  for (let start = 0; start < rows.length; start += AT_ONCE)
    await db
      .insertInto('runs')
      .values(rows.slice(start, start + AT_ONCE))
      .execute()
}
