import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Evidence, FollowUpTake, RunId, RunSession, Verdict } from '@ohif-admin/contracts'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { ExpectedSession } from './run-expected.ts'
import { SESSION_COLUMNS, searchText } from './run-sessions.ts'
import { storable } from './text.ts'

const PAGE = 1_000

/** Which verdicts a follow-up of this kind takes. */
const TAKEN: Readonly<Record<FollowUpTake, Verdict[]>> = {
  failed: ['failed', 'silent-failure', 'unknown'],
  migrated: ['migrated'],
  remaining: ['unknown', 'waiting', 'in-work'],
}

/** Nothing was to be done for these, so nothing is to be done again. */
const NOT_TAKEN: Evidence[] = ['not-queued', 'not-supported']

const NEEDS_ATTENTION: Verdict[] = ['failed', 'silent-failure', 'unknown']

export interface SessionChanges {
  fixed: number
  broken: number
  stillFailing: number
  onlyNow: number
  onlyBefore: number
}

export type RunSessionListsRepository = ReturnType<typeof createRunSessionListsRepository>

/** Whole lists of the sessions of runs that are over. Every method throws StorageError. */
export function createRunSessionListsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** The next sessions of a run after this position, in its order; at most a thousand, fewer at the end only. */
    after: (runId: RunId, position: number) => pageAfter(db, runId, position),

    /** The id of every session of a run, each once. */
    async ids(runId: RunId): Promise<string[]> {
      const ids = new Set<string>()
      for (let page = await pageAfter(db, runId, -1); page.length > 0; ) {
        for (const { sessionId } of page) ids.add(sessionId)
        await nextTurn()
        page = await pageAfter(db, runId, page.at(-1)?.position ?? 0)
      }
      return [...ids]
    },

    /** The sessions that a follow-up takes up, each once, in the order of the run. */
    async taken(runId: RunId, take: FollowUpTake): Promise<ExpectedSession[]> {
      const rows = await db
        .selectFrom('run_sessions')
        .select([
          'session_id as sessionId',
          'project_id as projectId',
          'label',
          'subject_label as subjectLabel',
        ])
        .where('run_id', '=', runId)
        .where('verdict', 'in', TAKEN[take])
        .where(({ eb, or }) => or([eb('evidence', 'is', null), eb('evidence', 'not in', NOT_TAKEN)]))
        .orderBy('position')
        .execute()
      return [...new Map(rows.map((row) => [row.sessionId, row])).values()]
    },

    ...undecided(db),

    /** Gives the sessions of a run the names that were learned after it. */
    name: (runId: RunId, names: ReadonlyMap<string, ExpectedSession>) => nameAll(db, runId, names),

    /** What changed from the run before to this one, by session id. */
    compare: (now: RunId, before: RunId) => compare(db, now, before),
  })
}

function pageAfter(db: Database['db'], runId: RunId, position: number): Promise<RunSession[]> {
  return db
    .selectFrom('run_sessions')
    .select(SESSION_COLUMNS)
    .where('run_id', '=', runId)
    .where('position', '>', position)
    .orderBy('position')
    .limit(PAGE)
    .execute()
}

async function nameAll(
  db: Database['db'],
  runId: RunId,
  names: ReadonlyMap<string, ExpectedSession>,
): Promise<void> {
  for (let page = await pageAfter(db, runId, -1); page.length > 0; ) {
    await db.transaction().execute(async (transaction) => {
      for (const { position, sessionId } of page) {
        const known = names.get(sessionId)
        if (!known) continue
        const { projectId, label, subjectLabel } = known
        await transaction
          .updateTable('run_sessions')
          .set({
            project_id: storable(projectId),
            label: storable(label),
            subject_label: storable(subjectLabel),
            search_text: searchText(known),
          })
          .where('run_id', '=', runId)
          .where('position', '=', position)
          .execute()
      }
    })
    await nextTurn()
    page = await pageAfter(db, runId, page.at(-1)?.position ?? 0)
  }
}

/** What the log could not decide, and what asking XNAT said about it. */
function undecided(db: Database['db']) {
  return {
    /** The next sessions after this position whose verdict is unknown and that were not asked for yet. */
    async undecided(runId: RunId, position: number): Promise<RunSession[]> {
      const settled: Evidence[] = [...NOT_TAKEN, 'checked-present', 'checked-missing']
      return db
        .selectFrom('run_sessions')
        .select(SESSION_COLUMNS)
        .where('run_id', '=', runId)
        .where('verdict', '=', 'unknown')
        .where('position', '>', position)
        .where(({ eb, or }) => or([eb('evidence', 'is', null), eb('evidence', 'not in', settled)]))
        .orderBy('position')
        .limit(PAGE)
        .execute()
    },

    /** How many sessions of a run have each evidence. */
    async countByEvidence(runId: RunId): Promise<ReadonlyMap<Evidence | null, number>> {
      const rows = await db
        .selectFrom('run_sessions')
        .select(({ fn }) => ['evidence', fn.countAll<number>().as('count')])
        .where('run_id', '=', runId)
        .where('verdict', '=', 'unknown')
        .groupBy('evidence')
        .execute()
      return new Map(rows.map((row) => [row.evidence, Number(row.count)]))
    },

    /** Notes what asking XNAT said about one session. */
    async setEvidence(runId: RunId, position: number, evidence: Evidence): Promise<void> {
      await db
        .updateTable('run_sessions')
        .set({ evidence })
        .where('run_id', '=', runId)
        .where('position', '=', position)
        .execute()
    },
  }
}

/** One row a session id: an id that a run queued twice is as bad as its worst entry. */
async function compare(db: Database['db'], now: RunId, before: RunId): Promise<SessionChanges> {
  const bad = sql.join(NEEDS_ATTENTION)
  const none = sql.join(NOT_TAKEN)
  const of = (run: RunId) => sql`(
    select session_id, max(case when verdict in (${bad}) then 1 else 0 end) as bad
    from run_sessions
    where run_id = ${run} and (evidence is null or evidence not in (${none}))
    group by session_id
  )`
  const { rows } = await sql<{ was: number | null; is: number | null; count: number }>`
    select b.bad as was, n.bad as "is", count(*) as count
    from ${of(now)} n full outer join ${of(before)} b on n.session_id = b.session_id
    group by b.bad, n.bad
  `.execute(db)
  const sum = (fits: (was: number | null, is: number | null) => boolean) =>
    rows.filter(({ was, is }) => fits(was, is)).reduce((total, { count }) => total + Number(count), 0)
  return {
    fixed: sum((was, is) => was === 1 && is === 0),
    broken: sum((was, is) => was === 0 && is === 1),
    stillFailing: sum((was, is) => was === 1 && is === 1),
    onlyNow: sum((was) => was === null),
    onlyBefore: sum((_was, is) => is === null),
  }
}
