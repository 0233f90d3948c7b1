import type { BulkRuns } from '../features/regeneration/bulk-runs.ts'
import { Dispatcher } from '../features/regeneration/queue/dispatcher.ts'
import { Launcher } from '../features/regeneration/queue/launcher.ts'
import type { QueueView } from '../features/regeneration/queue/queue-view.ts'
import { Repeats } from '../features/regeneration/queue/repeats.ts'
import { RunControls } from '../features/regeneration/queue/run-control.ts'
import type { UnattendedRuns } from '../features/regeneration/queue/unattended-runs.ts'
import type { RunReader } from '../features/regeneration/run-reader.ts'
import type { RunTracker } from '../features/regeneration/run-tracker.ts'
import { RunsService } from '../features/regeneration/runs.service.ts'
import { askRights } from '../features/session/rights.ts'
import type { RunQueueRepository } from '../storage/run-queue.ts'
import type { StoredRun } from '../storage/run-row.ts'
import type { RunSessionsRepository } from '../storage/run-sessions.ts'
import type { RunsRepository } from '../storage/runs.ts'
import { wireCoverageSource } from './coverage.ts'
import type { WiredGuided } from './guided.ts'
import type { Shared } from './shared.ts'

interface Given {
  runs: RunsRepository
  runSessions: RunSessionsRepository
  queue: RunQueueRepository
  tracker: RunTracker
  bulk: BulkRuns
  wired: WiredGuided
  unattended: UnattendedRuns
  queueView: QueueView
  reader: RunReader
}

/** Asking for runs, their order, and what people do to them. */
export function wireQueue(shared: Shared, { wired, ...given }: Given) {
  const { config, xnat, logger } = shared
  const { vault, acting, guided, processName, alone, stores } = wired
  const { tracker, queueView } = given
  const rights = (username: string, session: string) =>
    askRights(xnat, config.SUPPORT_GROUPS, { username, session })
  const base = { ...shared, ...stores, ...given, coverage: wireCoverageSource(shared), vault, acting, guided }
  const repeats = new Repeats(base)
  const launcher = new Launcher({ ...base, rights, repeats })
  const changed = (left?: StoredRun) => {
    queueView.tell(left).catch((err: unknown) => logger.warn({ err }, 'a change of the queue was not told'))
  }
  const foreignRun = () => tracker.foreignBulk().length > 0
  const dispatcher = new Dispatcher({ ...base, launcher, repeats, foreignRun, changed, processName, alone })
  const poke = () => void dispatcher.poke()
  tracker.listen({ ended: poke })
  guided.onEnded(poke)
  acting.onSignIn(() => {
    poke()
    // A run may not wait for this person any more.
    changed()
  })
  const runs = new RunsService({ ...base, launcher, dispatcher, siteName: config.SITE_NAME })
  const controls = new RunControls({ ...base, dispatcher })
  return { dispatcher, runs, controls }
}
