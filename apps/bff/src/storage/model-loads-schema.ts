import type { ServerOrigin } from '@ohif-admin/contracts'

/** Joined into `Schema`. */
export interface ModelLoadTables {
  model_loads: ModelLoadsTable
}

interface ModelLoadsTable {
  id: string
  origin: ServerOrigin
  /** 1 while it is under way, null afterwards. */
  active: number | null
  started_at: number
  data: string
}
