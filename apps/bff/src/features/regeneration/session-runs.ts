import type { ProjectId, RunBrief, RunId, RunSession, Verdict } from '@ohif-admin/contracts'
import { isOpen } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { createAudienceOf, type ProjectAccess } from '../../lib/project-access.ts'
import type { Audience } from '../../lib/stream-hub.ts'
import type { RunQueueRepository } from '../../storage/run-queue.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { SessionInRun, SessionRunsRepository } from '../../storage/session-runs.ts'
import type { LiveRuns } from './live-runs.ts'
import { viewSession } from './run-view.ts'

const NEWEST = 40

interface Needs {
  sessionRuns: SessionRunsRepository
  queue: RunQueueRepository
  live: LiveRuns
  access: ProjectAccess
}

export interface AskedSession {
  projectId: ProjectId
  sessionId: string
  /** Empty when it is not known. */
  subjectId: string
}

/** A session in a run, as a person may see it. */
export interface SeenInRun {
  /** Also of a run that may not be seen: for finding its lines, not for telling. */
  runId: RunId
  run: RunBrief
  session: RunSession
}

export interface SessionRuns {
  /** In runs that are over or have it behind them, newest first. */
  past: SeenInRun[]
  /** Runs that go on or wait; `certain` is false while their list of sessions is not known. */
  coming: { run: RunBrief; certain: boolean; verdict: Verdict | null }[]
}

/**
 * What runs did and will do to one session. Whoever may see the session learns of every run that touches it; who started
 * one and where its page is only those who may see the run. The caller makes sure that the session may be seen.
 */
export function createSessionRuns({ sessionRuns, queue, live, access }: Needs) {
  /** The stored rows, with those of open runs as they are at this moment, and open ones whose rows are not stored. */
  async function inRuns(sessionId: string): Promise<SessionInRun[]> {
    const stored = await sessionRuns.of(sessionId, NEWEST)
    const open = live.all().flatMap(({ row, sessions }) => {
      const session = sessions.findLast((one) => one.sessionId === sessionId)
      return session ? [{ run: row, session }] : []
    })
    const known = new Set(open.map(({ run }) => run.id))
    return [...open, ...stored.filter(({ run }) => !known.has(run.id))]
  }

  return async function runsOf(actor: Actor, asked: AskedSession): Promise<SessionRuns> {
    const [found, queued, audienceOf] = await Promise.all([
      inRuns(asked.sessionId),
      queue.queued(),
      createAudienceOf(access, actor),
    ])
    const ofProject = found.filter(({ run, session }) => belongs(run, session, asked, audienceOf(run)))
    const listed = new Set(ofProject.map(({ run }) => run.id))
    const unlisted = [...live.all().map(({ row }) => row), ...queued].filter(
      (run) => !listed.has(run.id) && mayTake(run, asked),
    )
    const seen = ofProject.map(({ run, session }) => ({
      runId: run.id,
      run: brief(run, audienceOf(run)),
      session: viewSession(session, audienceOf(run) ?? 'user'),
    }))
    const ahead = seen.filter(({ run, session }) => isOpen(run.state) && isAhead(session))
    return {
      past: seen.filter((one) => !ahead.includes(one)),
      coming: [
        ...ahead.map(({ run, session }) => ({ run, certain: true, verdict: session.verdict })),
        ...unlisted.map((run) => ({ run: brief(run, audienceOf(run)), certain: false, verdict: null })),
      ],
    }
  }
}

const isAhead = ({ verdict }: RunSession) => verdict === 'waiting' || verdict === 'in-work'

/** An id says nothing by itself: a row counts when it is of the project that is asked for, or its run may be seen. */
function belongs(
  run: StoredRun,
  { projectId }: RunSession,
  asked: AskedSession,
  audience: Audience | undefined,
): boolean {
  return audience !== undefined || (projectId ?? run.projectId) === asked.projectId
}

/** Whether a run whose sessions are not listed yet covers the session. */
function mayTake(run: StoredRun, { projectId, sessionId, subjectId }: AskedSession): boolean {
  switch (run.scope) {
    case 'site':
    case 'unknown':
      return true
    case 'project':
      return run.projectId === projectId
    case 'subject':
      return subjectId !== '' && run.targetId === subjectId
    case 'session':
      return run.targetId === sessionId
    case 'list':
      return false
  }
}

function brief(run: StoredRun, audience: Audience | undefined): RunBrief {
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  const seen = audience !== undefined
  return {
    id: seen ? run.id : null,
    kind: run.kind,
    scope: run.scope,
    data: run.data,
    state: run.state,
    startedBy: seen ? run.startedBy : null,
    startedAt: new Date(run.startedAt).toISOString(),
    endedAt: instant(run.endedAt),
    notBefore: run.state === 'queued' ? instant(run.notBefore) : null,
  }
}
