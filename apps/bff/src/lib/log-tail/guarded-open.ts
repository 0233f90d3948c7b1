import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { LogProblem } from '@ohif-admin/contracts'

/** The file the plugin writes to. Finished days lie beside it with their date (ohif-log §1). */
export const LIVE_FILE = 'ohifviewer.log'

const DATED_FILE = /^ohifviewer\.log\.\d{4}-\d{2}-\d{2}$/

/** Why a log file or its folder cannot be read, in the codes of the contract. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError'
  readonly problem: LogProblem

  constructor(problem: LogProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}

/** One open log file. Everything works on the descriptor, so a rename or a deletion changes nothing. */
export interface LogFile {
  /** The name it was opened by. */
  readonly name: string
  /** Device and inode. Nobody else can get this id while the file is open. */
  readonly id: string
  facts(): Promise<{ size: number; modifiedNs: bigint }>
  /** Fills `into` from `position` (bytes) until it is full or the file ends; gives the bytes read. */
  read(into: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}

/** What a name says about its file. `size` (bytes) is null for what is not a regular file. */
export interface Glance {
  readonly id: string
  readonly size: number | null
}

/** A log folder. Every method throws only `LogFileError`. */
export interface LogFolder {
  /** Names of the dated files, oldest first. */
  dated(): Promise<string[]>
  /** What lies at the name now, without opening it; null when nothing does. */
  glance(name: string): Promise<Glance | null>
  open(name: string): Promise<LogFile>
}

/**
 * Reads log files of one configured folder by plain name and nothing else: no paths, no links, no pipes or
 * devices. The folder's real path is fixed by the first access; a folder that leads elsewhere later is refused.
 */
export function createGuardedFolder(folder: string): LogFolder {
  let pinned: string | undefined

  async function resolveFolder(): Promise<string> {
    const real = await realpath(folder).catch(rethrowAs(folderProblem, 'cannot resolve the log folder'))
    pinned ??= real
    if (real !== pinned) throw new LogFileError('outside-folder', 'the log folder leads to another place now')
    return real
  }

  return {
    async dated() {
      const names = await inFolder(await resolveFolder(), (base) =>
        readdir(base).catch(rethrowAs(folderProblem, 'cannot list the log folder')),
      )
      return names.filter((name) => DATED_FILE.test(name)).sort()
    },

    async glance(name) {
      assertLogName(name)
      const stats = await lstat(join(pinned ?? (await resolveFolder()), name), { bigint: true }).catch(
        nullWhenMissing,
      )
      // A missing file and a missing folder are both ENOENT; resolving tells them apart.
      if (!stats) await resolveFolder()
      return stats && { id: idFrom(stats), size: stats.isFile() ? Number(stats.size) : null }
    },

    async open(name) {
      assertLogName(name)
      return inFolder(await resolveFolder(), (base, real) => openRegular(base, real, name))
    },
  }
}

/**
 * Runs `use` with a path that stays in this very folder. On Linux it goes through the folder's descriptor, so
 * swapping the folder between check and open has no effect; elsewhere the plain path must do.
 */
async function inFolder<T>(real: string, use: (base: string, real: string) => Promise<T>): Promise<T> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
  const directory = await open(real, flags).catch(rethrowAs(folderProblem, 'cannot open the log folder'))
  try {
    const viaDescriptor = `/proc/self/fd/${directory.fd}`
    const base = process.platform === 'linux' ? viaDescriptor : real
    const truth = await realpath(base).catch(rethrowAs(folderProblem, 'cannot resolve the log folder'))
    if (truth !== real) throw new LogFileError('outside-folder', 'the log folder was swapped')
    return await use(base, real)
  } finally {
    await directory.close()
  }
}

async function openRegular(base: string, real: string, name: string): Promise<LogFile> {
  const path = join(base, name)
  const seen = await lstat(path, { bigint: true }).catch(rethrowAs(lookProblem, `cannot look at ${name}`))
  if (seen.isSymbolicLink()) throw await linkError(path, real, name)
  if (!seen.isFile()) throw notRegular(name)

  // O_NONBLOCK: should a pipe take the name after the look, opening it must not wait for a writer.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(rethrowAs(fileProblem, `cannot open ${name}`))
  try {
    const stats = await handle.stat({ bigint: true }).catch(rethrowAs(readProblem, `cannot read ${name}`))
    if (!stats.isFile()) throw notRegular(name)
    return logFile(handle, name, idFrom(stats))
  } catch (error) {
    await handle.close()
    throw error
  }
}

function logFile(handle: FileHandle, name: string, id: string): LogFile {
  return {
    name,
    id,
    async facts() {
      const stats = await handle.stat({ bigint: true }).catch(rethrowAs(readProblem, `cannot read ${name}`))
      return { size: Number(stats.size), modifiedNs: stats.mtimeNs }
    },
    async read(into, position) {
      let filled = 0
      while (filled < into.length) {
        const { bytesRead } = await handle
          .read(into, filled, into.length - filled, position + filled)
          .catch(rethrowAs(readProblem, `cannot read ${name}`))
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return filled
    },
    close: () => handle.close(),
  }
}

function assertLogName(name: string): void {
  if (name !== LIVE_FILE && !DATED_FILE.test(name)) {
    throw new LogFileError('outside-folder', 'not the name of a log file')
  }
}

/** Any link is refused; where it leads only decides which sentence the operator reads. */
async function linkError(path: string, real: string, name: string): Promise<LogFileError> {
  const target = await realpath(path).catch(() => null)
  const inside = target?.startsWith(real + sep) ?? false
  return new LogFileError(inside ? 'not-a-regular-file' : 'outside-folder', `${name} is a link`)
}

function notRegular(name: string): LogFileError {
  return new LogFileError('not-a-regular-file', `${name} is not a regular file`)
}

function idFrom(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}`
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function folderProblem(code: string): LogProblem {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'folder-missing'
  if (code === 'EACCES' || code === 'EPERM') return 'folder-unreadable'
  return code === 'ELOOP' ? 'outside-folder' : 'read-error'
}

function fileProblem(code: string): LogProblem {
  if (code === 'ENOENT') return 'file-missing'
  if (code === 'EACCES' || code === 'EPERM') return 'file-unreadable'
  return code === 'ELOOP' || code === 'ENXIO' ? 'not-a-regular-file' : 'read-error'
}

/** Looking at a name needs rights on the folder, not on the file. */
function lookProblem(code: string): LogProblem {
  return code === 'EACCES' || code === 'EPERM' ? 'folder-unreadable' : fileProblem(code)
}

function readProblem(): LogProblem {
  return 'read-error'
}

function rethrowAs(problemOf: (code: string) => LogProblem, message: string) {
  return (cause: unknown): never => {
    throw new LogFileError(problemOf(codeOf(cause)), message, { cause })
  }
}

function nullWhenMissing(cause: unknown): null {
  const code = codeOf(cause)
  if (code === 'ENOENT' || code === 'ENOTDIR') return null
  throw new LogFileError(lookProblem(code), 'cannot look at the log file', { cause })
}
