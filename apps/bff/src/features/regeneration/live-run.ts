import type { RunCounts, RunSession, RunState } from '@ohif-admin/contracts'
import type { LogChange, LogRun } from '@ohif-admin/ohif-log'
import type { StoredRun } from '../../storage/run-row.ts'
import { type Progress, progressOf } from './progress.ts'
import { countVerdicts, toRunSession, unseenSessions, type VerdictContext } from './verdicts.ts'

/** What the log has shown of a run so far, in our words. Holds no clock and does no I/O. */
export interface LiveRun {
  row: StoredRun
  /** The run in the log, once it is known there. */
  seen: LogRun | null
  sessions: RunSession[]
  expected: VerdictContext['expected']
  /** Positions that changed since they were last told. */
  changed: Set<number>
}

export function createLiveRun(row: StoredRun, expected: VerdictContext['expected']): LiveRun {
  return { row, seen: null, sessions: [], expected, changed: new Set() }
}

/** Takes over what changed in the log. */
export function applyChange(live: LiveRun, { run, sessions }: Pick<LogChange, 'run' | 'sessions'>) {
  live.seen = run
  const context = contextOf(live)
  for (const session of sessions) {
    live.sessions[session.position] = toRunSession(session, context)
    live.changed.add(session.position)
  }
  if (context.lost) restate(live)
  const known = run.discovering ? null : run.total
  live.row = {
    ...live.row,
    threads: run.threads,
    logThreads: { requestThread: run.requestThread, pool: run.pool },
    counts: countVerdicts(live.sessions, known),
    state: openState(live.row.state, run),
  }
}

/** Judges every session again, for when the run as a whole has changed what they mean. */
function restate(live: LiveRun) {
  const context = contextOf(live)
  for (const session of live.seen?.sessions ?? []) {
    live.sessions[session.position] = toRunSession(session, context)
    live.changed.add(session.position)
  }
}

const contextOf = ({ seen, expected, row }: LiveRun): VerdictContext => ({
  expected,
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
): (Pick<StoredRun, 'reason' | 'detail'> & { state: EndState }) | undefined {
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
      return {
        state: seen.sessions.length === 0 ? 'failed-to-start' : 'failed',
        reason: 'run-error',
        detail: seen.error,
      }
  }
}
type EndState = Exclude<RunState, 'starting' | 'discovering' | 'running'>

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

/** Rate, chart and time left, as of the newest line of the log. */
export function progressOfLive({ sessions, seen, row }: LiveRun, lastStamp: string | null): Progress {
  return progressOf(sessions, {
    startedAt: seen?.startedAt ?? null,
    lastStamp: seen?.endedAt ?? lastStamp,
    total: row.counts.total,
    open: seen?.outcome === 'running',
  })
}
