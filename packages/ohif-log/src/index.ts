export { createLogFold, type LogFold, type UnrecognizedLogger } from './fold.ts'
export type { LogEvent, LogEventKind, LogScope, LogTask } from './meaning/event.ts'
export { NOTE_NAMES } from './meaning/noted-rules.ts'
export { parseMessage } from './meaning/parse-message.ts'
export type { FoldOptions } from './runs/context.ts'
export type {
  DicomwebCounts,
  FailureEvidence,
  LogChange,
  LogRun,
  LogRunCounts,
  LogRunOutcome,
  LogSession,
  LogSessionState,
  OtherGeneration,
} from './runs/log-run.ts'
export type { OtherGenerationCounts } from './runs/other-log.ts'
export { decodeText } from './text/decode.ts'
export { createHeaderReader, type HeaderReader } from './text/header.ts'
export { LEVELS } from './text/level.ts'
export { createRecordReader, type LogRecord, type RecordReader } from './text/record.ts'
