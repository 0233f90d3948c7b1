import type {
  CoverageReason,
  CoverageScan,
  CoverageScanId,
  CoverageScanState,
  CoverageState,
  CoverageTake,
  CoverageWait,
  ProjectId,
  RunData,
  RunId,
  Verdict,
} from '@ohif-admin/contracts'

/** Tables of what is known of the sessions' metadata, and of the scans that find it out; joined into `Schema`. */
export interface CoverageTables {
  coverage_scans: CoverageScansTable
  coverage_queue: CoverageQueueTable
  coverage_sessions: CoverageSessionsTable
  coverage_runs: CoverageRunsTable
  coverage_empty_projects: CoverageEmptyProjectsTable
}

export interface CoverageScansTable {
  id: CoverageScanId
  /** What it covers: one open scan of each, by the unique index on (target_key, open). */
  target_key: string
  /** 1 while it is not over, null when it is. */
  open: number | null
  project_id: ProjectId | null
  project_title: string | null
  take: CoverageTake
  state: CoverageScanState
  waiting_for: CoverageWait | null
  failure: CoverageScan['failure']
  /** What a person wants: whoever drives the scan looks here. */
  wanted: 'go' | 'pause' | 'cancel'
  started_by: string
  asks: string
  started_at: number
  ended_at: number | null
  per_second: number
  total: number | null
  valid: number
  missing: number
  unknown: number
}

/** What a scan has still to look at; a row goes in the same transaction as its result comes. */
export interface CoverageQueueTable {
  scan_id: CoverageScanId
  project_id: string
  session_id: string
  data: RunData
}

export interface CoverageSessionsTable {
  session_id: string
  data: RunData
  /** The project that owns the session. */
  project_id: string
  label: string
  subject_label: string
  state: CoverageState
  reason: CoverageReason | null
  looked_at: number | null
  listed_at: number
  changed_at: number | null
  changed_run: RunId | null
  changed_verdict: Verdict | null
  /** Id, label and subject in lower case, one a line: the engines fold case differently. */
  search_text: string
}

/** Runs whose outcome has been taken over; what ended while no console was there is missing here. */
interface CoverageRunsTable {
  run_id: RunId
}

/** Projects that had no session of their own when a scan last listed them. */
interface CoverageEmptyProjectsTable {
  project_id: string
  listed_at: number
}
