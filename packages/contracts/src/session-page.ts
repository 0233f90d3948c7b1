import { z } from 'zod'
import { Instant, LogCursor, LogStamp, ProjectId, RunId } from './ids.ts'
import { LogPlace } from './log-explorer.ts'
import { Evidence, LogSight, Run, RunData, RunState, Verdict } from './runs.ts'
import { AccessionId } from './runs-start.ts'

const count = z.number().int().nonnegative()

/** A session as somebody names it: its accession id, or its label, which can be any text. */
export const SessionName = z.string().trim().min(1).max(200)

export const SessionLookupQuery = z.strictObject({ name: SessionName })

export const ListedSession = z.object({ projectId: z.string(), sessionId: z.string(), label: z.string() })
export type ListedSession = z.infer<typeof ListedSession>

/** What XNAT lists of one image session. */
export const SessionFacts = z.object({
  /** The project in which it is looked at. */
  projectId: ProjectId,
  sessionId: AccessionId,
  label: z.string(),
  /** The project that owns it; another one when it is shared into `projectId`. */
  ownerProjectId: z.string(),
  subjectId: z.string(),
  subjectLabel: z.string(),
  /** XNAT's type, such as `xnat:mrSessionData`. */
  xsiType: z.string(),
  /** Empty on real data now and then. */
  modality: z.string(),
  date: z.string(),
  /** When it was archived, by XNAT's clock, without a zone. */
  insertedAt: z.string(),
  /** Whether this person may rebuild it: the right is that of the owning project. */
  mayRebuild: z.boolean(),
  viewer: z.object({
    /** Where XNAT opens the viewer on it. */
    url: z.string(),
    /** The address of XNAT was not configured for browsers: the link may lead nowhere. */
    guessed: z.boolean(),
  }),
})
export type SessionFacts = z.infer<typeof SessionFacts>

/** What became of looking a session up, in the session of whoever asks. */
export const SessionLookup = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('found'), by: z.enum(['id', 'label']), session: SessionFacts }),
  /** An experiment of another kind: the viewer has nothing to do with it. */
  z.object({
    outcome: z.literal('not-imaging'),
    sessionId: z.string(),
    label: z.string(),
    xsiType: z.string(),
  }),
  /** Not in this project, but in others that this person can read. */
  z.object({ outcome: z.literal('elsewhere'), places: z.array(ListedSession).max(10) }),
  /** XNAT shows the project to this person and refuses its sessions, as with protected projects. */
  z.object({ outcome: z.literal('sessions-refused') }),
  /** XNAT answers alike for a project that is not there and one that may not be seen. */
  z.object({ outcome: z.literal('project-not-readable') }),
  /** The project can be read, and XNAT lists no such session to this person. */
  z.object({ outcome: z.literal('not-found') }),
])
export type SessionLookup = z.infer<typeof SessionLookup>

/** Whether a scan can be in what the viewer shows, as far as XNAT's own words about it tell. */
export const ScanImages = z.enum(['likely', 'none', 'unknown'])
export type ScanImages = z.infer<typeof ScanImages>

export const SessionScan = z.object({
  id: z.string(),
  type: z.string(),
  description: z.string(),
  xsiType: z.string(),
  modality: z.string(),
  quality: z.string(),
  frames: count.nullable(),
  images: ScanImages,
})
export type SessionScan = z.infer<typeof SessionScan>

export const SessionScans = z.object({
  total: count,
  likely: count,
  none: count,
  unknown: count,
  /** The first of them. */
  scans: z.array(SessionScan).max(500),
})
export type SessionScans = z.infer<typeof SessionScans>

/**
 * What XNAT says when asked whether there is viewer data. `present` proves a document of the present revision, not that
 * it is fresh or has anything in it. `missing`: none, or an outdated one; XNAT does not say which. `not-supported`: none
 * is made for this modality. `not-visible`: refused, or not there. `not-answered`: `why` says what came instead.
 */
export const MetadataState = z.object({
  state: z.enum(['present', 'missing', 'not-supported', 'not-visible', 'not-answered']),
  why: z.enum(['unreachable', 'timeout', 'gateway', 'page', 'error']).nullable(),
  status: z.number().int().nullable(),
})
export type MetadataState = z.infer<typeof MetadataState>

export const SessionMetadataQuery = z.strictObject({
  /** Whether the DICOMweb index of slides is asked for too. */
  index: z.stringbool().default(false),
})

export const SessionMetadata = z.object({
  checkedAt: Instant,
  viewer: MetadataState,
  /** Null when it was not asked for. */
  index: MetadataState.nullable(),
})
export type SessionMetadata = z.infer<typeof SessionMetadata>

/** A run beside one of its sessions. Of a run that this person may not see only what touches the session is told. */
export const RunBrief = z.object({
  id: RunId.nullable(),
  kind: Run.shape.kind,
  scope: Run.shape.scope,
  data: RunData,
  state: RunState,
  startedBy: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  notBefore: Instant.nullable(),
})
export type RunBrief = z.infer<typeof RunBrief>

/**
 * What made the data of a session. `session-call`: a rebuild of this one session that is not a run of this console.
 * `bulk-call`: a bulk rebuild that this console does not know. `event`: something happened to the session in XNAT.
 * `visit`: somebody opened it in the viewer when there was no valid data.
 */
export const RebuiltBy = z.enum(['run', 'session-call', 'bulk-call', 'event', 'visit', 'unknown'])
export type RebuiltBy = z.infer<typeof RebuiltBy>

/** Signs in the log that a document was stored with nothing in it. */
export const EmptySign = z.enum(['zero-scans', 'no-folder', 'no-files'])
export type EmptySign = z.infer<typeof EmptySign>

export const SessionRebuild = z.object({
  by: RebuiltBy,
  run: RunBrief.nullable(),
  /** `no-end`: it began, and no line says how it ended. */
  verdict: z.enum([...Verdict.options, 'no-end']),
  evidence: Evidence.nullable(),
  /** The log's own words; only for site admins. */
  reason: z.string().nullable(),
  /** The name of the XNAT event; null for names that are not the plugin's own. */
  trigger: z.string().nullable(),
  /** Who caused it, by the log; only for site admins. */
  user: z.string().nullable(),
  began: LogStamp.nullable(),
  ended: LogStamp.nullable(),
  /** The same moment with its zone, where the clock of the log is known; else when the run began. */
  at: Instant.nullable(),
  empty: z.array(EmptySign),
  /** Its first line in the log. */
  cursor: LogCursor.nullable(),
})
export type SessionRebuild = z.infer<typeof SessionRebuild>

export const SessionRebuildsQuery = z.strictObject({
  /** Reads the log on from here, further back. */
  before: LogPlace.optional(),
})

export const SessionRebuilds = z.object({
  /** Newest first: in runs of this console and in the log as far back as it was read. */
  rebuilds: z.array(SessionRebuild),
  /** Runs that go on or wait, and take this session; `certain` is false while their list is not known. */
  coming: z.array(z.object({ run: RunBrief, certain: z.boolean(), verdict: Verdict.nullable() })),
  log: z.object({
    sight: LogSight,
    /** Stamp of the oldest line that was looked at; null when everything there is was. */
    backTo: LogStamp.nullable(),
    /** Where to read on, further back; null at the beginning of the log. */
    before: LogPlace.nullable(),
  }),
})
export type SessionRebuilds = z.infer<typeof SessionRebuilds>

/** Looks for sessions by the beginning of a label or an id, in everything the person can read. */
export const SessionSearchQuery = z.strictObject({
  q: z
    .string()
    .trim()
    .min(3)
    .max(100)
    .regex(/^[^%*,]*$/, 'cannot contain %, * or commas'),
})

export const SessionSearch = z.object({
  sessions: z.array(ListedSession),
  /** There are more than are listed. */
  more: z.boolean(),
})
export type SessionSearch = z.infer<typeof SessionSearch>
