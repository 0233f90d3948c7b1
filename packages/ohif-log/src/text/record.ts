import { cutBefore, decodeText } from './decode.ts'
import { LEVELS } from './header.ts'
import { KnownNames, loggerSlot, threadSlot } from './known-names.ts'
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
  const read = (bytes: Uint8Array, _view: DataView, start: number, end: number) =>
    decodeText(bytes, start, end)
  const threads = new KnownNames(read, threadSlot, ']')
  const loggers = new KnownNames(read, loggerSlot, ' ')
  let ready: LogRecord[] = []
  let open: LogRecord | null = null
  let orphanLines = 0

  const lines = new LineSplitter(
    (bytes, _view, start, end, header, offset, length) => {
      const last = length > MAX_LINE_BYTES + 1 ? cutBefore(bytes, start, end) : end
      if (header) {
        if (open) ready.push(open)
        open = {
          offset,
          end: offset + length,
          at: decodeText(bytes, start, start + STAMP_LENGTH),
          level: LEVELS[header.level] ?? '',
          thread: threads.last ?? '',
          logger: loggers.last ?? '',
          message: decodeText(bytes, header.messageStart, last),
          more: [],
          moreLines: 0,
        }
      } else if (open) {
        open.end = offset + length
        open.moreLines++
        if (open.moreLines <= MAX_MORE_LINES) open.more.push(decodeText(bytes, start, last))
      } else {
        orphanLines++
      }
    },
    { threads, loggers },
    startOffset,
  )

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
