import { decodeText, LEVELS } from '@ohif-admin/ohif-log'
import type { Candidate } from './filter.ts'
import { messageEnd } from './masked-line.ts'
import { type RecordWalk, STAMP_LENGTH } from './record-walk.ts'

/** The record `bytes[start, end)`, on whose bytes `walk` stands. */
export function candidateAt(bytes: Buffer, walk: RecordWalk, start: number, end: number): Candidate {
  walk.isRecord(start)
  const { threadStart, threadEnd, level, loggerStart, loggerEnd, messageStart } = walk.header
  return {
    bytes: bytes.subarray(start, end),
    record: {
      at: bytes.toString('latin1', start, start + STAMP_LENGTH),
      level: LEVELS[level] ?? '',
      thread: decodeText(bytes, threadStart, threadEnd),
      logger: decodeText(bytes, loggerStart, loggerEnd),
      message: decodeText(bytes, messageStart, messageEnd(bytes, messageStart)),
    },
  }
}
