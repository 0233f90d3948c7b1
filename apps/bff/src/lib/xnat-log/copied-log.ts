import type { LogProblem } from '@ohif-admin/contracts'

/** A log that is only to be had as copies, which somebody fetches into a folder. */
export interface CopiedLog {
  /** Why no copy could be had last time, while one is needed. */
  readonly problem: LogProblem | null
  /** Age (ms) of the newest copy: all that was written before is in it. Null before the first one. */
  delayMs(): number | null
  /** Fetches a copy now, if it can be had, but does not wait for long. */
  refresh(): Promise<void>
}
