export { formatCursor, type LogPosition, parseCursor, type SourcePosition } from './cursor.ts'
export {
  createGuardedFolder,
  LIVE_FILE,
  type LogFile,
  LogFileError,
  type LogFolder,
} from './guarded-open.ts'
export { locate, openWithHead } from './locate.ts'
export { createLogTail, type LogTail, type LogTailOptions } from './log-tail.ts'
export { lastLineEnd } from './place.ts'
export { listLogFiles, PositionGoneError, readRange } from './read-range.ts'
export type { FileReason, TailMarker } from './tail-events.ts'
