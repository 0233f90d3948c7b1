import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createXnatClient, type XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import { EventsService } from './features/events/events.service.ts'
import { HistoryThread } from './features/log/history-thread.ts'
import { LiveLog } from './features/log/live-log.ts'
import { LogService } from './features/log/log.service.ts'
import { createRunPart } from './features/log/run-part.ts'
import { ThreadPool } from './features/log/thread-pool.ts'
import { createOverviewService } from './features/overview/overview.service.ts'
import { RunPublisher } from './features/regeneration/run-publisher.ts'
import { RunReader } from './features/regeneration/run-reader.ts'
import { RunTracker } from './features/regeneration/run-tracker.ts'
import { RunsService } from './features/regeneration/runs.service.ts'
import { RightsCache } from './features/session/rights.ts'
import { SessionService } from './features/session/session.service.ts'
import { SignInThrottle } from './features/session/sign-in-throttle.ts'
import { AppError } from './lib/app-error.ts'
import { Audit } from './lib/audit.ts'
import { LogWatch } from './lib/log-watch.ts'
import { createProjectAccess, type ProjectAccess } from './lib/project-access.ts'
import { type Audience, EVERYONE, StreamHub } from './lib/stream-hub.ts'
import { LogPoller } from './lib/xnat-log/log-poller.ts'
import { LogSpool } from './lib/xnat-log/log-spool.ts'
import { createAuditRepository } from './storage/audit.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { createRunExpectedRepository } from './storage/run-expected.ts'
import { createRunSessionsRepository } from './storage/run-sessions.ts'
import { createRunsRepository } from './storage/runs.ts'
import { createSignInsRepository } from './storage/sign-ins.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * The only place where live things are made and meet. What the last process left open is taken up here, before anybody
 * can begin something new; the logs have not been read yet.
 */
export async function buildDeps(config: Config, logger: FastifyBaseLogger, now: () => number = Date.now) {
  const database = await open(config)
  const xnat = createXnatClient(config.XNAT_URL)
  const audit = new Audit(createAuditRepository(database), now)
  const hub = new StreamHub()
  const access = createProjectAccess(xnat, now)
  const through = logThroughXnat(config)
  const sources = through ? [{ name: through.name, folder: through.spool.folder }] : config.LOG_SOURCES
  const log = new LogWatch({ sources, pollMs: config.LOG_POLL_MS, logger, now })
  const shared = { config, database, xnat, audit, hub, access, log, logger, now }

  const session = buildSession(shared)
  const { tracker, reader, runs } = buildRegeneration(shared)
  const poller = through && buildPoller(through.spool, { ...shared, session, tracker })
  const explorer = buildLog(shared, () => poller?.delayMs() ?? null)
  const events = buildEvents(shared, { session, reader, explorer })
  const overview = createOverviewService({ xnat, runs: reader, logSources: () => log.states() })
  session.onEnded((signInId) => access.forget(signInId))
  const states = () => ({ type: 'log-sources', sources: log.states() }) as const
  log.listen({ state: () => hub.publish('log-sources', EVERYONE, states) })

  const left = await audit.reconcile()
  if (left > 0) logger.warn({ entries: left }, 'actions of the last process have an unknown outcome')
  const positions = await tracker.recover()
  let sweeping: NodeJS.Timeout | undefined
  const sweep = () => session.sweep().catch((err: unknown) => logger.warn({ err }, 'sign-ins were not swept'))

  return {
    database,
    session,
    events,
    overview,
    log: explorer.service,
    runs,
    reader,
    /** Reads the logs up to now and follows them; for when the server listens. */
    async start() {
      sweeping = setInterval(sweep, MINUTE_MS)
      await through?.spool.prepare()
      await log.start(positions)
      poller?.start()
      tracker.start()
    },
    async close() {
      clearInterval(sweeping)
      runs.stop()
      await tracker.stop()
      await poller?.stop()
      await explorer.stop()
      await log.stop()
      await xnat.close()
      await database.close()
    },
  }
}
export type Deps = Awaited<ReturnType<typeof buildDeps>>

async function open({ DATABASE_URL, DATA_DIR }: Config): Promise<Database> {
  if (DATABASE_URL) return openDatabase({ url: DATABASE_URL })
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 })
  return openDatabase({ file: path.join(DATA_DIR, 'ohif-admin.sqlite') })
}

interface Shared {
  config: Config
  database: Database
  xnat: XnatClient
  audit: Audit
  hub: StreamHub
  access: ProjectAccess
  log: LogWatch
  logger: FastifyBaseLogger
  now: () => number
}

function buildSession({ config, database, xnat, audit, now }: Shared): SessionService {
  return new SessionService({
    xnat,
    signIns: createSignInsRepository(database),
    rights: new RightsCache(xnat, config.SUPPORT_GROUPS, now),
    throttle: new SignInThrottle(now),
    audit,
    idleMs: config.SESSION_IDLE_MINUTES * MINUTE_MS,
    maxMs: config.SESSION_MAX_HOURS * HOUR_MS,
    now,
  })
}

interface Speakers {
  session: SessionService
  reader: RunReader
  explorer: ReturnType<typeof buildLog>
}

function buildEvents(
  { config, hub, access }: Shared,
  { session, reader, explorer }: Speakers,
): EventsService {
  return new EventsService({
    hub,
    access,
    signIns: session,
    snapshotOf: (topic, audienceOf, lastEventId) =>
      topic === 'log'
        ? explorer.snapshot(audienceOf({ projectId: null }), lastEventId)
        : reader.snapshot(topic, audienceOf),
    perUser: config.STREAMS_PER_USER,
    total: config.STREAMS_TOTAL,
  })
}

function buildRegeneration(shared: Shared) {
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

/** Name of the source when there is no folder to read. */
const XNAT_SOURCE = 'xnat'

function logThroughXnat({ LOG_SOURCES, LOG_THROUGH_XNAT, DATA_DIR }: Config) {
  if (LOG_SOURCES.length > 0 || !LOG_THROUGH_XNAT) return undefined
  return { name: XNAT_SOURCE, spool: new LogSpool(path.join(DATA_DIR, 'log-through-xnat')) }
}

function buildPoller(
  spool: LogSpool,
  { session, tracker, ...shared }: Shared & { session: SessionService; tracker: RunTracker },
): LogPoller {
  const poller = new LogPoller({ ...shared, spool, wanted: () => isLogWanted(shared.hub, tracker) })
  session.onSeen((actor) => poller.seen(actor))
  session.onEnded((signInId) => poller.gone(signInId))
  return poller
}

/** Somebody reads the log, follows the open run, or will want to know how that ended. */
function isLogWanted(hub: StreamHub, tracker: RunTracker): boolean {
  return tracker.current() !== undefined || hub.hasAdmin((topic) => topic === 'log')
}

function buildLog({ log, hub, database }: Shared, delayMs: () => number | null) {
  const history = new HistoryThread()
  const pool = new ThreadPool()
  const live = new LiveLog({ log, hub, history })
  const runPart = createRunPart(createRunsRepository(database))
  const service = new LogService({ log, history, pool, runPart, delayMs })
  return {
    service,
    async snapshot(audience: Audience | undefined, lastEventId: string | undefined) {
      if (audience === undefined)
        throw new AppError('forbidden', 'The log is for site admins and support staff.')
      return live.snapshot(audience, lastEventId)
    },
    async stop() {
      live.stop()
      await Promise.all([history.stop(), pool.stop()])
    },
  }
}
