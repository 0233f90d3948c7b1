import type { LogDensity, LogFiles, LogPage, LogSearchMessage } from '@ohif-admin/contracts'
import type { SeenMarker } from '../../../lib/log-markers.ts'
import type { LogPosition, SourcePosition } from '../../../lib/log-tail/index.ts'
import type { RecordFilter } from './filter.ts'
import type { SourceRef } from './source-history.ts'

/** A log to read, and which part of it. */
export interface SourceJob extends SourceRef {
  /** A run's lines begin here. */
  from?: LogPosition | undefined
  /** Nothing from here on. */
  to?: LogPosition | undefined
  seen: readonly SeenMarker[]
}

interface Common {
  sources: readonly SourceJob[]
  filter: RecordFilter
  masked: boolean
}

export interface PageJob extends Common {
  kind: 'page'
  place: readonly SourcePosition[] | null
  time: string | null
  side: 'before' | 'after' | 'around'
  limit: number
}

export interface SearchJob extends Common {
  kind: 'search'
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
  files: Omit<LogFiles['sources'][number], 'delayMs'>[]
  density: LogDensity
  search: undefined
  download: undefined
}
export interface JobParts {
  page: never
  files: never
  density: never
  search: LogSearchMessage
  download: Uint8Array
}

export type Job = PageJob | SearchJob | DownloadJob | FilesJob | DensityJob
export type JobKind = Job['kind']

/** Hands on a part of the result; resolves when more is wanted. */
export type Emit<Kind extends JobKind> = (part: JobParts[Kind]) => Promise<void>
