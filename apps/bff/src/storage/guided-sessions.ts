import type { RunId, RunSession } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { storable } from './text.ts'

export type GuidedSessionsRepository = ReturnType<typeof createGuidedSessionsRepository>

/** Single sessions of guided runs as they are worked on. Every method throws StorageError. */
export function createGuidedSessionsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /**
     * Takes a waiting session into work; written before XNAT is called. False when it is not waiting any more: whoever
     * took it calls XNAT, and nobody else, whatever else goes wrong.
     */
    async claim(runId: RunId, position: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('run_sessions')
        .set({ verdict: 'in-work' })
        .where('run_id', '=', runId)
        .where('position', '=', position)
        .where('verdict', '=', 'waiting')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Puts a session back that XNAT has not seen. */
    async release(runId: RunId, position: number): Promise<void> {
      await db
        .updateTable('run_sessions')
        .set({ verdict: 'waiting' })
        .where('run_id', '=', runId)
        .where('position', '=', position)
        .where('verdict', '=', 'in-work')
        .execute()
    },

    /** Writes down what became of a session. */
    async settle(runId: RunId, session: RunSession): Promise<void> {
      await db
        .updateTable('run_sessions')
        .set({
          verdict: session.verdict,
          evidence: session.evidence,
          reason: storable(session.reason),
          began_at: session.beganAt,
          ended_at: session.endedAt,
          took_ms: session.tookMs,
        })
        .where('run_id', '=', runId)
        .where('position', '=', session.position)
        .execute()
    },

    /** What is still waiting was never begun: says so. */
    async leaveWaiting(runId: RunId): Promise<void> {
      await db
        .updateTable('run_sessions')
        .set({ evidence: 'stopped' })
        .where('run_id', '=', runId)
        .where('verdict', '=', 'waiting')
        .execute()
    },
  })
}
