import { createLogFold, type LogChange } from '@ohif-admin/ohif-log'
import { LogFileError, type LogPosition, PositionGoneError, readRange } from '../../../lib/log-tail/index.ts'
import type { LogWatch } from '../../../lib/log-watch.ts'

/** Sessions at work write a handful of lines each: more than this between two of them is not looked through. */
const MOST_BYTES = 4 * 1024 * 1024 * 1024

/**
 * Reads every log again from the given places up to where it stands now. Gives whether all of it was there to be read:
 * only then does the lack of a line prove anything.
 */
export async function replayLog(
  log: LogWatch,
  from: ReadonlyMap<string, LogPosition>,
  take: (source: string, changes: readonly LogChange[]) => void,
): Promise<boolean> {
  const names = log.names()
  let whole = names.length > 0
  for (const name of names) {
    const place = from.get(name)
    const folder = log.folderOf(name)
    const to = log.positions().get(name)
    if (!place || folder === undefined || !to) whole = false
    else whole = (await replayOne({ folder, from: place, to }, (changes) => take(name, changes))) && whole
  }
  return whole
}

async function replayOne(
  range: { folder: string; from: LogPosition; to: LogPosition },
  take: (changes: readonly LogChange[]) => void,
): Promise<boolean> {
  const fold = createLogFold({ unknownWhenUndecided: true })
  let whole = true
  let fileKey = ''
  try {
    for await (const piece of readRange({ ...range, maxBytes: MOST_BYTES })) {
      if (piece.type === 'gap') {
        whole = false
        continue
      }
      if (piece.fileKey !== fileKey) fold.startFile(piece.fileKey, piece.offset)
      fileKey = piece.fileKey
      fold.push(piece.bytes)
      take(fold.takeChanges())
    }
    return whole
  } catch (error) {
    if (error instanceof PositionGoneError || error instanceof LogFileError) return false
    throw error
  }
}
