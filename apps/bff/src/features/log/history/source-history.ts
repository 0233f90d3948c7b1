import type { LogProblem } from '@ohif-admin/contracts'
import {
  createGuardedFolder,
  LIVE_FILE,
  type LogFile,
  LogFileError,
  type LogFolder,
  type LogPosition,
  lastLineEnd,
  openWithHead,
} from '../../../lib/log-tail/index.ts'

/** A log by its name and its folder. */
export interface SourceRef {
  name: string
  folder: string
}

/** One file of the history, open: what happens to its name does not matter any more. */
export interface HistoryFile {
  readonly name: string
  readonly fileKey: string
  /** Bytes up to the end of its last complete line; of a finished file: all of it. */
  readonly end: number
  readonly file: LogFile
  /** Files between the one before and this one that cannot be read. */
  readonly missed: readonly { bytes: number | null }[]
}

/** A place in the history of a source. The end of a file and the beginning of the next are two places. */
export interface Spot {
  /** Index of the file. */
  readonly file: number
  /** In bytes. */
  readonly offset: number
}

export const isBefore = (one: Spot, other: Spot) =>
  one.file < other.file || (one.file === other.file && one.offset < other.offset)

// A roll while the folder is listed moves files under it; more than one roll per listing does not happen.
const ATTEMPTS = 3

/** All files of one source at one moment, oldest first. */
export class SourceHistory {
  readonly source: string
  readonly files: readonly HistoryFile[]
  /** Why there is nothing to read, or no newest file. */
  readonly problem: LogProblem | null

  private constructor(source: string, files: readonly HistoryFile[], problem: LogProblem | null) {
    this.source = source
    this.files = files
    this.problem = problem
  }

  /** Never throws for a log that cannot be read: it has no files then and says why. */
  static async open(
    { name, folder }: SourceRef,
    guarded: LogFolder = createGuardedFolder(folder),
  ): Promise<SourceHistory> {
    try {
      for (let attempt = 1; ; attempt += 1) {
        const names = await guarded.dated()
        const { files, problem } = await openAll(guarded, names)
        const same = (await guarded.dated()).join() === names.join()
        if (same || attempt === ATTEMPTS) return new SourceHistory(name, files, problem)
        await closeAll(files)
      }
    } catch (error) {
      if (!(error instanceof LogFileError)) throw error
      return new SourceHistory(name, [], error.problem)
    }
  }

  get start(): Spot {
    return { file: 0, offset: 0 }
  }

  get end(): Spot {
    const file = Math.max(0, this.files.length - 1)
    return { file, offset: this.files[file]?.end ?? 0 }
  }

  /** The spot of a position, inside its file; null when the file is no longer on disk. */
  find({ fileKey, offset }: LogPosition): Spot | null {
    const file = this.files.findIndex((one) => one.fileKey === fileKey)
    const found = this.files[file]
    return found ? { file, offset: Math.min(offset, found.end) } : null
  }

  position({ file, offset }: Spot): LogPosition | null {
    const found = this.files[file]
    return found ? { fileKey: found.fileKey, offset } : null
  }

  close(): Promise<void> {
    return closeAll(this.files)
  }
}

async function openAll(guarded: LogFolder, names: readonly string[]) {
  const files: HistoryFile[] = []
  let problem: LogProblem | null = null
  let missed: { bytes: number | null }[] = []
  for (const name of [...names, LIVE_FILE]) {
    const opened = await openOne(guarded, name)
    if (opened instanceof LogFileError) {
      if (name === LIVE_FILE) problem = opened.problem
      else if (opened.problem !== 'file-missing') {
        const glance = await guarded.glance(name).catch(() => null)
        missed.push({ bytes: glance?.size ?? null })
      }
    } else if (opened) {
      files.push({ ...opened, missed })
      missed = []
    }
  }
  return { files: await withoutCopies(files), problem }
}

async function openOne(guarded: LogFolder, name: string) {
  try {
    const { file, head } = await openWithHead(guarded, name)
    if (!head) {
      await file.close()
      return null
    }
    const end = name === LIVE_FILE ? await lastLineEnd(file) : (await file.facts()).size
    return { name, fileKey: head.key, end, file }
  } catch (error) {
    if (error instanceof LogFileError) return error
    throw error
  }
}

/** While a log is copied away its lines exist twice: the longer of two files that begin alike stays. */
async function withoutCopies(files: readonly HistoryFile[]): Promise<HistoryFile[]> {
  const kept = new Map<string, HistoryFile>()
  for (const file of files) {
    const other = kept.get(file.fileKey)
    if (!other || file.end >= other.end) kept.set(file.fileKey, file)
  }
  const keep = new Set(kept.values())
  await closeAll(files.filter((file) => !keep.has(file)))
  return files.filter((file) => keep.has(file))
}

async function closeAll(files: readonly HistoryFile[]): Promise<void> {
  await Promise.all(files.map(({ file }) => file.close()))
}
