import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import type { JarObstacle } from '@ohif-admin/contracts'

/** Why a jar could not be looked into, in the codes of the contract. */
export class JarError extends Error {
  override readonly name = 'JarError'
  readonly obstacle: JarObstacle

  constructor(obstacle: JarObstacle, options?: ErrorOptions) {
    super(obstacle, options)
    this.obstacle = obstacle
  }
}

/** Larger than any plugin; nothing of that size is read. */
const MOST_BYTES = 1024 ** 3

/**
 * Opens a regular file: no link is followed, and a pipe or a device never makes anybody wait. The caller closes it.
 * Throws `JarError`.
 */
export async function openJar(path: string): Promise<{ handle: FileHandle; stats: Stats }> {
  const glance = await lstat(path).catch(rethrow)
  if (glance.isSymbolicLink()) throw new JarError('link')
  if (!glance.isFile()) throw new JarError('not-a-file')
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(rethrow)
  try {
    // What was looked at may have been replaced since: only the open file counts.
    const stats = await handle.stat()
    if (!stats.isFile()) throw new JarError('not-a-file')
    if (stats.size > MOST_BYTES) throw new JarError('too-large')
    return { handle, stats }
  } catch (error) {
    await handle.close()
    throw error instanceof JarError ? error : rethrow(error)
  }
}

const OBSTACLES: Readonly<Record<string, JarObstacle>> = {
  ENOENT: 'gone',
  ELOOP: 'link',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
}

function rethrow(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  throw new JarError(OBSTACLES[code] ?? 'unreadable', { cause })
}

/** Owner and permissions as numbers. */
export const ownerOf = ({ uid, gid, mode }: Stats) => ({ uid, gid, mode: mode & 0o7777 })
