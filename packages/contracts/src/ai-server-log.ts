import { z } from 'zod'
import { AiServerKind, ServerOrigin, ServerReason, ServerState } from './ai-servers.ts'
import { Instant } from './ids.ts'

export const MAX_SERVER_LOG_LINES = 2_000

/** `gpu`: what the server's machine says of its graphics cards. */
export const ServerLogSource = z.enum(['log', 'gpu'])
export type ServerLogSource = z.infer<typeof ServerLogSource>

export const ServerLogQuery = z.strictObject({
  origin: ServerOrigin,
  source: ServerLogSource.default('log'),
  /** From the end of the log. */
  lines: z.coerce.number().int().min(1).max(MAX_SERVER_LOG_LINES).default(300),
})
export type ServerLogQuery = z.infer<typeof ServerLogQuery>

/** What a line of a server's log is known to mean. */
export const ServerLogCause = z.enum([
  'gpu-memory',
  'wrong-input',
  'incompatible-model',
  'triton',
  'disk-full',
  'no-way-out',
  'datastore',
  'gpu-missing',
])
export type ServerLogCause = z.infer<typeof ServerLogCause>

export const ServerLogLine = z.object({ text: z.string(), cause: ServerLogCause.nullable() })
export type ServerLogLine = z.infer<typeof ServerLogLine>

/** The end of a server's own log. It is the server's text, whatever that says. */
export const ServerLog = z.object({
  origin: ServerOrigin,
  source: ServerLogSource,
  kind: AiServerKind.nullable(),
  /** `ok-empty`: it answered, and there is nothing in it. */
  state: ServerState,
  reason: ServerReason.nullable(),
  lines: z.array(ServerLogLine),
  /** It came as a page, whose markup was taken off. */
  wasPage: z.boolean(),
  /** Lines or ends of lines were left out, because there is more than is shown. */
  wasCut: z.boolean(),
  /** Memory of each graphics card, in MiB, where the text says it. */
  gpus: z.array(z.object({ usedMiB: z.number(), totalMiB: z.number() })),
  readAt: Instant,
})
export type ServerLog = z.infer<typeof ServerLog>
