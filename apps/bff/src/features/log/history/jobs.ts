import type { LogCursor, LogDensity, LogFiles, LogPage, RunId } from '@ohif-admin/contracts'
import type { SeenMarker } from '../../../lib/log-markers.ts'
import type { LogPosition, SourcePosition } from '../../../lib/log-tail/index.ts'
import type { RecordFilter } from './filter.ts'
import type { SourceRef } from './source-history.ts'

/** A log to read, and which part of it. */
export interface SourceJob extends SourceRef {
  /** A run's lines begin here. */
  from?: LogPosition | undefined
  /** The last of them begins here. */
  last?: LogPosition | undefined
  /** Nothing from here on. */
  to?: LogPosition | undefined
  /** Whole stamps that bound what is wanted; `until` is not in it. */
  since?: string | undefined
  until?: string | undefined
  seen: readonly SeenMarker[]
}

interface Common {
  sources: readonly SourceJob[]
  filter: RecordFilter
  masked: boolean
}

/** Where a run wrote, and which threads did. */
export interface RunSpan {
  runId: RunId
  source: string
  from: LogPosition
  last: LogPosition | undefined
  threads: NonNullable<RecordFilter['runThreads']>
}

export interface PageJob extends Common {
  kind: 'page'
  /** The runs whose rows are to be told. */
  runs?: readonly RunSpan[]
  place: readonly SourcePosition[] | null
  time: string | null
  side: 'before' | 'after' | 'around'
  limit: number
}

/** Cursors of hits that a search gives out; more are counted only. */
export const LISTED = 10_000

/** What a search looks for, and where. */
export interface SearchJob extends Common {
  /** Only what begins before this place, or at it and later. */
  bound?: { place: readonly SourcePosition[]; side: 'before' | 'after' } | undefined
}

export interface PlanJob {
  kind: 'plan'
  sources: readonly SourceJob[]
  bound: SearchJob['bound']
  /** Whether what was before does not matter, so that parts can be searched in any order. */
  isDivisible: boolean
}

/** A part of a file that begins and ends where records do. */
export interface Stretch {
  name: string
  fileKey: string
  from: number
  to: number
}

/** What one thread searches at once. */
export interface Stripe {
  source: string
  folder: string
  firstStamp: string
  stretches: readonly Stretch[]
}

export interface SearchPlan {
  /** In the order of time, and of each source's files. */
  stripes: readonly Stripe[]
  isPlaceGone: boolean
}

export interface StripeJob extends Pick<Common, 'filter' | 'masked'> {
  kind: 'stripe'
  stripe: Stripe
  isListed: boolean
}

export interface Hit {
  cursor: LogCursor
  at: string
}

export interface StripeResult {
  matches: number
  bytes: number
  /** The first ones, in the order of the file. */
  hits: Hit[]
}

export interface DownloadJob extends Common {
  kind: 'download'
}

export interface FilesJob {
  kind: 'files'
  sources: readonly SourceJob[]
}

export interface DensityJob {
  kind: 'density'
  sources: readonly SourceJob[]
  buckets: number
}

/** What each kind of job gives in the end, and what in between. */
export interface JobResults {
  page: LogPage
  files: Omit<LogFiles['sources'][number], 'delayMs' | 'standIn' | 'utcOffsetMinutes'>[]
  density: LogDensity
  plan: SearchPlan
  stripe: StripeResult
  download: undefined
}
export interface JobParts {
  page: never
  files: never
  density: never
  plan: never
  /** How far it is. */
  stripe: Omit<StripeResult, 'hits'>
  download: Uint8Array
}

export type Job = PageJob | PlanJob | StripeJob | DownloadJob | FilesJob | DensityJob
export type JobKind = Job['kind']

/** Hands on a part of the result; resolves when more is wanted. */
export type Emit<Kind extends JobKind> = (part: JobParts[Kind]) => Promise<void>
