import type {
  Evidence,
  FollowUpTake,
  IdempotencyKey,
  LogCursor,
  ProjectId,
  Run,
  RunData,
  RunId,
  RunReason,
  RunState,
  Verdict,
  XnatCall,
} from '@ohif-admin/contracts'
import type { Generated } from 'kysely'
import type { AiServerTables } from './ai-servers-schema.ts'
import type { AssignmentTables } from './assignments-schema.ts'
import type { CoverageTables } from './coverage-schema.ts'
import type { GuidedRunsTable, LeasesTable, RunTokensTable } from './guided-schema.ts'
import type { ModelLoadTables } from './model-loads-schema.ts'
import type { NotificationTables } from './notifications-schema.ts'
import type { ChangeRequestTables } from './requests-schema.ts'
import type { SetUpTables } from './set-up-schema.ts'

/** Times are epoch milliseconds, JSON is text: what both engines store alike. */
export interface Schema
  extends AiServerTables,
    AssignmentTables,
    ChangeRequestTables,
    ModelLoadTables,
    CoverageTables,
    SetUpTables,
    NotificationTables {
  sign_ins: SignInsTable
  sign_in_failures: SignInFailuresTable
  audit_entries: AuditEntriesTable
  runs: RunsTable
  run_sessions: RunSessionsTable
  run_expected: RunExpectedTable
  guided_runs: GuidedRunsTable
  run_tokens: RunTokensTable
  leases: LeasesTable
  log_marks: LogMarksTable
}

interface SignInsTable {
  id_hash: string
  username: string
  sealed_xnat_session: string
  created_at: number
  last_seen_at: number
  expires_at: number
  ended_at: number | null
  user_agent: string | null
  address: string | null
  /** When the person last gave the password; null for never since the sign-in. */
  proved_at: number | null
}

interface SignInFailuresTable {
  key: string
  count: number
  since: number
  last_at: number
}

type AuditPhase = 'intent' | 'outcome'
export type AuditOutcome = 'done' | 'failed' | 'refused' | 'unknown'

export interface AuditEntriesTable {
  seq: number
  id: string
  at: number
  actor: string
  actor_address: string | null
  action: string
  event: string | null
  subject: string | null
  phase: AuditPhase
  intent_id: string | null
  outcome: AuditOutcome | null
  detail: string | null
  request_id: string | null
  previous_hash: string
  hash: string
}

export interface RunsTable {
  id: RunId
  site: Generated<string>
  /** 1 while the run has begun and is not over, null otherwise. */
  active: number | null
  /** What only one active run can hold: `dispatch` for what this console sent. Null for all others. */
  slot: string | null
  kind: Run['kind']
  scope: Run['scope']
  project_id: ProjectId | null
  project_title: string | null
  data: RunData
  target_id: string | null
  target_label: string | null
  overwrite: number | null
  after_sign_out: number | null
  not_before: number | null
  queue_rank: number | null
  repeat: 'nightly' | null
  /** 1 when the next run of one that repeats is written down. */
  repeated: number | null
  parent_id: RunId | null
  parent_take: FollowUpTake | null
  state: RunState
  reason: RunReason | null
  detail: string | null
  started_by: string
  started_at: number
  ended_at: number | null
  idempotency_key: IdempotencyKey | null
  call_outcome: XnatCall['outcome']
  call_status: number | null
  call_after_ms: number | null
  threads: number | null
  expected: number | null
  counts: string
  log_key: string | null
  log_source: string | null
  start_cursor: string | null
  end_cursor: string | null
  last_line_at: number | null
  plugin_version: string | null
  log_threads: string | null
  throughput: string
  guided: string | null
  verification: string | null
  dicomweb: string | null
  longest_silence_ms: number | null
  marks: string | null
  verifying: number | null
  target_key: string | null
  /** Title, label of the target and person as `foldText` writes them: SQLite folds only ASCII. */
  title_text: string | null
  label_text: string | null
  by_text: string | null
  /** Of `counts`, what a list is ordered by. */
  stored_count: number | null
  troubled_count: number | null
}

export interface RunSessionsTable {
  run_id: RunId
  position: number
  session_id: string
  project_id: string | null
  label: string | null
  subject_label: string | null
  verdict: Verdict
  evidence: Evidence | null
  reason: string | null
  began_at: string | null
  ended_at: string | null
  took_ms: number | null
  /** Id, label and subject in lower case, one a line: SQLite folds only ASCII, and PostgreSQL by its locale. */
  search_text: string
}

interface RunExpectedTable {
  run_id: RunId
  session_id: string
  project_id: string | null
  label: string | null
  subject_label: string | null
}

/** How far a log was read for runs that began elsewhere. */
interface LogMarksTable {
  source: string
  cursor: LogCursor
}
