import type { LogSight, LogStandIn } from '@ohif-admin/contracts'
import { LogFileError } from './log-tail/index.ts'
import type { CopiedLog } from './xnat-log/copied-log.ts'
import type { SteadyTail } from './xnat-log/steady-tail.ts'

/** A log: its folder, or one that copies of it are put into. */
export interface NamedSource {
  name: string
  folder: string
  /** Where copies are put while the folder cannot be read, or why there are none; absent where the folder has copies. */
  standIn?: { folder: string } | 'several-folders' | 'off'
}

/** What can be seen of a log now, and how old the newest of it may be (ms; null for a folder that is read itself). */
export type Sight = LogSight & { delayMs: number | null }

/** What is done about a folder that cannot be read; null while there is nothing to be done. */
export function standInOf(
  { standIn }: NamedSource,
  tail: SteadyTail | undefined,
  copies: CopiedLog | undefined,
): LogStandIn | null {
  const folder = tail?.folderProblem ?? null
  if (folder === null || standIn === undefined) return null
  if (typeof standIn === 'string') return { state: standIn, folder, fetching: null }
  const fetching = tail?.wantsCopies ? (copies?.problem ?? null) : null
  return { state: tail?.readsCopies ? 'reading' : 'waiting', folder, fetching }
}

/** For what is only not there while a log cannot be read. Throws everything else. */
export function nothingWhenUnreadable(error: unknown): undefined {
  if (!(error instanceof LogFileError)) throw error
}
