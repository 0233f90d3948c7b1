export type { ServerAccess } from './access.ts'
export {
  type AiServerCheck,
  type AiServerClient,
  type AiServerTimeouts,
  createAiServerClient,
} from './client.ts'
export type { AiaaGenerationHint, Identity } from './detect.ts'
export { type EffectiveServer, effectiveServer, type ListAnswer } from './effective-server.ts'
export { checkEntry, type EntryProblem, type EntryVerdict, type EntryWarning } from './entry-rules.ts'
export { certificateReason, networkFailure } from './failures.ts'
export {
  loadRequest,
  type ManagementRequest,
  type ModelPayload,
  removeRequest,
  weightsRequest,
  wordsOf,
} from './manage.ts'
export type { AiModel } from './model.ts'
export type { FileBytes } from './multipart.ts'
export {
  type Answered,
  type Failure,
  isFailure,
  type Outcome,
  type ViewerProblem,
} from './outcome.ts'
export type { ServerLogSource, ServerLogText } from './server-log.ts'
export { createAiServerConnector, type FetchLike } from './transport.ts'
export {
  aiaaToolUrls,
  fixUrl,
  monaiLabelToolUrls,
  type ViewerTarget,
  type ViewerTrouble,
  viewerTarget,
} from './viewer-url.ts'
