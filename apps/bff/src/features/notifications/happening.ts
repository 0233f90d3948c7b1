import type { CoverageScanId, RunId } from '@ohif-admin/contracts'
import type { NewEvent } from '../../storage/notice-outbox.ts'

/** Whom something concerns. */
export type Concerned =
  | { of: 'run'; runId: RunId; startedBy: string }
  | { of: 'scan'; scanId: CoverageScanId; startedBy: string }
  | { of: 'request-made'; by: string }
  | { of: 'request-decided'; requestedBy: string; by: string | null }
  | { of: 'server' }

/** Something people may want to be told, found in what is stored; it may have been found before. */
export interface Happening {
  event: NewEvent
  concerned: Concerned
}

/** Looks for what happened. Finding the same again does no harm: an event is written once, by its key. */
export interface NoticeSource {
  look(now: number): Promise<Happening[]>
}
