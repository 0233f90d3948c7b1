import type { LogRun } from '@ohif-admin/ohif-log'
import {
  createGuardedFolder,
  LIVE_FILE,
  LogFileError,
  type LogPosition,
  listLogFiles,
} from '../../lib/log-tail/index.ts'

/** The files of one log in their order, as they lay there when the console started. */
export class LogHistory {
  readonly #order: ReadonlyMap<string, number>
  readonly #keys: readonly string[]

  constructor(fileKeys: readonly string[]) {
    this.#keys = fileKeys
    this.#order = new Map(fileKeys.map((fileKey, index) => [fileKey, index]))
  }

  /** Whether the one place comes before the other. A file that was not there at the start is a later one. */
  isBefore(one: LogPosition, other: LogPosition): boolean {
    if (one.fileKey === other.fileKey) return one.offset < other.offset
    return this.#place(one) < this.#place(other)
  }

  /** The beginning of the file that holds the earliest of the places; undefined when none is on disk any more. */
  beginningOf(places: readonly LogPosition[]): LogPosition | undefined {
    const indexes = places.flatMap(({ fileKey }) => this.#order.get(fileKey) ?? [])
    return indexes.length === 0 ? undefined : this.#start(Math.min(...indexes))
  }

  /** The beginning of the file before the live one: a run over midnight began there. */
  beginningOfYesterday(): LogPosition | undefined {
    return this.#start(Math.max(0, this.#keys.length - 2))
  }

  #start(index: number): LogPosition | undefined {
    const fileKey = this.#keys[index]
    return fileKey === undefined ? undefined : { fileKey, offset: 0 }
  }

  #place({ fileKey }: LogPosition): number {
    return this.#order.get(fileKey) ?? Number.POSITIVE_INFINITY
  }
}

/** Lists the files of a log; none when the folder cannot be read. */
export async function readLogHistory(folder: string | undefined): Promise<LogHistory> {
  if (folder === undefined) return new LogHistory([])
  try {
    return new LogHistory((await listLogFiles(folder)).map(({ fileKey }) => fileKey))
  } catch (error) {
    if (!(error instanceof LogFileError)) throw error
    return new LogHistory([])
  }
}

/** Where a run of the log ended; null while it runs. */
export function endOf({ endFileKey, endOffset }: LogRun): LogPosition | null {
  return endFileKey === null || endOffset === null ? null : { fileKey: endFileKey, offset: endOffset }
}

/** When the live file of a log was written last, in epoch ms; null when that cannot be learned. */
export async function lastWrite(folder: string | undefined): Promise<number | null> {
  if (folder === undefined) return null
  try {
    const file = await createGuardedFolder(folder).open(LIVE_FILE)
    const { modifiedNs } = await file.facts().finally(() => file.close())
    return Number(modifiedNs / 1_000_000n)
  } catch (error) {
    if (!(error instanceof LogFileError)) throw error
    return null
  }
}
