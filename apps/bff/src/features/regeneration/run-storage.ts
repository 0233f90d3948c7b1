import type { RunCounts, RunReason, RunSession, Verification } from '@ohif-admin/contracts'
import { NO_COUNTS } from '../../storage/new-run.ts'
import type { ClosedRunState, Cursors, StoredRun } from '../../storage/run-row.ts'
import type { RunSessionsRepository } from '../../storage/run-sessions.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import { closeUnseen, type LiveRun } from './live-run.ts'
import { hadNothingToDo } from './tally.ts'
import { notQueued } from './verdicts.ts'

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
  at: Pick<StoredRun, 'throughput' | 'marks'> & { endedAt: number; endCursors: Cursors },
): Promise<LiveRun> {
  const { sessions, counts } = outcomeOf(live, ending.state)
  // Refused by the lock: what the log shows is somebody else's run.
  const unbound = ending.state === 'refused' ? { logKey: null, logSource: null, logThreads: null } : {}
  const patch = {
    ...seen(live.row),
    ...unbound,
    ...ending,
    ...at,
    counts,
    verification: toVerify(ending, sessions),
  }
  await runSessions.replaceAll(live.row.id, sessions)
  await runs.finish(live.row.id, patch)
  return { ...live, row: { ...live.row, ...patch, slot: null }, sessions, changed: new Set() }
}

/** What XNAT has to be asked for afterwards: the sessions the log could not decide. Null when there are none. */
function toVerify({ state }: Ending, sessions: readonly RunSession[]): Verification | null {
  if (state === 'refused' || state === 'failed-to-start') return null
  const open = sessions.filter((session) => session.verdict === 'unknown' && !hadNothingToDo(session))
  if (open.length === 0) return null
  return { state: 'running', total: open.length, present: 0, missing: 0, notAnswered: 0 }
}

// What the call came to is written where it is learned: another console may have sent it.
const seen = ({
  threads,
  logThreads,
  logKey,
  logSource,
  lastLineAt,
  dicomweb,
  longestSilenceMs,
  marks,
  scope,
  projectId,
  targetId,
  targetLabel,
}: StoredRun) => ({
  dicomweb,
  longestSilenceMs,
  marks,
  scope,
  projectId,
  targetId,
  targetLabel,
  threads,
  logThreads,
  logKey,
  logSource,
  lastLineAt,
})

function outcomeOf(live: LiveRun, state: ClosedRunState): { sessions: RunSession[]; counts: RunCounts } {
  if (state === 'refused') return { sessions: [], counts: NO_COUNTS }
  if (state === 'unknown') return closeUnseen(live)
  const listedBefore = state === 'finished' && live.row.kind === 'bulk'
  const left = listedBefore ? notQueued(live.expected, live.sessions) : []
  return { sessions: [...live.sessions, ...left], counts: live.row.counts }
}
