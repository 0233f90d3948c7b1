import { randomUUID } from 'node:crypto'
import { ActingFor } from '../features/regeneration/guided/acting.ts'
import { GuidedRuns } from '../features/regeneration/guided/guided-runs.ts'
import { TokenVault } from '../features/regeneration/guided/token-vault.ts'
import type { RunPublisher } from '../features/regeneration/run-publisher.ts'
import type { RunTracker } from '../features/regeneration/run-tracker.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { createSecretBox, loadSecrets } from '../lib/secret-box.ts'
import { createGuidedRunsRepository } from '../storage/guided-runs.ts'
import { createGuidedSessionsRepository } from '../storage/guided-sessions.ts'
import { createLeasesRepository } from '../storage/leases.ts'
import { createRunSessionListsRepository } from '../storage/run-session-lists.ts'
import { createRunTokensRepository } from '../storage/run-tokens.ts'
import type { RunsRepository } from '../storage/runs.ts'
import { HOUR_MS, MINUTE_MS, type Shared } from './shared.ts'

interface Given {
  session: SessionService
  runs: RunsRepository
  tracker: RunTracker
  publisher: RunPublisher
  /** How late lines may be, ms; null when the log is read from its folder. */
  logDelayMs: () => number | null
}

/** Guided runs, with whose rights they call XNAT, and what several consoles of a database agree on. */
export async function wireGuided(shared: Shared, { session, runs, tracker, publisher, logDelayMs }: Given) {
  const { config, database, logger, now, xnat } = shared
  const processName = randomUUID()
  const alone = database.engine === 'sqlite'
  const stores = {
    leases: createLeasesRepository(database),
    tokens: createRunTokensRepository(database),
    guidedRuns: createGuidedRunsRepository(database),
    guidedSessions: createGuidedSessionsRepository(database),
    sessionLists: createRunSessionListsRepository(database),
  }
  const box = createSecretBox(await loadSecrets(config))
  const isTheOne = () =>
    stores.leases.hold({ name: 'tokens', holder: processName, now: now(), forMs: 2 * MINUTE_MS })
  const vault = new TokenVault({ ...shared, ...stores, box, isTheOne: alone ? async () => true : isTheOne })
  const signInEnded = (signInId: string) => session.xnatSessionEnded(signInId)
  const acting = new ActingFor({ vault, xnat, signInEnded })
  session.onSeen((actor) => acting.seen(actor))
  session.onEnded((signInId) => acting.gone(signInId))
  const foreignRun = () => tracker.foreignBulk().length > 0
  const driver = { runs, acting, publisher, foreignRun, logDelayMs, processName, alone }
  const callTimeoutMs = config.BULK_CALL_MAX_HOURS * HOUR_MS
  const guided = new GuidedRuns({ ...shared, ...stores, ...driver, callTimeoutMs })
  acting.onSignIn(() => guided.wake())
  tracker.listen({ followed: () => guided.wake(), ended: () => guided.wake() })
  let tending: NodeJS.Timeout | undefined
  return {
    stores,
    vault,
    acting,
    guided,
    processName,
    alone,
    start() {
      guided.start()
      tending = setInterval(() => void vault.sweep(), MINUTE_MS)
      vault.sweep().catch((err: unknown) => logger.warn({ err }, 'tokens of runs were not looked after'))
    },
    async stop() {
      clearInterval(tending)
      await guided.stop()
    },
  }
}
export type WiredGuided = Awaited<ReturnType<typeof wireGuided>>
