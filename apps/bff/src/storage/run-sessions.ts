import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Evidence, type RunId, type RunSession, Verdict } from '@ohif-admin/contracts'
import { type Insertable, sql } from 'kysely'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { RunSessionsTable } from './schema.ts'
import { containing, storable } from './text.ts'

export interface RunSessionsQuery {
  runId: RunId
  /** All when left out. Sessions that nothing was to be done for count as no verdict and are left out with them. */
  verdicts?: readonly Verdict[]
  /** Part of a session id, label or subject, as it is written; case does not matter. */
  search?: string
  /** Looks in session ids only, for people who may not see labels: a hit would tell them. */
  idsOnly?: boolean
  offset: number
  limit: number
}

// 13 columns each: 6,500 parameters, below SQLite's 32,766 and PostgreSQL's 65,535, and a few ms a statement.
const BATCH_ROWS = 500

/** The columns of a session as the contract names them. */
export const SESSION_COLUMNS = [
  'position',
  'session_id as sessionId',
  'project_id as projectId',
  'label',
  'subject_label as subjectLabel',
  'verdict',
  'evidence',
  'reason',
  'began_at as beganAt',
  'ended_at as endedAt',
  'took_ms as tookMs',
] as const

/** Sessions of a run that nothing was to be done for: their verdict is unknown and no failure. */
const NOTHING_TO_DO: Evidence[] = ['not-queued', 'not-supported']

export type RunSessionsRepository = ReturnType<typeof createRunSessionsRepository>

/** The sessions of runs and what became of each. Every method throws StorageError. */
export function createRunSessionsRepository({ db, engine }: Pick<Database, 'db' | 'engine'>) {
  return withStorageErrors({
    /**
     * Replaces the sessions of a run, all or none; readers see the old ones until the end. On SQLite other calls
     * wait meanwhile (one connection), but the event loop turns between batches.
     */
    async replaceAll(runId: RunId, sessions: readonly RunSession[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        if (engine === 'postgres') {
          // Two consoles may hold the same verdicts: the second waits instead of colliding.
          await transaction.selectFrom('runs').select('id').where('id', '=', runId).forUpdate().execute()
        }
        await transaction.deleteFrom('run_sessions').where('run_id', '=', runId).execute()
        for (let start = 0; start < sessions.length; start += BATCH_ROWS) {
          const batch = sessions.slice(start, start + BATCH_ROWS).map((session) => toRow(runId, session))
          await transaction.insertInto('run_sessions').values(batch).execute()
          await nextTurn()
        }
      })
    },

    /** In the order of the run; `total` counts all that match. */
    async page({ runId, verdicts, search = '', idsOnly = false, offset, limit }: RunSessionsQuery) {
      const matching = db
        .selectFrom('run_sessions')
        .where('run_id', '=', runId)
        .$if(verdicts !== undefined, (query) =>
          query
            .where('verdict', 'in', [...(verdicts ?? [])])
            .where(({ eb, or }) => or([eb('evidence', 'is', null), eb('evidence', 'not in', NOTHING_TO_DO)])),
        )
        .$if(search !== '', (query) =>
          query.where(
            sql<boolean>`${idsOnly ? sql`lower(session_id)` : sql.ref('search_text')} like ${containing(search.toLowerCase())} escape '!'`,
          ),
        )
      const { total } = await matching
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      const rows: RunSession[] = await matching
        .select(SESSION_COLUMNS)
        .orderBy('position')
        .offset(offset)
        .limit(limit)
        .execute()
      return { rows, total }
    },

    /** How many sessions of a run have each verdict; zero where none. */
    async countByVerdict(runId: RunId): Promise<Record<Verdict, number>> {
      const rows = await db
        .selectFrom('run_sessions')
        .select(({ fn }) => ['verdict', fn.countAll<number>().as('count')])
        .where('run_id', '=', runId)
        .groupBy('verdict')
        .execute()
      const none = Object.fromEntries(Verdict.options.map((verdict) => [verdict, 0]))
      const some = Object.fromEntries(rows.map((row) => [row.verdict, row.count]))
      return { ...none, ...some } as Record<Verdict, number>
    },
  })
}

function toRow(runId: RunId, session: RunSession): Insertable<RunSessionsTable> {
  const { sessionId, label, subjectLabel } = session
  return {
    run_id: runId,
    position: session.position,
    session_id: storable(sessionId),
    project_id: storable(session.projectId),
    label: storable(label),
    subject_label: storable(subjectLabel),
    verdict: session.verdict,
    evidence: session.evidence,
    reason: storable(session.reason),
    began_at: session.beganAt,
    ended_at: session.endedAt,
    took_ms: session.tookMs,
    search_text: searchText(session),
  }
}

/** What a search looks in: id, label and subject, one a line, in lower case. */
export function searchText(session: Pick<RunSession, 'sessionId' | 'label' | 'subjectLabel'>): string {
  const { sessionId, label, subjectLabel } = session
  return storable([sessionId, label ?? '', subjectLabel ?? ''].join('\n').toLowerCase())
}
