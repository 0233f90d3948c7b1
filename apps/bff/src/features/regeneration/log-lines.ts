import { type DerivedEvent, type LogCursor, LogLevel, type LogLine } from '@ohif-admin/contracts'
import { type LogEvent, type LogRecord, type LogRun, parseMessage } from '@ohif-admin/ohif-log'
import { formatCursor } from '../../lib/log-tail/index.ts'
import type { Audience } from '../../lib/stream-hub.ts'

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
export function toLogLine(
  record: LogRecord,
  { source, fileKey }: Place,
  audience: Audience,
): LogLine | undefined {
  const cursor = formatCursor(source, { fileKey, offset: record.offset })
  const event = parseMessage(record)
  if (audience === 'user') return derive(event, record, cursor)
  const masked = audience !== 'admin'
  return {
    form: 'record',
    cursor,
    at: record.at,
    level: LogLevel.safeParse(record.level).data ?? 'INFO',
    thread: record.thread,
    logger: record.logger,
    message: masked ? mask(event, record.message) : record.message,
    more: masked ? [] : [...record.more],
    moreLines: record.moreLines,
  }
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

/** Shown to support staff as written: these name ids of XNAT's own making and counts, never a label or a path. */
const IDS_ONLY: ReadonlySet<LogEvent['kind']> = new Set([
  'run-requested',
  'run-completed',
  'threads-counted',
  'session-found',
  'session-migrating',
  'session-stored',
  'session-failed',
  'started-up',
])

/** The message without what may name a person: everything that is not known to be harmless is left out. */
function mask(event: LogEvent, message: string): string {
  if (IDS_ONLY.has(event.kind)) return message
  if (event.kind === 'session-began' && event.sessionId !== null) return message
  if (event.kind === 'noted') return `${event.name} (masked)`
  return '(masked)'
}
