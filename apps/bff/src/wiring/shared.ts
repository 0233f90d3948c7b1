import type { XnatClient } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config.ts'
import type { Audit } from '../lib/audit.ts'
import type { LogWatch } from '../lib/log-watch.ts'
import type { ProjectAccess } from '../lib/project-access.ts'
import type { StepUp } from '../lib/step-up.ts'
import type { StreamHub } from '../lib/stream-hub.ts'
import type { Database } from '../storage/database.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/** What there is once in the process, for every feature. */
export interface Shared {
  config: Config
  database: Database
  xnat: XnatClient
  audit: Audit
  hub: StreamHub
  stepUp: StepUp
  access: ProjectAccess
  log: LogWatch
  logger: FastifyBaseLogger
  /** Epoch milliseconds. */
  now: () => number
}
