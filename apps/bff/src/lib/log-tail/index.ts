export { formatCursor, type LogPosition, parseCursor } from './cursor.ts'
export { LogFileError } from './guarded-open.ts'
export { createLogTail, type LogTail } from './log-tail.ts'
export { listLogFiles, PositionGoneError, readRange } from './read-range.ts'
