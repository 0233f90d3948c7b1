import type { RunMark } from '@ohif-admin/contracts'
import type { LiveRun } from './live-run.ts'
import type { Ending } from './run-storage.ts'

/** An end that is older than this was not met live: it was found when the console came back. */
const LIVE_MS = 5_000

/**
 * When a run ended, in epoch ms, and the marks it leaves on its chart. An end found afterwards is dated by the log's own
 * duration, which needs no zone: both of its stamps are of the same clock.
 */
export function endTimes(
  { row, seen }: Pick<LiveRun, 'row' | 'seen'>,
  { reason }: Pick<Ending, 'reason'>,
  now: number,
): { endedAt: number; marks: RunMark[] } {
  const byLog = seen?.durationMs == null || seen.outcome === 'running' ? now : row.startedAt + seen.durationMs
  const endedAt = Math.max(row.startedAt, now - byLog > LIVE_MS ? byLog : now)
  const restarted: RunMark = { at: new Date(endedAt).toISOString(), kind: 'xnat-restarted' }
  return { endedAt, marks: reason === 'xnat-restarted' ? [...row.marks, restarted] : row.marks }
}
