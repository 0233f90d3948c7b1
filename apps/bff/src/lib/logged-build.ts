import type { EmptySign, LogCursor, LogPlace, RebuiltBy, RunId } from '@ohif-admin/contracts'

/** One time the data of a session was made, by the lines of the log alone. */
export interface LoggedBuild {
  by: Exclude<RebuiltBy, 'run'>
  source: string
  runId: RunId | null
  /** `no-end`: nothing says how it ended; it may go on. */
  outcome: 'stored' | 'migrated' | 'failed' | 'no-end'
  began: string | null
  ended: string | null
  /** Its first line. */
  cursor: LogCursor
  /** The log's own words about a failure; they can name anything. */
  reason: string | null
  trigger: string | null
  user: string | null
  empty: EmptySign[]
}

/** The times a session's data was made, as far back as the log was read. */
export interface SessionBuilds {
  /** In the order of the log. */
  builds: LoggedBuild[]
  /** Stamp of the oldest line that was looked at, where it is known; null at the beginning of the log. */
  backTo: string | null
  /** Where to read on; null at the beginning of the log. */
  before: LogPlace | null
}
