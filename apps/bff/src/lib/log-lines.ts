import {
  type DerivedEvent,
  type LogCursor,
  LogLevel,
  type LogLine,
  ProjectId,
  type RecordLine as RecordLineSchema,
} from '@ohif-admin/contracts'
import { type LogEvent, type LogRecord, type LogRun, parseMessage } from '@ohif-admin/ohif-log'
import type { z } from 'zod'
import { formatCursor } from './log-tail/index.ts'
import type { Audience } from './stream-hub.ts'

export type RecordLine = z.infer<typeof RecordLineSchema>

interface Place {
  source: string
  fileKey: string
}

/** What tells the lines of a run from all others. */
export type RunLines = Pick<LogRun, 'requestThread' | 'pool' | 'endFileKey' | 'endOffset'>

/**
 * Whether a record was written by a run: by its request thread or one of its own workers, and not after its end line,
 * when the request thread has gone on to other requests.
 */
export function belongsToRun(
  { thread, offset }: Pick<LogRecord, 'thread' | 'offset'>,
  fileKey: string,
  { requestThread, pool, endFileKey, endOffset }: RunLines,
): boolean {
  if (endOffset !== null && fileKey === endFileKey && offset > endOffset) return false
  return thread === requestThread || (pool !== null && thread.startsWith(`pool-${pool}-thread-`))
}

/** What this audience sees of a record: the lines as written, masked, or only what they mean. Undefined: nothing. */
export function toLogLine(record: LogRecord, place: Place, audience: Audience): LogLine | undefined {
  if (audience !== 'user') return toRecordLine(record, place, { masked: audience !== 'admin' })
  return derive(
    parseMessage(record),
    record,
    formatCursor(place.source, { fileKey: place.fileKey, offset: record.offset }),
  )
}
/** A record as written, or masked: without anything that is not known to name nobody. */
export function toRecordLine(
  record: LogRecord,
  { source, fileKey }: Place,
  { masked }: { masked: boolean },
): RecordLine {
  const seen = masked ? maskRecord(record) : record
  return {
    form: 'record',
    cursor: formatCursor(source, { fileKey, offset: record.offset }),
    at: record.at,
    level: LogLevel.safeParse(record.level).data ?? 'INFO',
    thread: seen.thread,
    logger: seen.logger,
    message: seen.message,
    more: [...seen.more],
    moreLines: record.moreLines,
  }
}

/** Names that servers give their threads; a thread called otherwise may carry anything in its name. */
const THREAD =
  /^(?:main|pool-\d+-thread-\d+|[a-z]+(?:-[a-z]+\d?)*-\d+-exec-\d+|(?:reactorDispatcher|multThreadedQueueDispatcher|localhost-startStop|Catalina-utility)-\d+|ContainerBackgroundProcessor\[StandardEngine\[Catalina\]\])$/
const LOGGER = /^(?:org\.nrg\.|icr\.etherj)[A-Za-z0-9_.$]*$/

/** What support staff see of a record. Continuation lines are left out: they hold trees, traces and labels. */
export function maskRecord<Part extends Pick<LogRecord, 'thread' | 'logger' | 'level' | 'message'>>(
  record: Part,
) {
  const { thread, logger } = record
  return {
    thread: shownThread(thread, true),
    logger: shownLogger(logger, true),
    message: maskMessage(record),
    more: [] as string[],
  }
}

/** The name of a thread as a reader sees it. */
export function shownThread(thread: string, masked: boolean): string {
  return !masked || THREAD.test(thread) ? thread : MASKED
}

/** The name of a logger as a reader sees it. */
export function shownLogger(logger: string, masked: boolean): string {
  return !masked || LOGGER.test(logger) ? logger : MASKED
}

/** The message without what may name a person: everything that is not known to be harmless is left out. */
export function maskMessage(record: Pick<LogRecord, 'logger' | 'level' | 'message'>): string {
  return mask(parseMessage(record), record.message)
}

const DERIVED: Partial<Record<LogEvent['kind'], DerivedEvent>> = {
  'run-requested': 'run-requested',
  'session-found': 'session-found',
  'session-began': 'session-began',
  'session-migrating': 'session-migrating',
  'session-stored': 'session-stored',
  'session-failed': 'session-failed',
  'run-completed': 'run-completed',
  'request-failed': 'run-failed',
}

function derive(event: LogEvent, { at }: LogRecord, cursor: LogCursor): LogLine | undefined {
  const derived = DERIVED[event.kind]
  if (!derived) return undefined
  return {
    form: 'derived',
    cursor,
    at,
    event: derived,
    sessionId: 'sessionId' in event ? event.sessionId : null,
  }
}

/** Stands for what is not shown. */
export const MASKED = '(masked)'

/** Ids of XNAT's own making; the log has them where anything without a space would do. */
const ID = /^[A-Za-z0-9_.-]{1,64}$/

const COMPONENT = /^(?:OHIF|Viewer)(?: [A-Za-z]{1,16}){1,4}$/

function mask(event: LogEvent, message: string): string {
  switch (event.kind) {
    // These name ids and counts, never a label or a path.
    case 'session-found':
    case 'session-began':
    case 'session-migrating':
    case 'session-stored':
      return event.sessionId !== null && ID.test(event.sessionId) ? message : MASKED
    case 'run-requested':
    case 'run-completed':
      // The target is what the caller put into the address: an id, or an alias with anything in it.
      return event.target === null || ProjectId.safeParse(event.target).success ? message : MASKED
    case 'threads-counted':
      return message
    case 'started-up':
      return COMPONENT.test(event.component) ? message : MASKED
    case 'session-failed':
      return 'Jsonifier exception:'
    case 'noted':
      return `${event.name} ${MASKED}`
    default:
      return MASKED
  }
}
