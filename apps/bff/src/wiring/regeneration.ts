import { RunPublisher } from '../features/regeneration/run-publisher.ts'
import { RunReader } from '../features/regeneration/run-reader.ts'
import { RunTracker } from '../features/regeneration/run-tracker.ts'
import { RunsService } from '../features/regeneration/runs.service.ts'
import { createRunExpectedRepository } from '../storage/run-expected.ts'
import { createRunSessionsRepository } from '../storage/run-sessions.ts'
import { createRunsRepository } from '../storage/runs.ts'
import { HOUR_MS, type Shared } from './shared.ts'

export function wireRegeneration(shared: Shared) {
  const { config, database, hub } = shared
  const stores = {
    runs: createRunsRepository(database),
    runSessions: createRunSessionsRepository(database),
    runExpected: createRunExpectedRepository(database),
  }
  const tracker = new RunTracker({ ...shared, ...stores, publisher: new RunPublisher(hub) })
  const reader = new RunReader({ ...shared, ...stores, tracker })
  const bulkTimeoutMs = config.BULK_CALL_MAX_HOURS * HOUR_MS
  return { tracker, reader, runs: new RunsService({ ...shared, ...stores, tracker, bulkTimeoutMs }) }
}
