import { BulkRuns } from '../features/regeneration/bulk-runs.ts'
import { joinLiveRuns } from '../features/regeneration/live-runs.ts'
import { LogMarks } from '../features/regeneration/log-marks.ts'
import type { Dispatcher } from '../features/regeneration/queue/dispatcher.ts'
import { QueueView } from '../features/regeneration/queue/queue-view.ts'
import { UnattendedRuns } from '../features/regeneration/queue/unattended-runs.ts'
import { RunPublisher } from '../features/regeneration/run-publisher.ts'
import { RunReader } from '../features/regeneration/run-reader.ts'
import { RunTracker } from '../features/regeneration/run-tracker.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { createLogMarksRepository } from '../storage/log-marks.ts'
import { createRunExpectedRepository } from '../storage/run-expected.ts'
import { createRunHistoryRepository } from '../storage/run-history.ts'
import { createRunQueueRepository } from '../storage/run-queue.ts'
import { createRunSessionsRepository } from '../storage/run-sessions.ts'
import { createRunsRepository } from '../storage/runs.ts'
import { type WiredGuided, wireGuided } from './guided.ts'
import { wireQueue } from './queue.ts'
import { HOUR_MS, type Shared } from './shared.ts'

interface Given {
  session: SessionService
  /** How old the newest look into the log is, ms; null where its files are read as they grow. */
  logDelayMs: () => number | null
}

export async function wireRegeneration(shared: Shared, { session, logDelayMs }: Given) {
  const logAgeMs = () => logDelayMs() ?? 0
  const { config, database, hub, log } = shared
  const stores = {
    runs: createRunsRepository(database),
    runSessions: createRunSessionsRepository(database),
    runExpected: createRunExpectedRepository(database),
    history: createRunHistoryRepository(database),
  }
  const marks = new LogMarks({ stored: createLogMarksRepository(database), log })
  const publisher = new RunPublisher(hub)
  const tracker = new RunTracker({ ...shared, ...stores, marks, publisher, logAgeMs })
  const wired = await wireGuided(shared, { ...stores, session, tracker, publisher, logDelayMs })
  const live = joinLiveRuns([tracker, wired.guided])
  const queue = createRunQueueRepository(database)
  const unattended = new UnattendedRuns({ ...shared, acting: wired.acting })
  const queueView = new QueueView({ ...shared, ...stores, queue, unattended, live, publisher })
  const reader = new RunReader({ ...shared, ...stores, live, queueFacts: () => queueView.facts() })
  const bulkTimeoutMs = config.BULK_CALL_MAX_HOURS * HOUR_MS
  const bulk = new BulkRuns({ ...shared, ...stores, tracker, bulkTimeoutMs })
  const asking = wireQueue(shared, { ...stores, queue, tracker, bulk, wired, unattended, queueView, reader })
  return {
    tracker,
    publisher,
    stores,
    reader,
    live,
    guided: wired.guided,
    /** Runs of the queue that wait for their person to sign in, each with the time since when (epoch ms). */
    unattended: async () =>
      (await queue.queued()).flatMap((row) => {
        const since = unattended.since(row)
        return since === undefined ? [] : { row, since }
      }),
    ...asking,
    ...life(tracker, bulk, wired, asking),
  }
}

function life(
  tracker: RunTracker,
  bulk: BulkRuns,
  wired: WiredGuided,
  { dispatcher }: { dispatcher: Dispatcher },
) {
  return {
    /** Takes up what the last process left open. Gives where each log must be read from. */
    async recover() {
      const positions = await tracker.recover()
      await wired.guided.recover()
      return positions
    },
    /** For when the logs have been read up to now. */
    async start() {
      await tracker.start()
      wired.start()
      await dispatcher.start()
    },
    async stop() {
      await dispatcher.stop()
      bulk.stop()
      await wired.stop()
      await tracker.stop()
    },
  }
}
