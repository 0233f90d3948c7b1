export { formatCursor, type LogPosition, parseCursor, type SourcePosition } from './cursor.ts'
export {
  createGuardedFolder,
  LIVE_FILE,
  type LogFile,
  LogFileError,
  type LogFolder,
} from './guarded-open.ts'
export { openWithHead } from './locate.ts'

export { createLogTail, type LogTail } from './log-tail.ts'
export { lastLineEnd } from './place.ts'
export { listLogFiles, PositionGoneError, readRange } from './read-range.ts'
export type { FileReason, TailMarker } from './tail-events.ts'
