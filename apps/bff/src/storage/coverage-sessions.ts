import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CoverageScanId, CoverageTake, RunData, RunId, Verdict } from '@ohif-admin/contracts'
import { type Insertable, type Kysely, sql } from 'kysely'
import { noteLook, type QueuedLook } from './coverage-queue.ts'
import type { CoverageSessionsTable } from './coverage-schema.ts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { searchText } from './run-sessions.ts'
import type { Schema } from './schema.ts'
import { storable } from './text.ts'

/** A session as XNAT lists it, once for each kind of data it can have. */
export interface ListedLook extends QueuedLook {
  label: string
  subjectLabel: string
}

/** What a run did to a session that was known before. */
export interface RunEffect {
  sessionId: string
  verdict: Verdict
}

// 13 columns each: 6,500 parameters a statement.
const BATCH_ROWS = 500

export type CoverageSessionsRepository = ReturnType<typeof createCoverageSessionsRepository>

/** What is known of each session. Every method throws StorageError. */
export function createCoverageSessionsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /**
     * Notes what there is, and queues for the scan what it takes. What was known stays known. Can be repeated: a
     * listing that was cut off begins again.
     */
    async list(
      scan: { id: CoverageScanId; take: CoverageTake },
      listed: readonly ListedLook[],
      at: number,
    ): Promise<void> {
      for (let start = 0; start < listed.length; start += BATCH_ROWS) {
        const batch = listed.slice(start, start + BATCH_ROWS)
        await db.transaction().execute(async (transaction) => {
          await upsert(transaction, batch, at)
          await enqueue(transaction, scan, batch)
        })
        await nextTurn()
      }
    },

    /** Notes that a project had no session of its own, so that it does not count as never listed. */
    async listEmpty(projectId: string, at: number): Promise<void> {
      await db
        .insertInto('coverage_empty_projects')
        .values({ project_id: projectId, listed_at: at })
        .onConflict((conflict) => conflict.column('project_id').doUpdateSet({ listed_at: at }))
        .execute()
    },

    /** Forgets sessions that a whole listing no longer has: of one project, or of all. */
    async forgetUnlisted(projectId: string | null, listedBefore: number): Promise<void> {
      await db
        .deleteFrom('coverage_sessions')
        .where('listed_at', '<', listedBefore)
        .$if(projectId !== null, (query) => query.where('project_id', '=', projectId ?? ''))
        .execute()
    },

    /** An answer of XNAT that somebody else asked for. */
    async look(sessionId: string, data: RunData, state: 'valid' | 'missing', at: number): Promise<void> {
      await noteLook(db, { sessionId, data, state, reason: null, at })
    },

    ...runsOver(db),
  })
}

function runsOver(db: Kysely<Schema>) {
  return {
    /** Runs that ended since the first listing and whose outcome was not taken over yet, oldest first. */
    async runsToTakeOver(): Promise<RunId[]> {
      const rows = await db
        .selectFrom('runs')
        .select('id')
        .where('ended_at', 'is not', null)
        .where('ended_at', '>=', sql<number>`(select min(started_at) from coverage_scans)`)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('coverage_runs').select('run_id').whereRef('run_id', '=', 'runs.id'))),
        )
        .orderBy('ended_at')
        .execute()
      return rows.map(({ id }) => id)
    },

    async markTakenOver(runId: RunId): Promise<void> {
      await db
        .insertInto('coverage_runs')
        .values({ run_id: runId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    /**
     * Notes that a run has reached sessions after they were looked at. What was valid stays so: a rebuild replaces a
     * document or leaves it. Of everything else nobody knows until somebody looks.
     */
    async takeOver(
      run: { id: RunId; data: RunData; endedAt: number },
      effects: readonly RunEffect[],
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const { sessionId, verdict } of effects) {
          await transaction
            .updateTable('coverage_sessions')
            .set({
              state: sql`case when state = 'valid' then state else 'changed' end`,
              reason: null,
              changed_at: run.endedAt,
              changed_run: run.id,
              changed_verdict: verdict,
            })
            .where('session_id', '=', sessionId)
            .where('data', '=', run.data)
            .where(({ eb, or }) => or([eb('looked_at', 'is', null), eb('looked_at', '<', run.endedAt)]))
            .where(({ eb, or }) => or([eb('changed_at', 'is', null), eb('changed_at', '<', run.endedAt)]))
            .execute()
        }
      })
    },
  }
}

async function upsert(db: Kysely<Schema>, batch: readonly ListedLook[], at: number): Promise<void> {
  await db
    .insertInto('coverage_sessions')
    .values(batch.map((listed) => rowOf(listed, at)))
    .onConflict((conflict) =>
      conflict.columns(['session_id', 'data']).doUpdateSet(({ ref }) => ({
        project_id: ref('excluded.project_id'),
        label: ref('excluded.label'),
        subject_label: ref('excluded.subject_label'),
        search_text: ref('excluded.search_text'),
        listed_at: ref('excluded.listed_at'),
      })),
    )
    .execute()
}

async function enqueue(
  db: Kysely<Schema>,
  { id, take }: { id: CoverageScanId; take: CoverageTake },
  batch: readonly ListedLook[],
): Promise<void> {
  const known = db
    .selectFrom('coverage_sessions')
    .select(({ val }) => [val(id).as('scan_id'), 'project_id', 'session_id', 'data'])
    .where(
      'session_id',
      'in',
      batch.map(({ sessionId }) => storable(sessionId)),
    )
    .$if(take === 'not-valid', (query) => query.where('state', '!=', 'valid'))
  await db
    .insertInto('coverage_queue')
    .columns(['scan_id', 'project_id', 'session_id', 'data'])
    .expression(known)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function rowOf(
  { projectId, sessionId, data, label, subjectLabel }: ListedLook,
  at: number,
): Insertable<CoverageSessionsTable> {
  return {
    session_id: storable(sessionId),
    data,
    project_id: storable(projectId),
    label: storable(label),
    subject_label: storable(subjectLabel),
    state: 'never',
    reason: null,
    looked_at: null,
    listed_at: at,
    changed_at: null,
    changed_run: null,
    changed_verdict: null,
    search_text: searchText({ sessionId, label, subjectLabel }),
  }
}
