import path from 'node:path'
import type { Config } from '../config.ts'
import { HistoryThread } from '../features/log/history-thread.ts'
import { LiveLog } from '../features/log/live-log.ts'
import { LogService } from '../features/log/log.service.ts'
import { createRunPart } from '../features/log/run-part.ts'
import { createSessionBuilds } from '../features/log/session-builds.ts'
import { ThreadPool } from '../features/log/thread-pool.ts'
import type { LiveRuns } from '../features/regeneration/live-runs.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { AppError } from '../lib/app-error.ts'
import type { NamedSource } from '../lib/log-source.ts'
import type { Audience, StreamHub } from '../lib/stream-hub.ts'
import { LogPoller } from '../lib/xnat-log/log-poller.ts'
import { LogSpool } from '../lib/xnat-log/log-spool.ts'
import { createRunSessionListsRepository } from '../storage/run-session-lists.ts'
import { createRunsRepository } from '../storage/runs.ts'
import type { Shared } from './shared.ts'

/** Name of the source when there is no folder to read. */
const XNAT_SOURCE = 'xnat'

/**
 * Where the log is read: the folders that are configured, else a spool of what XNAT's log API gives. That stands in for
 * a folder, too, if it is the only one: XNAT does not say which node's log it hands out.
 */
export function logSources({ LOG_SOURCES, LOG_THROUGH_XNAT, DATA_DIR }: Config): {
  sources: NamedSource[]
  spool: LogSpool | undefined
} {
  const spool = new LogSpool(path.join(DATA_DIR, 'log-through-xnat'))
  const [only, another] = LOG_SOURCES
  if (!LOG_THROUGH_XNAT || another) {
    const standIn = LOG_THROUGH_XNAT ? 'several-folders' : 'off'
    return { sources: LOG_SOURCES.map((source) => ({ ...source, standIn })), spool: undefined }
  }
  if (only) return { sources: [{ ...only, standIn: { folder: spool.folder } }], spool }
  return { sources: [{ name: XNAT_SOURCE, folder: spool.folder }], spool }
}

export function wirePoller(
  spool: LogSpool,
  { session, live, ...shared }: Shared & { session: SessionService; live: LiveRuns },
): LogPoller {
  const poller = new LogPoller({
    ...shared,
    spool,
    wanted: () => shared.log.wantsCopies() && isLogWanted(shared.hub, live),
  })
  session.onSeen((actor) => poller.seen(actor))
  session.onEnded((signInId) => poller.gone(signInId))
  return poller
}

/** Somebody reads the log, follows an open run, or will want to know how that ended. */
function isLogWanted(hub: StreamHub, live: LiveRuns): boolean {
  return live.all().length > 0 || hub.hasAdmin((topic) => topic === 'log')
}

export function wireLog({ log, hub, database }: Shared) {
  const history = new HistoryThread()
  const pool = new ThreadPool()
  const live = new LiveLog({ log, hub, history })
  const runPart = createRunPart({
    runs: createRunsRepository(database),
    sessionLists: createRunSessionListsRepository(database),
  })
  const service = new LogService({ log, history, pool, runPart })
  return {
    service,
    buildsOf: createSessionBuilds({ log, history, runPart }),
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
