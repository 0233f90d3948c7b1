import { z } from 'zod'
import { LogCursor, LogStamp, RunId } from './ids.ts'
import { LogLevel, LogProblem, LogStandIn, RecordLine } from './log.ts'

/** What happened to the files of a log between two lines; a row of its own, so that nothing is lost unsaid. */
export const LogMarkerKind = z.enum([
  'rotated',
  'restarted',
  'truncated',
  'gap',
  'unreadable',
  'gone',
  // Reading went on here in copies that XNAT hands out, or in the folder again.
  'through-xnat',
  'from-folder',
])
export type LogMarkerKind = z.infer<typeof LogMarkerKind>

export const LogMarker = z.object({
  form: z.literal('marker'),
  cursor: LogCursor,
  source: z.string(),
  kind: LogMarkerKind,
  /** Bytes that could not be read; null when nobody can say how many, or none were lost. */
  bytes: z.number().int().nonnegative().nullable(),
  at: LogStamp.nullable(),
})

/** A row of the explorer: a record with the source it comes from, or a marker. Owners never get any. */
export const LogRow = z.discriminatedUnion('form', [RecordLine.extend({ source: z.string() }), LogMarker])
export type LogRow = z.infer<typeof LogRow>

/**
 * Where reading stands: the cursor of each source that is read, separated by commas; with one source a plain cursor.
 * A page gives two of them, from which exactly the rows before and after it follow. Opaque to the page.
 */
export const LogPlace = z
  .string()
  .max(4000)
  .regex(/^[A-Za-z0-9_.-]+:[a-f0-9]+:\d{1,15}(?:,[A-Za-z0-9_.-]+:[a-f0-9]+:\d{1,15})*$/)
  .brand<'LogCursor'>()
export type LogPlace = z.infer<typeof LogPlace>

const flag = z.stringbool().default(false)

/**
 * Which rows are wanted. Text is looked for in everything a reader sees of a record, its header included. It is
 * literal unless `regex`; a regex has the syntax of RE2 and looks at the first 64 KB of a line. With a condition other
 * than `source`, `since` and `until` there are no markers.
 */
export const LogFilter = z.strictObject({
  /** One source by name; all of them, merged by time, when absent. */
  source: z.string().max(32).optional(),
  /** Comma-separated; all when absent. */
  levels: z
    .string()
    .max(40)
    .transform((list) => list.split(','))
    .pipe(z.array(LogLevel).min(1))
    .optional(),
  /** Part of the logger's name. */
  logger: z.string().max(200).optional(),
  /** The whole name of a thread, or its beginning with `*` at the end (`pool-3-thread-*`). */
  thread: z.string().max(200).optional(),
  /** Only lines of this run: its threads, between its first and last line. */
  runId: RunId.optional(),
  /** Only records that name this session, or that its thread wrote while it had the session in work. */
  sessionId: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/)
    .optional(),
  /**
   * Only what lies between two stamps, of which the first characters are enough; `until` itself is not in it. What is
   * before and after is not read at all.
   */
  since: LogStamp.optional(),
  until: LogStamp.optional(),
  text: z.string().max(200).optional(),
  regex: flag,
  matchCase: flag,
  /** Rows that do not match `text`. */
  invert: flag,
})
export type LogFilter = z.infer<typeof LogFilter>

export const LogPageQuery = LogFilter.extend({
  /** Where to read: a row's cursor or a place; the end of the log when neither this nor `time` is given. */
  cursor: LogPlace.optional(),
  /** Nearest record to this stamp, of which the first characters are enough: `2024-03-12 10:15`. */
  time: LogStamp.optional(),
  /** `before`: rows that begin before the place; `after`: those that begin at it or later; `around`: some of both. */
  side: z.enum(['before', 'after', 'around']).default('before'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type LogPageQuery = z.infer<typeof LogPageQuery>

export const LogPage = z.object({
  /** In the order of the file (merged sources: by stamp). */
  rows: z.array(LogRow),
  /** Whether there is more on either side; with a filter: whether there may be. */
  moreBefore: z.boolean(),
  moreAfter: z.boolean(),
  /** Cursors to go on from, also when no row matched within the bound of one request. */
  before: LogPlace.nullable(),
  after: LogPlace.nullable(),
  /** The row that was asked for with `cursor` or `time`. */
  anchor: LogCursor.nullable(),
  /** `time` lies outside the log: its nearest end is shown. `gone`: the cursor's file is no longer on disk. */
  note: z.enum(['before-start', 'after-end', 'gone']).nullable(),
})
export type LogPage = z.infer<typeof LogPage>

/** A place that bounds what is counted. */
export const LogCountQuery = LogFilter.extend({
  cursor: LogPlace,
  /** `after`: rows that begin at the place or later, such as have come since; `before`: those that begin before it. */
  side: z.enum(['before', 'after']).default('after'),
})
export type LogCountQuery = z.infer<typeof LogCountQuery>

/** The true number, counted in all of the log on that side: for "12 new", and "37 of 120" with a search's total. */
export const LogCount = z.object({
  matches: z.number().int().nonnegative(),
  /** The place's file is no longer on disk: everything (`after`) or nothing (`before`) was counted. */
  note: z.enum(['gone']).nullable(),
})
export type LogCount = z.infer<typeof LogCount>

/** What there is to read, oldest first per source. */
export const LogFiles = z.object({
  sources: z.array(
    z.object({
      name: z.string(),
      problem: LogProblem.nullable(),
      /** Null for a mounted folder; the age of the newest copy when the log comes through XNAT itself. */
      delayMs: z.number().int().nonnegative().nullable(),
      standIn: LogStandIn.nullable().default(null),
      /** As in `LogSourceState`. */
      utcOffsetMinutes: z.number().int().min(-840).max(840).nullable().default(null),
      files: z.array(
        z.object({
          name: z.string(),
          bytes: z.number().int().nonnegative(),
          start: LogCursor,
          firstStamp: LogStamp.nullable(),
          lastStamp: LogStamp.nullable(),
        }),
      ),
    }),
  ),
})
export type LogFiles = z.infer<typeof LogFiles>

/** Search over everything there is, as a stream: hits in order of the log, progress in between, one end. */
export const LogSearchMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hits'), cursors: z.array(LogCursor) }),
  z.object({
    type: z.literal('progress'),
    scannedBytes: z.number().int().nonnegative(),
    totalBytes: z.number().int().nonnegative(),
    matches: z.number().int().nonnegative(),
  }),
  z.object({
    type: z.literal('done'),
    matches: z.number().int().nonnegative(),
    /** Only the first cursors are sent; `matches` counts them all. */
    listed: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('failed'), problem: LogProblem }),
])
export type LogSearchMessage = z.infer<typeof LogSearchMessage>

export const LogDensityQuery = z.strictObject({
  source: z.string().max(32).optional(),
  buckets: z.coerce.number().int().min(10).max(500).default(120),
})

/** The whole history in equal parts of its bytes, for the strip at the page's edge. */
export const LogDensity = z.object({
  buckets: z.array(
    z.object({
      start: LogCursor,
      firstStamp: LogStamp.nullable(),
      records: z.number().int().nonnegative(),
      warnings: z.number().int().nonnegative(),
      errors: z.number().int().nonnegative(),
    }),
  ),
})
export type LogDensity = z.infer<typeof LogDensity>
