export * from './ai/index.ts'
export type { DemoAccount } from './demo/accounts.ts'
export { type Demo, type DemoServers, seedDemo } from './demo/seed-demo.ts'
export { type Gateway, type GatewayOptions, startGateway } from './gateway/gateway.ts'
export { type Mailbox, startMailbox } from './receivers/mailbox.ts'
export { type Certificate, makeCertificate } from './receivers/make-certificate.ts'
export { startWebhookReceiver, type WebhookReceiver } from './receivers/webhook-receiver.ts'
export type { PastRun } from './xnat/engine/history.ts'
export type { Hold } from './xnat/engine/holds.ts'
export type { XnatNode } from './xnat/node.ts'
export { type JarSpec, makeJar, makeViewerJar } from './xnat/plugin-jars.ts'
export { startXnatSimulator, type XnatSimulator } from './xnat/simulator.ts'
export type {
  DocumentState,
  ProjectSpec,
  RecordedCall,
  ScanSpec,
  SessionBehaviour,
  SessionSpec,
  SiteSettings,
  Switches,
  UserSpec,
  XnatOptions,
} from './xnat/types.ts'
