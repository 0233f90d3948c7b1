import type { RunCounts, RunSession, RunState } from '@ohif-admin/contracts'
import type { LogChange, LogRun } from '@ohif-admin/ohif-log'
import type { ClosedRunState, StoredRun } from '../../storage/run-row.ts'
import { type Progress, progressOf } from './progress.ts'
import { countVerdicts, Tally } from './tally.ts'
import { toRunSession, unseenSessions, type VerdictContext } from './verdicts.ts'

/** What the log has shown of a run so far, in our words. Holds no clock and does no I/O. */
export interface LiveRun {
  row: StoredRun
  /** The run in the log, once it is known there. */
  seen: LogRun | null
  sessions: RunSession[]
  tally: Tally
  expected: VerdictContext['expected']
  /** Positions that changed since they were last told. */
  changed: Set<number>
}

export function createLiveRun(row: StoredRun, expected: VerdictContext['expected']): LiveRun {
  return { row, seen: null, sessions: [], tally: new Tally(), expected, changed: new Set() }
}

/** Takes over what changed in the log. */
export function applyChange(live: LiveRun, { run, sessions }: Pick<LogChange, 'run' | 'sessions'>) {
  live.seen = run
  const context = contextOf(live)
  for (const session of context.lost ? run.sessions : sessions)
    setSession(live, toRunSession(session, context))
  live.row = {
    ...live.row,
    threads: run.threads,
    logThreads: { requestThread: run.requestThread, pool: run.pool },
    counts: live.tally.counts(run.discovering ? null : run.total),
    dicomweb: run.dicomweb,
    state: openState(live.row.state, run),
  }
}

/** Lets go of what the log showed: it was somebody else's run. */
export function unbind(live: LiveRun) {
  const nobody = { logKey: null, logSource: null, logThreads: null, threads: null, dicomweb: null }
  live.row = { ...live.row, ...nobody, state: 'starting', lastLineAt: null }
  live.seen = null
  live.sessions = []
  live.tally = new Tally()
  live.row.counts = live.tally.counts(null)
}

/** Names the sessions by what XNAT lists. */
export function relabel(live: LiveRun, expected: VerdictContext['expected']) {
  live.expected = expected
  for (const session of live.sessions) {
    const listed = expected.get(session.sessionId)
    if (listed) setSession(live, { ...session, ...listed, sessionId: session.sessionId })
  }
}

function setSession(live: LiveRun, session: RunSession) {
  live.tally.change(session, live.sessions[session.position])
  live.sessions[session.position] = session
  live.changed.add(session.position)
}

const contextOf = ({ seen, expected, row }: LiveRun): VerdictContext => ({
  expected,
  data: row.data,
  lost: seen?.outcome === 'lost' || seen?.outcome === 'failed',
  gap: seen?.gap ?? false,
  pluginVersion: row.pluginVersion,
})

function openState(before: RunState, run: LogRun): RunState {
  if (before !== 'starting' && before !== 'discovering' && before !== 'running') return before
  return run.discovering ? 'discovering' : 'running'
}

/** How a run ends by what the log says; undefined while it goes on. */
export function endByLog(
  seen: LogRun,
): (Pick<StoredRun, 'reason' | 'detail'> & { state: ClosedRunState }) | undefined {
  switch (seen.outcome) {
    case 'running':
      return undefined
    case 'completed':
      return { state: 'finished', reason: null, detail: null }
    case 'lost':
      return seen.lostBecause === 'restart'
        ? { state: 'interrupted', reason: 'xnat-restarted', detail: null }
        : { state: 'unknown', reason: 'superseded', detail: null }
    case 'failed':
      // Its thread went on to something else without a word of an error: that proves no failure.
      if (seen.error === null) return { state: 'unknown', reason: 'superseded', detail: null }
      return {
        state: seen.sessions.length === 0 ? 'failed-to-start' : 'failed',
        reason: 'run-error',
        detail: seen.error,
      }
  }
}

/** Every session of a run nobody can follow any more: what the log still left open is unknown. */
export function closeUnseen(live: LiveRun): { sessions: RunSession[]; counts: RunCounts } {
  const sessions: RunSession[] = live.seen
    ? live.sessions.map((session) =>
        session.verdict === 'waiting' || session.verdict === 'in-work'
          ? { ...session, verdict: 'unknown', evidence: 'log-not-seen' }
          : session,
      )
    : unseenSessions(live.expected)
  return { sessions, counts: countVerdicts(sessions, live.seen?.total ?? null) }
}

/** Rate, chart and time left, as of the newest line of the log and so many ms of silence after it. */
export function progressOfLive(
  { tally, seen, row }: LiveRun,
  { lastStamp, silentMs }: { lastStamp: string | null; silentMs: number },
): Progress {
  const { total, inWork, waiting } = row.counts
  return progressOf(tally.pace, {
    startedAt: seen?.startedAt ?? null,
    lastStamp: seen?.endedAt ?? lastStamp,
    remaining: seen?.outcome === 'running' && total !== null ? inWork + waiting : null,
    silentMs,
  })
}
