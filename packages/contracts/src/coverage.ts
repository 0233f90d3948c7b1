import { z } from 'zod'
import { Instant, ProjectId, RunId } from './ids.ts'
import { RunData, Verdict } from './runs.ts'

const count = z.number().int().nonnegative()

export const CoverageScanId = z.uuid().brand<'CoverageScanId'>()
export type CoverageScanId = z.infer<typeof CoverageScanId>

/**
 * What is known of the stored data of one session, as of the last look. `valid`: a document of the present revision was
 * there; not that it is fresh. `missing`: there was none, or an outdated one, which XNAT answers alike. `changed`: a run
 * has reached it since the look, and nobody has looked again. `unknown`: XNAT was asked and could not say. `never`: it
 * was listed, and has not been asked for.
 */
export const CoverageState = z.enum(['valid', 'missing', 'changed', 'unknown', 'never'])
export type CoverageState = z.infer<typeof CoverageState>

/** Why XNAT could not say. */
export const CoverageReason = z.enum([
  'not-visible',
  'not-supported',
  'no-plugin',
  'unreachable',
  'timed-out',
  'failed',
])
export type CoverageReason = z.infer<typeof CoverageReason>

export const CoverageCounts = z.object({
  total: count,
  valid: count,
  missing: count,
  changed: count,
  unknown: count,
  never: count,
})
export type CoverageCounts = z.infer<typeof CoverageCounts>

export const CoverageSession = z.object({
  sessionId: z.string(),
  projectId: z.string(),
  label: z.string().nullable(),
  subjectLabel: z.string().nullable(),
  data: RunData,
  state: CoverageState,
  reason: CoverageReason.nullable(),
  lookedAt: Instant.nullable(),
  /** The last run that reached it after the look, and what became of it there. */
  change: z.object({ at: Instant, runId: RunId, verdict: Verdict }).nullable(),
})
export type CoverageSession = z.infer<typeof CoverageSession>

export const CoverageProject = z.object({
  projectId: z.string(),
  title: z.string(),
  counts: CoverageCounts,
  /** Of the sessions that were looked at; null when none was. */
  oldestLookAt: Instant.nullable(),
  newestLookAt: Instant.nullable(),
  /** When XNAT last listed its sessions for a scan; null when never. */
  listedAt: Instant.nullable(),
  /** Whether this person may start a scan of it. */
  mayScan: z.boolean(),
})
export type CoverageProject = z.infer<typeof CoverageProject>

export const CoverageProjectSort = z.enum(['worst', 'title', 'size', 'oldest'])
export type CoverageProjectSort = z.infer<typeof CoverageProjectSort>

const search = z.string().trim().max(200).default('')
const page = {
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
}

export const CoverageProjectsQuery = z.strictObject({
  data: RunData.default('viewer'),
  /** One project by its id. */
  projectId: ProjectId.optional(),
  /** Only projects with such sessions. */
  state: CoverageState.optional(),
  /** Part of an id or a title; case does not matter. */
  search,
  sort: CoverageProjectSort.default('worst'),
  ...page,
})
export type CoverageProjectsQuery = z.infer<typeof CoverageProjectsQuery>

export const CoverageProjectPage = z.object({
  projects: z.array(CoverageProject),
  /** How many match, over all pages. */
  total: count,
  /** Over all projects this person sees here, whatever the filter. */
  sums: CoverageCounts,
  /** Of those projects, how many were never listed for a scan: their sessions are in no sum. */
  neverListed: count,
  /** Whether there is anything of the other data, such as the DICOMweb index of slides. */
  otherData: z.boolean(),
})
export type CoverageProjectPage = z.infer<typeof CoverageProjectPage>

export const CoverageSessionSort = z.enum(['project', 'label', 'state', 'looked', '-looked'])
export type CoverageSessionSort = z.infer<typeof CoverageSessionSort>

const sessionFilter = {
  data: RunData.default('viewer'),
  projectId: ProjectId.optional(),
  state: CoverageState.optional(),
  /** Part of a session id, label or subject; case does not matter. */
  search,
  sort: CoverageSessionSort.default('project'),
}

export const CoverageSessionsQuery = z.strictObject({ ...sessionFilter, ...page })
export type CoverageSessionsQuery = z.infer<typeof CoverageSessionsQuery>

export const CoverageExportQuery = z.strictObject({ ...sessionFilter, format: z.enum(['csv', 'json']) })
export type CoverageExportQuery = z.infer<typeof CoverageExportQuery>

export const CoverageSessionPage = z.object({
  sessions: z.array(CoverageSession),
  /** How many match, over all pages. */
  total: count,
})
export type CoverageSessionPage = z.infer<typeof CoverageSessionPage>

/**
 * `listing`: XNAT is asked which sessions there are. `waiting`: goes on by itself, and `waitingFor` says when.
 * `paused`: a person stopped it for now. `failed`: it could not begin, and `failure` says why.
 */
export const CoverageScanState = z.enum([
  'listing',
  'running',
  'waiting',
  'paused',
  'done',
  'cancelled',
  'failed',
])
export type CoverageScanState = z.infer<typeof CoverageScanState>

/** `run`: a bulk run goes on. `sign-in`: nobody is here in whose name it may ask. */
export const CoverageWait = z.enum(['run', 'sign-in', 'xnat', 'plugin'])
export type CoverageWait = z.infer<typeof CoverageWait>

/** Which sessions a scan looks at: all of its target, or only those not known to be valid. */
export const CoverageTake = z.enum(['all', 'not-valid'])
export type CoverageTake = z.infer<typeof CoverageTake>

export const CoverageScan = z.object({
  id: CoverageScanId,
  /** Null: everything the person who started it may scan. */
  projectId: ProjectId.nullable(),
  projectTitle: z.string().nullable(),
  take: CoverageTake,
  state: CoverageScanState,
  waitingFor: CoverageWait.nullable(),
  /** `not-listed`: XNAT was there and could not list the sessions, several times. */
  failure: z.enum(['rights-gone', 'target-gone', 'no-sessions', 'not-listed']).nullable(),
  startedBy: z.string(),
  /** In whose name, and with whose rights, XNAT is asked. */
  asks: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  /** How many questions a second it may ask. */
  perSecond: z.number().int().positive(),
  /** Null while XNAT lists. */
  total: count.nullable(),
  looked: count,
  valid: count,
  missing: count,
  unknown: count,
  /** At the speed of the last minutes; null while that cannot be said. */
  leftMs: count.nullable(),
  /** Whether this person may pause, resume and cancel it. */
  mayControl: z.boolean(),
})
export type CoverageScan = z.infer<typeof CoverageScan>

export const CoverageScanList = z.object({
  /** Open ones first, then newest first. */
  scans: z.array(CoverageScan),
  /** The most questions a second that XNAT is asked by all scans together. */
  maxPerSecond: z.number().int().positive(),
  /** How many questions XNAT is given at a time, by all scans together. */
  atOnce: z.number().int().positive(),
  /** How long XNAT took for each of the last answers, in ms; null while that cannot be said. */
  answerMs: count.nullable(),
  /** Whether this person may start one over all projects, or none at all. */
  mayScan: z.enum(['all', 'own', 'none']),
})
export type CoverageScanList = z.infer<typeof CoverageScanList>

const perSecond = z.number().int().min(1).max(200)

export const StartCoverageScan = z.strictObject({
  projectId: ProjectId.nullable(),
  take: CoverageTake.default('all'),
  /** The most it may be when left out. */
  perSecond: perSecond.optional(),
})
export type StartCoverageScan = z.infer<typeof StartCoverageScan>

/** `resume` by somebody else takes the scan over: from then on it asks with that person's rights. */
export const CoverageControl = z.strictObject({ action: z.enum(['pause', 'resume', 'cancel']) })
export type CoverageControl = z.infer<typeof CoverageControl>

export const CoveragePace = z.strictObject({ perSecond })
export type CoveragePace = z.infer<typeof CoveragePace>
