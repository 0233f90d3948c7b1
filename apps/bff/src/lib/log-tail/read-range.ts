import type { LogProblem } from '@ohif-admin/contracts'
import type { LogPosition } from './cursor.ts'
import { alikeUpTo, readExactly } from './file-identity.ts'
import { createGuardedFolder, LIVE_FILE, LogFileError, type LogFolder } from './guarded-open.ts'
import { type FoundLog, type Held, locate, openWithHead, orClose } from './locate.ts'
import { LogChain } from './log-chain.ts'

const CHUNK_BYTES = 256 * 1024

/** The position belongs to no file on disk any more: too old, or deleted. */
export class PositionGoneError extends Error {
  override readonly name = 'PositionGoneError'
  readonly position: LogPosition

  constructor(position: LogPosition) {
    super('this place of the log is no longer on disk')
    this.position = position
  }
}

/** A stretch of the history: bytes of one file, or a dated file that had to be left out. */
export type RangePiece =
  | ({ readonly type: 'bytes'; readonly bytes: Uint8Array } & LogPosition)
  | { readonly type: 'gap'; readonly bytes: number | null; readonly reason: LogProblem }

export interface RangeOptions {
  /** The configured log folder of one XNAT node. */
  readonly folder: string
  readonly from: LogPosition
  /** Not included. Without it: everything there is. */
  readonly to?: LogPosition
  /** Most bytes to give in all. */
  readonly maxBytes: number
  /** How files are reached. */
  readonly files?: LogFolder
}

/**
 * Reads the log between two positions, over dated files in order, in pieces of at most 256 KB. Ends at `to`, after
 * `maxBytes`, or where the log ends; gives nothing when `to` comes before `from`. Reads ahead of nobody: each
 * piece is read when it is asked for. Throws `PositionGoneError` and `LogFileError`.
 */
export async function* readRange(options: RangeOptions): AsyncGenerator<RangePiece, void, void> {
  const { folder, from, to, maxBytes, files = createGuardedFolder(folder) } = options
  const found = await find(files, from)
  let held: (Held & FoundLog) | null = { ...found, offset: from.offset }
  const skipped: RangePiece[] = []
  const chain = new LogChain(files, (bytes, reason) => skipped.push({ type: 'gap', bytes, reason }), 1)
  let left = maxBytes
  try {
    if (to && (await isBefore(files, to, held))) return
    await chain.standAt(held.file.name)
    while (held) {
      const last: boolean = held.head.key === to?.fileKey
      const end: number = last && to ? to.offset : Number.POSITIVE_INFINITY
      for await (const piece of piecesOf(held, Math.min(end, held.offset + left))) {
        yield piece
        left -= piece.bytes.length
        held = { ...held, offset: piece.offset + piece.bytes.length }
      }
      if (last || left <= 0) return
      const old: Held = held
      held = await following(files, chain, held, (reason) =>
        skipped.push({ type: 'gap', bytes: null, reason }),
      )
      await old.file.close()
      yield* skipped.splice(0)
    }
  } finally {
    await held?.file.close()
  }
}

async function find(files: LogFolder, position: LogPosition): Promise<FoundLog> {
  const { found, unreadable } = await locate(files, position)
  if (found) return found
  throw unreadable ?? new PositionGoneError(position)
}

async function isBefore(files: LogFolder, to: LogPosition, from: Held & FoundLog): Promise<boolean> {
  if (to.fileKey === from.head.key) return to.offset <= from.offset
  const { file } = await find(files, to)
  await file.close()
  return file.name !== LIVE_FILE && (from.file.name === LIVE_FILE || file.name < from.file.name)
}

async function* piecesOf({ file, head, offset }: Held & FoundLog, end: number) {
  for (let at = offset; at < end; ) {
    const { size } = await file.facts()
    const length = Math.min(CHUNK_BYTES, size - at, end - at)
    const bytes = length > 0 ? await readExactly(file, at, length) : new Uint8Array()
    if (bytes.length === 0) return
    yield { type: 'bytes' as const, fileKey: head.key, offset: at, bytes }
    at += bytes.length
  }
}

/** The next file with content; null at the end of the log, also when the live file cannot be read. */
async function following(
  files: LogFolder,
  chain: LogChain,
  held: Held & FoundLog,
  onUnreadable: (reason: LogProblem) => void,
) {
  if ((await files.glance(LIVE_FILE))?.id === held.file.id) return null
  const next = await chain.next(held).catch(async (error: unknown) => {
    // What remains is the live file, unless it is the folder that fails.
    if (!(error instanceof LogFileError)) throw error
    await files.dated()
    if (error.problem !== 'file-missing') onUnreadable(error.problem)
    return null
  })
  if (!next?.head) {
    await next?.file.close()
    return null
  }
  const { file, head } = next
  next.enter()
  // A dated file may be a copy made while the live one went on.
  const copy =
    head.key === held.head.key && (await orClose(file, () => alikeUpTo(held.offset, head, held.file, file)))
  return { file, head, offset: copy ? held.offset : 0 }
}

/** A file of the history, and what a position in it is made of. */
export interface ListedLog {
  readonly name: string
  readonly fileKey: string
  /** In bytes. */
  readonly size: number
}

/** The log files of a folder, oldest first; without those that are empty or cannot be read. Throws `LogFileError`. */
export async function listLogFiles(
  folder: string,
  files: LogFolder = createGuardedFolder(folder),
): Promise<ListedLog[]> {
  const listed: ListedLog[] = []
  for (const name of [...(await files.dated()), LIVE_FILE]) {
    const opened = await openWithHead(files, name).catch(nullWhenUnreadable)
    if (!opened) continue
    const { file, head } = opened
    const { size } = await orClose(file, () => file.facts())
    await file.close()
    if (head) listed.push({ name, fileKey: head.key, size })
  }
  return listed
}

function nullWhenUnreadable(error: unknown): null {
  if (error instanceof LogFileError) return null
  throw error
}
