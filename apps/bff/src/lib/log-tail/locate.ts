import type { LogPosition } from './cursor.ts'
import { type FileHead, readHead } from './file-identity.ts'
import { LIVE_FILE, type LogFile, LogFileError, type LogFolder } from './guarded-open.ts'

/** An open log file with its identity; `head` is null for a file without a complete first line. */
export interface OpenLog {
  readonly file: LogFile
  readonly head: FileHead | null
}

/** A file a reader has open, handed on up to `offset` (bytes). */
export interface Held extends OpenLog {
  readonly offset: number
}

/** An open log file that has the identity asked for. */
export interface FoundLog extends OpenLog {
  readonly head: FileHead
}

/** `unreadable`: nothing was found, but this dated file could not be asked. */
export interface Search {
  readonly found: FoundLog | null
  readonly unreadable: LogFileError | null
}

// A roll during the search moves files under it; more than one roll per search does not happen.
const ATTEMPTS = 3

/** Opens by name and reads the identity. Throws `LogFileError`, and leaves nothing open then. */
export async function openWithHead(folder: LogFolder, name: string): Promise<OpenLog> {
  const file = await folder.open(name)
  // Dated files are closed by the writer before they get their name.
  return orClose(file, async () => ({ file, head: await readHead(file, { finished: name !== LIVE_FILE }) }))
}

/** Closes the file when the work on it fails. */
export async function orClose<T>(file: LogFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await file.close()
    throw error
  }
}

/**
 * Finds the file a position belongs to, the live file first, then dated files from new to old. Among several with
 * the identity the newest that reaches the offset wins; when none does, the newest (it was cut). The caller closes
 * it. Throws `LogFileError` when the folder cannot be read, or nothing was found and the live file cannot be read:
 * nothing is known to be gone then.
 */
export async function locate(folder: LogFolder, position: LogPosition): Promise<Search> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await fingerprint(folder)
    const search = await searchOnce(folder, position)
    if (search.found || attempt === ATTEMPTS || before === (await fingerprint(folder))) return search
  }
}

async function searchOnce(folder: LogFolder, { fileKey, offset }: LogPosition): Promise<Search> {
  let cut: FoundLog | null = null
  let unreadable: LogFileError | null = null
  let liveProblem: LogFileError | null = null
  for (const name of [LIVE_FILE, ...(await folder.dated()).reverse()]) {
    const opened = await openOrError(folder, name)
    if (opened instanceof LogFileError) {
      if (name === LIVE_FILE && opened.problem !== 'file-missing') liveProblem = opened
      else if (opened.problem === 'file-unreadable' || opened.problem === 'read-error') unreadable = opened
      continue
    }
    const { file, head } = opened
    const matches = head?.key === fileKey
    if (matches && (await orClose(file, () => file.facts())).size >= offset) {
      await cut?.file.close()
      return { found: { file, head }, unreadable: null }
    }
    if (matches && !cut) cut = { file, head }
    else await file.close()
  }
  if (!cut && liveProblem) throw liveProblem
  return { found: cut, unreadable: cut ? null : unreadable }
}

async function openOrError(folder: LogFolder, name: string): Promise<OpenLog | LogFileError> {
  try {
    return await openWithHead(folder, name)
  } catch (error) {
    if (error instanceof LogFileError) return error
    throw error
  }
}

async function fingerprint(folder: LogFolder): Promise<string> {
  return [(await folder.glance(LIVE_FILE))?.id, ...(await folder.dated())].join(' ')
}
