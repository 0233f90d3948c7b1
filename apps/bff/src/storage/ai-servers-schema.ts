import type {
  AiaaGeneration,
  AiServerKind,
  SaveCheck,
  ServerOrigin,
  ServerReason,
  ServerState,
} from '@ohif-admin/contracts'

/** Tables of the AI servers; joined into `Schema`. */
export interface AiServerTables {
  ai_servers: AiServersTable
  ai_observations: AiObservationsTable
  ai_checks: AiChecksTable
  ai_looks: AiLooksTable
}

export interface AiServersTable {
  origin: ServerOrigin
  /** When XNAT was last seen to register it; null when nobody saw that. */
  registered_at: number | null
  watched_by: string | null
  kind: AiServerKind | null
  generation: AiaaGeneration | null
  state: ServerState
  reason: ServerReason | null
  latency_ms: number | null
  checked_at: number | null
  checked_by: string | null
  model_count: number | null
  problems: string
  open_to_all: 'yes' | 'no' | 'unknown'
}

interface AiObservationsTable {
  origin: ServerOrigin
  at: number
  state: ServerState
  reason: ServerReason | null
  latency_ms: number | null
}

interface AiChecksTable {
  id: string
  at: number
  by: string
  report: string
  /** Something refers to it, so it is not forgotten after a week. */
  kept_at: number | null
}

interface AiLooksTable {
  by: string
  /** What the viewer would call; the text itself where it calls nothing. */
  target: string
  check_id: string | null
  verdict: SaveCheck['verdict']
  at: number
}
