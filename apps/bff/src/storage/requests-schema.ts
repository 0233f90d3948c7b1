import type { ChangeRequestId, ProjectId, RequestState } from '@ohif-admin/contracts'

/** Tables of the change requests; joined into `Schema`. */
export interface ChangeRequestTables {
  change_requests: ChangeRequestsTable
}

export interface ChangeRequestsTable {
  id: ChangeRequestId
  project_id: ProjectId
  project_title: string
  /** 1 while it is open, null when it is not: the unique index on (project_id, open) then counts open ones only. */
  open: number | null
  state: RequestState
  /** JSON arrays; `base` is null when there was no list, and the text `"unreadable"` when it could not be read. */
  list: string
  base: string | null
  reason: string
  check_result: string | null
  requested_by: string
  requested_at: number
  decided_by: string | null
  decided_at: number | null
  word: string | null
  /** Somebody is about to decide, since then. */
  claimed_at: number | null
  acknowledged_at: number | null
  /** Project id, title and who asked in lower case, one a line: the engines fold case differently. */
  search_text: string
}
