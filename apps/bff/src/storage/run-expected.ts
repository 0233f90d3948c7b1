import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunId } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { storable } from './text.ts'

export interface ExpectedSession {
  sessionId: string
  projectId: string | null
  label: string | null
  subjectLabel: string | null
}

// 5 columns each: 5,000 parameters a statement.
const BATCH_ROWS = 1_000
const READ_PAGE = 5_000

export type RunExpectedRepository = ReturnType<typeof createRunExpectedRepository>

/** The sessions XNAT listed before a run began. Every method throws StorageError. */
export function createRunExpectedRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Replaces what was kept for the run, all or none. A session listed twice (shared projects) is kept once. */
    async saveExpected(runId: RunId, sessions: Iterable<ExpectedSession>): Promise<void> {
      const byId = new Map<string, ExpectedSession>()
      for (const session of sessions) byId.set(storable(session.sessionId), session)
      const kept = [...byId.values()]
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('run_expected').where('run_id', '=', runId).execute()
        for (let start = 0; start < kept.length; start += BATCH_ROWS) {
          const rows = kept.slice(start, start + BATCH_ROWS).map((session) => toRow(runId, session))
          await transaction.insertInto('run_expected').values(rows).execute()
          await nextTurn()
        }
      })
    },

    /** By session id; empty when nothing was kept. */
    async loadExpected(runId: RunId): Promise<ReadonlyMap<string, ExpectedSession>> {
      const loaded = new Map<string, ExpectedSession>()
      let last: string | undefined
      for (;;) {
        const after = last
        const page: ExpectedSession[] = await db
          .selectFrom('run_expected')
          .select([
            'session_id as sessionId',
            'project_id as projectId',
            'label',
            'subject_label as subjectLabel',
          ])
          .where('run_id', '=', runId)
          .$if(after !== undefined, (query) => query.where('session_id', '>', after ?? ''))
          .orderBy('session_id')
          .limit(READ_PAGE)
          .execute()
        for (const session of page) loaded.set(session.sessionId, session)
        last = page.at(-1)?.sessionId
        if (page.length < READ_PAGE) return loaded
        await nextTurn()
      }
    },
  })
}

const toRow = (runId: RunId, { sessionId, projectId, label, subjectLabel }: ExpectedSession) => ({
  run_id: runId,
  session_id: storable(sessionId),
  project_id: storable(projectId),
  label: storable(label),
  subject_label: storable(subjectLabel),
})
