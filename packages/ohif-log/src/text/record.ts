import { cutBefore, decodeText } from './decode.ts'
import { type AtLevel, HeaderReader } from './header.ts'
import { LEVEL_WIDTH, LEVELS, levelAt } from './level.ts'
import type { LineBatch } from './line-batch.ts'
import { LineSplitter, MAX_LINE_BYTES } from './lines.ts'
import { STAMP_LENGTH } from './stamp.ts'

/** Continuation lines of a record that are kept; more are counted only. */
export const MAX_MORE_LINES = 100

/** One entry of the log: a header line and the lines that continue it. */
export interface LogRecord {
  /** Byte offset of the header line in its file. */
  offset: number
  /** Byte offset after the last line. */
  end: number
  /** The stamp as printed: server-local time, no zone. */
  at: string
  /** TRACE, DEBUG, INFO, WARN or ERROR. */
  level: string
  thread: string
  logger: string
  /** Rest of the header line, at most 64 KB of it. */
  message: string
  /** The first 100 continuation lines, at most 64 KB of each. */
  more: string[]
  /** How many continuation lines there are. */
  moreLines: number
}

interface Channel extends AtLevel {
  logger: string
}

export interface RecordReader {
  /** Takes the next bytes of the file and gives the records that are complete: those whose successor has begun. */
  push(chunk: Uint8Array): LogRecord[]
  /** Gives the record that is still open, if any. A line without its line feed is not part of it. */
  flush(): LogRecord[]
  /** Offset after the last complete line. */
  readonly offset: number
  /** Lines before the first header, which belong to a record that began before the start. They are not given out. */
  readonly orphanLines: number
}

/**
 * Reads records for display. Chunks may be cut anywhere. Never throws.
 * @param startOffset where in the file the first chunk comes from
 */
export function createRecordReader(startOffset = 0): RecordReader {
  let ready: LogRecord[] = []
  let open: LogRecord | null = null
  let orphanLines = 0
  const header = new HeaderReader<string, Channel>(
    (bytes, _, start, end) => decodeText(bytes, start, end),
    (bytes, view, start, end) => ({
      level: levelAt(bytes, view, start),
      logger: decodeText(bytes, start + LEVEL_WIDTH, end),
    }),
  )
  const lines = new LineSplitter(header, readLines, 'all', startOffset)

  function readLines(batch: LineBatch<string, Channel>) {
    for (let index = 0; index < batch.count; index++) {
      const record = readRecord(batch, index)
      if (record) {
        if (open) ready.push(open)
        open = record
      } else if (open) {
        open.end = batch.nextOffsetOf(index)
        open.moreLines++
        if (open.moreLines <= MAX_MORE_LINES) open.more.push(textOf(batch, index, batch.starts[index]))
      } else {
        orphanLines++
      }
    }
  }

  function take(): LogRecord[] {
    const taken = ready
    ready = []
    return taken
  }

  return {
    push(chunk) {
      lines.push(chunk)
      return take()
    },
    flush() {
      if (open) ready.push(open)
      open = null
      return take()
    },
    get offset() {
      return lines.offset
    },
    get orphanLines() {
      return orphanLines
    },
  }
}

/** The record that begins with a line of the batch, or null when the line continues one. */
function readRecord(batch: LineBatch<string, Channel>, index: number): LogRecord | null {
  const channel = batch.channels[index]
  if (!channel) return null
  const start = batch.starts[index] as number
  return {
    offset: batch.offsetOf(index),
    end: batch.nextOffsetOf(index),
    at: decodeText(batch.bytes, start, start + STAMP_LENGTH),
    level: LEVELS[channel.level] ?? '',
    thread: batch.threads[index] ?? '',
    logger: channel.logger,
    message: textOf(batch, index, batch.messages[index]),
    more: [],
    moreLines: 0,
  }
}

/** Text of a line from `from` on, cut between characters when the line is longer than what is kept of it. */
function textOf(batch: LineBatch<string, Channel>, index: number, from: number | undefined): string {
  const { bytes } = batch
  const end = batch.ends[index] as number
  const isLong = batch.nextOffsetOf(index) - batch.offsetOf(index) > MAX_LINE_BYTES + 1
  return decodeText(bytes, from, isLong ? cutBefore(bytes, batch.starts[index] as number, end) : end)
}
