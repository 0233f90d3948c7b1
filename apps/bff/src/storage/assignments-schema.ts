import type {
  AssignmentPlace,
  ChangeKind,
  ErrorCode,
  JobItemState,
  JobKind,
  JobState,
} from '@ohif-admin/contracts'

/** Tables of the assignments; joined into `Schema`. */
export interface AssignmentTables {
  assignment_versions: AssignmentVersionsTable
  assignment_jobs: AssignmentJobsTable
  assignment_job_items: AssignmentJobItemsTable
}

/**
 * `pending`: the call is on its way. `unknown`: its answer was lost. `not-applied`: XNAT does not have it, and never
 * had for long enough to be seen.
 */
export type VersionOutcome = 'pending' | 'confirmed' | 'unknown' | 'not-applied'

export interface AssignmentVersionsTable {
  id: string
  place: AssignmentPlace
  /** 1, 2, 3 … for each place; unique, so that two consoles cannot both follow the same version. */
  version: number
  /** JSON array; null when XNAT had no list. */
  list: string | null
  kind: ChangeKind
  actor: string | null
  at: number
  /** When the outcome was last looked at; answers of XNAT from before say nothing about this version. */
  settled_at: number
  stamp: string | null
  reason: string | null
  outcome: VersionOutcome
  job_id: string | null
}

export interface AssignmentJobsTable {
  id: string
  kind: JobKind
  state: JobState
  actor: string
  actor_address: string
  created_at: number
  ended_at: number | null
  reason: string | null
  undoes: string | null
}

export interface AssignmentJobItemsTable {
  job_id: string
  position: number
  place: AssignmentPlace
  title: string | null
  before: string | null
  after: string
  state: JobItemState
  code: ErrorCode | null
  said: string | null
}
