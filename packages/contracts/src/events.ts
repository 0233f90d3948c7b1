import { z } from 'zod'
import { RunId } from './ids.ts'
import { LogLine, LogSourceState } from './log.ts'
import { LogPlace, LogRow } from './log-explorer.ts'
import { Run, RunSession } from './runs.ts'

/**
 * What a page can listen to: all runs, one run, one run's log lines, the state of the log sources, the log as it grows,
 * change requests, what is known of the sessions' metadata, what this person is to be told,
 * models being loaded.
 */
export const Topic = z.union([
  z.literal('runs'),
  z.literal('log-sources'),
  z.literal('log'),
  z.literal('requests'),
  z.literal('coverage'),
  z.literal('notices'),
  z.literal('model-loads'),
  z.templateLiteral([z.literal('run:'), z.uuid()]),
  z.templateLiteral([z.literal('run-log:'), z.uuid()]),
])
export type Topic = z.infer<typeof Topic>

export const EventsQuery = z.strictObject({
  /** Comma-separated topics, at most 16. */
  topics: z.string().min(1).max(1000),
  /** Id of the last message of `log` that was received, for a new connection: only the browser's own carry it. */
  lastEventId: LogPlace.optional(),
  /**
   * The answer ends after two seconds, with a beat: for a proxy that hands an answer on only when it is over. Whoever
   * asks comes again at once.
   */
  brief: z.stringbool().default(false),
  /**
   * Names the page that listens: the stream it had before is over soon after it has a new one. The server cannot tell a
   * cut cable from a page to which nothing happens.
   */
  page: z.uuid().optional(),
})

/**
 * One message on the stream. After connecting, each topic first gets its state as it is, then the changes.
 * `gap`: this client was too slow and some changes of `topic` were dropped: read the state again.
 */
export const StreamMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: Run }),
  z.object({ type: z.literal('run-sessions'), runId: RunId, sessions: z.array(RunSession) }),
  z.object({
    type: z.literal('run-log'),
    runId: RunId,
    reset: z.boolean(),
    lines: z.array(LogLine),
    skipped: z.number().int().nonnegative(),
  }),
  /**
   * New rows of the log, unfiltered, in batches; the first one may be empty. `skipped`: rows that came too fast and are
   * not in `rows`. `grown`: records that were sent before and have got more lines since (a stack trace that was written
   * late), whole and with their old cursor; absent when there are none. The message's id is a place: what follows it has
   * not been sent.
   */
  z.object({
    type: z.literal('log'),
    rows: z.array(LogRow),
    skipped: z.number().int().nonnegative(),
    grown: z.array(LogRow).optional(),
  }),
  z.object({ type: z.literal('log-sources'), sources: z.array(LogSourceState) }),
  /** A change request of the project was made, decided or taken back: read again what is shown of them. */
  z.object({ type: z.literal('requests'), projectId: z.string() }),
  /** A scan of this project, or one over all of them, went on, or a run changed what is known: read again. */
  z.object({ type: z.literal('coverage'), projectId: z.string().nullable() }),
  /** There is something new to be told to this person: read it. */
  z.object({ type: z.literal('notices') }),
  /** A model is being loaded into this server, or was: read again what is shown of it. */
  z.object({ type: z.literal('model-loads'), origin: z.string() }),
  z.object({ type: z.literal('gap'), topic: z.string() }),
  z.object({ type: z.literal('denied'), topic: z.string() }),
  z.object({ type: z.literal('paused'), reason: z.enum(['rights-not-checked']) }),
  z.object({
    type: z.literal('session-ended'),
    reason: z.enum(['signed-out', 'expired', 'xnat-session-expired']),
  }),
  z.object({ type: z.literal('reconnect') }),
  /** Nothing happened; a page that hears nothing at all for half a minute doubts its stream. */
  z.object({ type: z.literal('beat') }),
])
export type StreamMessage = z.infer<typeof StreamMessage>
