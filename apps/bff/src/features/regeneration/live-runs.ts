import type { LogSight, Run, RunId, RunSession } from '@ohif-admin/contracts'
import { DISPATCH_SLOT, type StoredRun } from '../../storage/run-row.ts'
import type { Progress } from './progress.ts'

/** A run that goes on, as far as it is known at this moment. */
export interface LiveView {
  row: StoredRun
  sessions: readonly RunSession[]
  progress: Progress
  log: LogSight
  stalled: Run['stalled']
}

/** Runs that go on. */
export interface LiveRuns {
  find(runId: RunId): LiveView | undefined
  all(): LiveView[]
}

/** Runs of several kinds as one. */
export function joinLiveRuns(parts: readonly LiveRuns[]): LiveRuns {
  return {
    find(runId) {
      for (const part of parts) {
        const found = part.find(runId)
        if (found) return found
      }
      return undefined
    },
    all: () => parts.flatMap((part) => part.all()),
  }
}

/** The run that this console sent first, then oldest first. */
export function ownFirst(a: LiveView, b: LiveView): number {
  const rank = ({ row }: LiveView) => (row.slot === DISPATCH_SLOT ? 0 : 1)
  return rank(a) - rank(b) || a.row.startedAt - b.row.startedAt
}
