import type { RunCounts, RunReason, RunSession } from '@ohif-admin/contracts'
import type { ClosedRunState, Cursors, StoredRun } from '../../storage/run-row.ts'
import type { RunSessionsRepository } from '../../storage/run-sessions.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { closeUnseen, type LiveRun } from './live-run.ts'
import { NO_COUNTS, notQueued } from './verdicts.ts'

interface Repositories {
  runs: RunsRepository
  runSessions: RunSessionsRepository
}

export interface Ending {
  state: ClosedRunState
  reason: RunReason | null
  detail: string | null
}

/** Writes down how far an open run has come. */
export async function saveProgress({ runs }: Pick<Repositories, 'runs'>, { row }: LiveRun): Promise<void> {
  const { id, state } = row
  const open = state === 'starting' || state === 'discovering' || state === 'running' ? { state } : {}
  await runs.update(id, { ...open, ...seen(row), counts: row.counts })
}

/** Writes down how a run ended, its verdicts first: a run that is over always has them. Gives the run as it is then. */
export async function saveEnding(
  { runs, runSessions }: Repositories,
  live: LiveRun,
  ending: Ending,
  at: { endedAt: number; endCursors: Cursors; throughput: number[] },
): Promise<LiveRun> {
  const { sessions, counts } = outcomeOf(live, ending.state)
  // Refused by the lock: what the log shows is somebody else's run.
  const unbound = ending.state === 'refused' ? { logKey: null, logSource: null, logThreads: null } : {}
  const patch = { ...seen(live.row), ...unbound, ...ending, ...at, counts }
  await runSessions.replaceAll(live.row.id, sessions)
  await runs.finish(live.row.id, patch)
  return { ...live, row: { ...live.row, ...patch }, sessions, changed: new Set(sessions.keys()) }
}

const seen = ({ xnatCall, threads, logThreads, logKey, logSource, lastLineAt }: StoredRun) => ({
  xnatCall,
  threads,
  logThreads,
  logKey,
  logSource,
  lastLineAt,
})

function outcomeOf(live: LiveRun, state: ClosedRunState): { sessions: RunSession[]; counts: RunCounts } {
  if (state === 'refused') return { sessions: [], counts: NO_COUNTS }
  if (state === 'unknown') return closeUnseen(live)
  const left = state === 'finished' ? notQueued(live.expected, live.sessions) : []
  return { sessions: [...live.sessions, ...left], counts: live.row.counts }
}
