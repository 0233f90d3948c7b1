import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createXnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import { EventsService } from './features/events/events.service.ts'
import { createOverviewService } from './features/overview/overview.service.ts'
import type { RunReader } from './features/regeneration/run-reader.ts'
import type { SessionService } from './features/session/session.service.ts'
import { Audit } from './lib/audit.ts'
import type { NamedSource } from './lib/log-source.ts'
import { LogWatch } from './lib/log-watch.ts'
import { createProjectAccess } from './lib/project-access.ts'
import { createStepUp } from './lib/step-up.ts'
import { EVERYONE, StreamHub } from './lib/stream-hub.ts'
import { createAuditRepository } from './storage/audit.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { wireAfterRuns } from './wiring/after-runs.ts'
import { wireAi } from './wiring/ai.ts'
import { wireAudit } from './wiring/audit.ts'
import { logSources, wireLog, wirePoller } from './wiring/log.ts'
import { wireNotifications } from './wiring/notifications.ts'
import { wireRegeneration } from './wiring/regeneration.ts'
import { createSweeper, wireSession } from './wiring/session.ts'
import { wireSessions } from './wiring/sessions.ts'
import { wireSetUp } from './wiring/set-up.ts'
import { MINUTE_MS, type Shared } from './wiring/shared.ts'
import { wireViewerSettings } from './wiring/viewer-settings.ts'

/**
 * The only place where live things are made and meet. What the last process left open is taken up here, before anybody
 * can begin something new; the logs have not been read yet.
 */
export async function buildDeps(config: Config, logger: FastifyBaseLogger, now: () => number = Date.now) {
  const { sources, spool } = logSources(config)
  const shared = await buildShared(config, sources, logger, now)
  const { log, database, xnat } = shared

  const { session, proof } = wireSession(shared)
  const logDelayMs = () => log.delayMs()
  const regeneration = await wireRegeneration(shared, { session, logDelayMs })
  const { reader, live, runs, controls } = regeneration
  const afterRuns = wireAfterRuns(shared, regeneration, session)
  const ai = wireAi(shared, session)
  const notifications = await wireNotifications(shared, { session, regeneration, afterRuns })
  const poller = spool && wirePoller(spool, { ...shared, session, live })
  const explorer = wireLog(shared)
  const events = wireEvents(shared, { session, reader, explorer })
  announceSources(shared)

  await reconcile(shared)
  const positions = await regeneration.recover()
  await ai.recover()
  const sweeper = createSweeper(session, logger)

  return {
    database,
    session,
    proof,
    ...ai.services,
    notifications: notifications.services,
    viewerSettings: wireViewerSettings(shared),
    events,
    overview: createOverviewService({ xnat, runs: reader, log }),
    auditTrail: wireAudit(shared),
    setUp: wireSetUp(shared, explorer.service, afterRuns.coverage.reader, ai.services.assignments),
    log: explorer.service,
    runs,
    controls,
    reader,
    runHistory: afterRuns.history,
    sessions: wireSessions(shared, { live, explorer }),
    coverage: afterRuns.coverage,
    /** Reads the logs up to now and follows them; for when the server listens. */
    async start() {
      sweeper.start()
      await spool?.prepare()
      await log.start(positions)
      poller?.start()
      await regeneration.start()
      await afterRuns.start()
      await ai.start()
      await notifications.start()
    },
    async close() {
      const parts = [notifications, ai, afterRuns, sweeper, regeneration, poller, explorer, log]
      for (const part of parts) await part?.stop()
      await xnat.close()
      await database.close()
    },
  }
}
export type Deps = Awaited<ReturnType<typeof buildDeps>>

/** Tells every page when a log can be read, or no longer. */
function announceSources({ log, hub }: Shared) {
  const states = () => ({ type: 'log-sources', sources: log.states() }) as const
  log.listen({ state: () => hub.publish('log-sources', EVERYONE, states) })
}

async function reconcile({ audit, logger }: Shared) {
  const left = await audit.reconcile()
  if (left > 0) logger.warn({ entries: left }, 'actions of the last process have an unknown outcome')
}

async function buildShared(
  config: Config,
  sources: readonly NamedSource[],
  logger: FastifyBaseLogger,
  now: () => number,
): Promise<Shared> {
  const database = await open(config)
  const xnat = createXnatClient(config.XNAT_URL)
  return {
    config,
    database,
    xnat,
    audit: new Audit(createAuditRepository(database), now),
    hub: new StreamHub(),
    stepUp: createStepUp(config.STEP_UP ? config.STEP_UP_MINUTES * MINUTE_MS : null, now),
    access: createProjectAccess(xnat, now),
    log: new LogWatch({ sources, pollMs: config.LOG_POLL_MS, logger, now }),
    logger,
    now,
  }
}

async function open({ DATABASE_URL, DATA_DIR }: Config): Promise<Database> {
  if (DATABASE_URL) return openDatabase({ url: DATABASE_URL })
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 })
  return openDatabase({ file: path.join(DATA_DIR, 'ohif-admin.sqlite') })
}

interface Speakers {
  session: SessionService
  reader: RunReader
  explorer: ReturnType<typeof wireLog>
}

function wireEvents({ config, hub, access }: Shared, { session, reader, explorer }: Speakers): EventsService {
  return new EventsService({
    hub,
    access,
    signIns: session,
    async snapshotOf(topic, audienceOf, lastEventId) {
      if (topic === 'log') return explorer.snapshot(audienceOf({ projectId: null }), lastEventId)
      // Only says that something changed; the page reads what.
      if (topic === 'model-loads') return audienceOf({ projectId: null }) === 'admin' ? [] : undefined
      if (topic === 'requests' || topic === 'coverage' || topic === 'notices') return []
      return reader.snapshot(topic, audienceOf)
    },
    perUser: config.STREAMS_PER_USER,
    total: config.STREAMS_TOTAL,
  })
}
