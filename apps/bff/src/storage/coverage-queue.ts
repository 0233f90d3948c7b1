import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CoverageReason, CoverageScanId, RunData } from '@ohif-admin/contracts'
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

const EMPTIED_AT_ONCE = 2_000

/** One question of a scan. */
export interface QueuedLook {
  projectId: string
  sessionId: string
  data: RunData
}

export interface Look extends QueuedLook {
  state: 'valid' | 'missing' | 'unknown'
  reason: CoverageReason | null
  at: number
}

/** In parts: on SQLite everything else stands still while a statement runs. */
export async function emptyQueue(db: Kysely<Schema>, id: CoverageScanId): Promise<void> {
  for (;;) {
    const part = db
      .selectFrom('coverage_queue')
      .select('session_id')
      .where('scan_id', '=', id)
      .limit(EMPTIED_AT_ONCE)
    const { numDeletedRows } = await db
      .deleteFrom('coverage_queue')
      .where('scan_id', '=', id)
      .where('session_id', 'in', part)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) return
    await nextTurn()
  }
}

/** The questions that scans have still to ask. */
export function queueOf(db: Kysely<Schema>) {
  return {
    /** The next questions after this one, in the scan's order. */
    async next(id: CoverageScanId, after: QueuedLook | undefined, limit: number): Promise<QueuedLook[]> {
      return db
        .selectFrom('coverage_queue')
        .select(['project_id as projectId', 'session_id as sessionId', 'data'])
        .where('scan_id', '=', id)
        .$if(after !== undefined, (query) =>
          query.where(({ eb, refTuple, tuple }) =>
            eb(
              refTuple('project_id', 'session_id', 'data'),
              '>',
              tuple(after?.projectId ?? '', after?.sessionId ?? '', after?.data ?? 'viewer'),
            ),
          ),
        )
        .orderBy('project_id')
        .orderBy('session_id')
        .orderBy('data')
        .limit(limit)
        .execute()
    },

    async left(id: CoverageScanId): Promise<number> {
      const { left } = await db
        .selectFrom('coverage_queue')
        .select(({ fn }) => fn.countAll<number | string>().as('left'))
        .where('scan_id', '=', id)
        .executeTakeFirstOrThrow()
      return Number(left)
    },

    /** Writes down what was seen, takes it off the queue and counts it, all or nothing: nothing is counted twice. */
    async record(id: CoverageScanId, looks: readonly Look[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const tally = { valid: 0, missing: 0, unknown: 0 }
        for (const { projectId, sessionId, data, state, reason, at } of looks) {
          const { numDeletedRows } = await transaction
            .deleteFrom('coverage_queue')
            .where('scan_id', '=', id)
            .where('project_id', '=', projectId)
            .where('session_id', '=', sessionId)
            .where('data', '=', data)
            .executeTakeFirstOrThrow()
          if (numDeletedRows === 0n) continue
          tally[state] += 1
          await noteLook(transaction, { sessionId, data, state, reason, at })
        }
        await transaction
          .updateTable('coverage_scans')
          .set(({ eb, ref }) => ({
            valid: eb(ref('valid'), '+', tally.valid),
            missing: eb(ref('missing'), '+', tally.missing),
            unknown: eb(ref('unknown'), '+', tally.unknown),
          }))
          .where('id', '=', id)
          .execute()
      })
    },
  }
}

/** A look replaces everything that was known before. */
export async function noteLook(
  db: Kysely<Schema>,
  { sessionId, data, state, reason, at }: Omit<Look, 'projectId'>,
): Promise<void> {
  await db
    .updateTable('coverage_sessions')
    .set({
      state,
      reason,
      looked_at: at,
      changed_at: null,
      changed_run: null,
      changed_verdict: null,
    })
    .where('session_id', '=', sessionId)
    .where('data', '=', data)
    .execute()
}
