import type { RunId } from '@ohif-admin/contracts'

/** What a guided run was told to do; anybody's console may change it, the one that drives the run follows. */
export interface GuidedRunsTable {
  run_id: RunId
  /** `GuidedSettings` as JSON. */
  settings: string
  paused: number
  stopping: number
  /** What the sessions were chosen by, as JSON. */
  source: string
  /** Where each log must be read from to find the sessions in work, as JSON by source. */
  resume: string | null
}

export interface RunTokensTable {
  run_id: RunId
  username: string
  sealed: string
  expires_at: number
}

export interface LeasesTable {
  name: string
  holder: string
  /** Epoch ms. */
  until: number
}
