export { createLogFold, type LogFold, type UnrecognizedLogger } from './fold.ts'
export type { LogEvent, LogEventKind, LogScope, LogTask } from './meaning/event.ts'
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
export { createRecordReader, type LogRecord, type RecordReader } from './text/record.ts'
