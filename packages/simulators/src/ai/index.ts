export { type AiaaServer, startAiaaServer } from './aiaa/aiaa-server.ts'
export {
  type AiaaGeneration,
  type AiaaModelListing,
  type AiaaServerOptions,
  aiaaModelLists,
} from './aiaa/options.ts'
export type { AiServerCall, AiServerControl } from './http/control.ts'
export { makeZip } from './http/make-zip.ts'
export { type MonaiLabelServer, startMonaiLabelServer } from './monai-label/monai-label-server.ts'
export {
  type MonaiLabelAccount,
  type MonaiLabelInfo,
  type MonaiLabelRole,
  type MonaiLabelServerOptions,
  monaiLabelInfos,
} from './monai-label/options.ts'
export { type StrangeBehaviour, type StrangeServer, startStrangeServer } from './strange-server.ts'
export { startUnansweredPort, type UnansweredPort } from './unanswered-port.ts'
export { type ProxyUnderPath, startProxyUnderPath } from './under-path.ts'
