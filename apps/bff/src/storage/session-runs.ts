import type { RunSession } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { fromRow, type StoredRun } from './run-row.ts'
import { SESSION_COLUMNS } from './run-sessions.ts'

/** A run, and what became of one session in it. */
export interface SessionInRun {
  run: StoredRun
  session: RunSession
}

export type SessionRunsRepository = ReturnType<typeof createSessionRunsRepository>

/** One session over all runs. Every method throws StorageError. */
export function createSessionRunsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** The newest runs that took this session, newest first. */
    async of(sessionId: string, limit: number): Promise<SessionInRun[]> {
      const newest = await db
        .selectFrom('run_sessions')
        .innerJoin('runs', 'runs.id', 'run_sessions.run_id')
        .select(['run_sessions.run_id as runId', 'run_sessions.position as position'])
        .where('run_sessions.session_id', '=', sessionId)
        .orderBy('runs.started_at', 'desc')
        .orderBy('runs.id')
        .orderBy('run_sessions.position', 'desc')
        .limit(limit)
        .execute()
      if (newest.length === 0) return []
      const ids = [...new Set(newest.map(({ runId }) => runId))]
      const [rows, sessions] = await Promise.all([
        db.selectFrom('runs').selectAll().where('id', 'in', ids).execute(),
        db
          .selectFrom('run_sessions')
          .select([...SESSION_COLUMNS, 'run_id as runId'])
          .where('session_id', '=', sessionId)
          .where('run_id', 'in', ids)
          .execute(),
      ])
      const runs = new Map(rows.map((row) => [row.id, fromRow(row)]))
      return newest.flatMap(({ runId, position }) => {
        const run = runs.get(runId)
        const found = sessions.find((one) => one.runId === runId && one.position === position)
        if (!run || !found) return []
        const { runId: _run, ...session } = found
        return [{ run, session }]
      })
    },
  })
}
