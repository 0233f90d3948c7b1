export { formatCursor, type LogPosition, parseCursor, type SourcePosition } from './cursor.ts'
export {
  createGuardedFolder,
  LIVE_FILE,
  type LogFile,
  LogFileError,
  type LogFolder,
} from './guarded-open.ts'
export { openWithHead } from './locate.ts'
export type { TailStart } from './log-reader.ts'
export { createLogTail, type LogTail, type LogTailOptions } from './log-tail.ts'
export { lastLineEnd } from './place.ts'
export { type ListedLog, listLogFiles, PositionGoneError, type RangePiece, readRange } from './read-range.ts'
export type { FileReason, GapReason, TailListener, TailMarker, TailState } from './tail-events.ts'
