import { z } from 'zod'
import { Instant, LogCursor, LogStamp, RunId } from './ids.ts'

export const LogProblem = z.enum([
  'folder-missing',
  'folder-unreadable',
  'file-missing',
  'file-unreadable',
  'not-a-regular-file',
  'outside-folder',
  'read-error',
  // Only of a log that comes through XNAT:
  /** Nobody has needed it yet, or the first copy is on its way. */
  'not-fetched',
  /** It is fetched in the session of a site admin who is signed in here. */
  'nobody-signed-in',
  'xnat-unreachable',
  'xnat-refused',
  /** What XNAT sent is not an archive of logs, or too large for one. */
  'bad-download',
  // Only while XNAT's own log stands in for a folder:
  /** The folder can be read, or a copy was had, but has not got the place up to which the log was read. */
  'other-log',
])
export type LogProblem = z.infer<typeof LogProblem>

/**
 * What is done while a log folder cannot be read. `reading`: its log comes through XNAT, with a delay. `waiting`: it
 * will, as soon as it can be fetched. XNAT hands out the log of one node only, so of several folders it stands in for
 * none. `off`: it is not wanted.
 */
export const LogStandIn = z.object({
  state: z.enum(['reading', 'waiting', 'several-folders', 'off']),
  /** What is wrong with the folder. */
  folder: LogProblem,
  /** Why nothing could be fetched last time. */
  fetching: LogProblem.nullable(),
})
export type LogStandIn = z.infer<typeof LogStandIn>

export const LogSourceState = z.object({
  name: z.string(),
  state: z.enum(['reading', 'waiting', 'unreadable']),
  problem: LogProblem.nullable(),
  /** When this console last received a line, and how that line was stamped. */
  lastLineAt: Instant.nullable(),
  lastStamp: LogStamp.nullable(),
  /** Share of records since the start that no rule knows, 0 to 1. */
  unrecognizedShare: z.number().min(0).max(1),
  /** Age of the newest copy, while the log comes through XNAT; null for a folder, and before the first copy. */
  delayMs: z.number().int().nonnegative().nullable().optional(),
  /** Set while the configured folder cannot be read. */
  standIn: LogStandIn.nullable().optional(),
  /**
   * How far the clock of the log's stamps is ahead of UTC, told by lines as they come in. Null while none has told: the
   * log itself names no zone.
   */
  utcOffsetMinutes: z.number().int().min(-840).max(840).nullable().optional(),
})
export type LogSourceState = z.infer<typeof LogSourceState>

export const LogLevel = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'])
export type LogLevel = z.infer<typeof LogLevel>

/** A log record as an admin (as written) or support staff (masked) sees it. */
export const RecordLine = z.object({
  form: z.literal('record'),
  cursor: LogCursor,
  at: LogStamp,
  level: LogLevel,
  thread: z.string(),
  logger: z.string(),
  message: z.string(),
  /** Continuation lines, at most 100 of them; `moreLines` is their true number. */
  more: z.array(z.string()),
  moreLines: z.number().int().nonnegative(),
  /** In pages of the log: the run that wrote it, when this console knows it. */
  runId: RunId.optional(),
})

export const DerivedEvent = z.enum([
  'run-requested',
  'session-found',
  'session-began',
  'session-migrating',
  'session-stored',
  'session-failed',
  'run-completed',
  'run-failed',
])
export type DerivedEvent = z.infer<typeof DerivedEvent>

/** What everybody else sees: which session, what happened, when. Nothing the log says in words. */
const DerivedLine = z.object({
  form: z.literal('derived'),
  cursor: LogCursor,
  at: LogStamp,
  event: DerivedEvent,
  sessionId: z.string().nullable(),
})

export const LogLine = z.discriminatedUnion('form', [RecordLine, DerivedLine])
export type LogLine = z.infer<typeof LogLine>

export const RunLog = z.object({
  lines: z.array(LogLine),
  /** Older lines of the run that are not in `lines`; null when they were not counted. */
  earlier: z.number().int().nonnegative().nullable(),
})
export type RunLog = z.infer<typeof RunLog>
