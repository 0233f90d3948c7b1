import type { LogLine, RunLog } from '@ohif-admin/contracts'
import { createRecordReader, type LogRecord } from '@ohif-admin/ohif-log'
import { AppError } from '../../lib/app-error.ts'
import { GuidedLines } from '../../lib/guided-lines.ts'
import { belongsToRun, toLogLine } from '../../lib/log-lines.ts'
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
  /** Ids of its sessions; asked for when the run's lines are those of calls for each. */
  sessionIds: () => Promise<ReadonlySet<string>>
}

/** A part of one log, and which of its records are the run's. */
interface Part {
  source: string
  folder: string
  from: LogPosition
  to: LogPosition | undefined
  isOwn: (record: LogRecord, fileKey: string) => boolean
}

/**
 * The newest lines of a run, read from the file; older ones than fit are counted in `earlier`, unless only the end of
 * a long run was read. Throws `AppError` `log-unreadable` when the place is no longer on disk or cannot be read.
 */
export async function readRunLog(wanted: Wanted): Promise<RunLog> {
  const parts = wanted.row.kind === 'guided' ? await partsOfCalls(wanted) : partOfRun(wanted)
  const lines: LogLine[] = []
  let earlier: number | null = 0
  for (const part of parts) {
    const read = await readPart(part, wanted.audience)
    lines.push(...read.lines)
    earlier = earlier === null || read.earlier === null ? null : earlier + read.earlier
  }
  if (parts.length < 2) return { lines, earlier }
  // Of several logs the newest lines of all: their stamps are all there is to order them by.
  const inOrder = lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const dropped = Math.max(0, inOrder.length - LINES)
  return { lines: inOrder.slice(dropped), earlier: earlier === null ? null : earlier + dropped }
}

/** A run of the log: its own threads, from its first line to its end line. */
function partOfRun({ row, log }: Wanted): Part[] {
  const source = row.logSource
  const folder = source === null ? undefined : log.folderOf(source)
  const [fileKey, offset] = row.logKey?.split(':') ?? []
  if (source === null || folder === undefined || !fileKey || row.logThreads === null) return []
  const end = toPositions(row.endCursors).get(source) ?? null
  const to = end ? { ...end, offset: end.offset + END_LINE_BYTES } : log.positions().get(source)
  const run = { ...row.logThreads, endFileKey: end?.fileKey ?? null, endOffset: end?.offset ?? null }
  const isOwn = (record: LogRecord, key: string) => belongsToRun(record, key, run)
  return [{ source, folder, from: { fileKey, offset: Number(offset) }, to, isOwn }]
}

/** A guided run: the calls for its sessions, in every log, from where that stood before the first of them. */
async function partsOfCalls({ row, log, sessionIds }: Wanted): Promise<Part[]> {
  const ends = row.endCursors === null ? log.positions() : toPositions(row.endCursors)
  const starts = [...toPositions(row.startCursors)]
  const ids = starts.length === 0 ? new Set<string>() : await sessionIds()
  return starts.flatMap(([source, from]) => {
    const folder = log.folderOf(source)
    if (folder === undefined) return []
    const lines = new GuidedLines(ids)
    return [{ source, folder, from, to: ends.get(source), isOwn: (record: LogRecord) => lines.takes(record) }]
  })
}

async function readPart(part: Part, audience: Audience): Promise<RunLog> {
  const { folder, from, to } = part
  const start = to ? laterOf(from, to) : from
  const range = { folder, from: start, ...(to ? { to } : {}), maxBytes: TAIL_BYTES + END_LINE_BYTES }
  try {
    const { lines, dropped } = await collect(readRange(range), part, audience)
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
  { source, isOwn }: Pick<Part, 'source' | 'isOwn'>,
  audience: Audience,
): Promise<{ lines: LogLine[]; dropped: number }> {
  const lines: LogLine[] = []
  let dropped = 0
  let fileKey = ''
  let reader = createRecordReader()
  const take = (records: ReturnType<typeof reader.push>) => {
    for (const record of records) {
      const line = isOwn(record, fileKey) ? toLogLine(record, { source, fileKey }, audience) : undefined
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
