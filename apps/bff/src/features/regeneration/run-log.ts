import type { LogLine, RunLog } from '@ohif-admin/contracts'
import { createRecordReader } from '@ohif-admin/ohif-log'
import { AppError } from '../../lib/app-error.ts'
import { belongsToRun, type RunLines, toLogLine } from '../../lib/log-lines.ts'
import { LogFileError, type LogPosition, PositionGoneError, readRange } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { Audience } from '../../lib/stream-hub.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import { toPositions } from './log-binding.ts'

const LINES = 500
/** How much of the run's end is read for its last lines: about 40,000 lines of the usual kind. */
const TAIL_BYTES = 8 * 1024 * 1024
/** Read past the beginning of the end line, to have all of it. */
const END_LINE_BYTES = 4096

interface Wanted {
  row: StoredRun
  log: LogWatch
  audience: Audience
}

/**
 * The newest lines of a run, read from the file; older ones than fit are counted in `earlier`, unless only the end of
 * a long run was read. Throws `AppError` `log-unreadable` when the place is no longer on disk or cannot be read.
 */
export async function readRunLog({ row, log, audience }: Wanted): Promise<RunLog> {
  const source = row.logSource
  const folder = source === null ? undefined : log.folderOf(source)
  const [fileKey, offset] = row.logKey?.split(':') ?? []
  if (source === null || folder === undefined || !fileKey || row.logThreads === null)
    return { lines: [], earlier: 0 }
  const from = { fileKey, offset: Number(offset) }
  const end = toPositions(row.endCursors).get(source) ?? null
  const to = end ? { ...end, offset: end.offset + END_LINE_BYTES } : log.positions().get(source)
  const start = to ? laterOf(from, to) : from
  const range = { folder, from: start, ...(to ? { to } : {}), maxBytes: TAIL_BYTES + END_LINE_BYTES }
  const run = { ...row.logThreads, endFileKey: end?.fileKey ?? null, endOffset: end?.offset ?? null }
  try {
    const { lines, dropped } = await collect(readRange(range), { source, audience, run })
    return { lines, earlier: start === from ? dropped : null }
  } catch (error) {
    if (error instanceof PositionGoneError)
      throw new AppError('log-unreadable', 'These lines are no longer on disk.', { cause: error })
    if (error instanceof LogFileError)
      throw new AppError('log-unreadable', 'The log cannot be read.', { cause: error })
    throw error
  }
}

/** Where to begin so that no more than the end of a long run is read. */
function laterOf(from: LogPosition, to: LogPosition): LogPosition {
  if (from.fileKey !== to.fileKey) return { fileKey: to.fileKey, offset: Math.max(0, to.offset - TAIL_BYTES) }
  return to.offset - from.offset <= TAIL_BYTES
    ? from
    : { fileKey: to.fileKey, offset: to.offset - TAIL_BYTES }
}

async function collect(
  pieces: ReturnType<typeof readRange>,
  { source, audience, run }: { source: string; audience: Audience; run: RunLines },
): Promise<{ lines: LogLine[]; dropped: number }> {
  const lines: LogLine[] = []
  let dropped = 0
  let fileKey = ''
  let reader = createRecordReader()
  const take = (records: ReturnType<typeof reader.push>) => {
    for (const record of records) {
      const line = belongsToRun(record, fileKey, run)
        ? toLogLine(record, { source, fileKey }, audience)
        : undefined
      if (!line) continue
      lines.push(line)
      if (lines.length > LINES) dropped += lines.splice(0, lines.length - LINES).length
    }
  }
  for await (const piece of pieces) {
    if (piece.type !== 'bytes') continue
    if (piece.fileKey !== fileKey) {
      take(reader.flush())
      fileKey = piece.fileKey
      reader = createRecordReader(piece.offset)
    }
    take(reader.push(piece.bytes))
  }
  take(reader.flush())
  return { lines, dropped }
}
