import { z } from 'zod'
import { Instant, ProjectId } from './ids.ts'

const count = z.number().int().nonnegative()

/** Scheme, host and port as the viewer calls them: what the registered texts of a server come to. */
export const ServerOrigin = z
  .string()
  // A host that is not ASCII grows when it is written as browsers send it.
  .max(4_000)
  .refine((text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text), {
    message: 'an origin is http or https, a host and perhaps a port',
  })
  .brand<'ServerOrigin'>()
export type ServerOrigin = z.infer<typeof ServerOrigin>

export const AiServerKind = z.enum(['aiaa', 'monai-label'])
export type AiServerKind = z.infer<typeof AiServerKind>

/** `3.x` and `4.x` are read off the models and only a hint. */
export const AiaaGeneration = z.enum(['3.x', '4.x', '4.1', 'unknown'])
export type AiaaGeneration = z.infer<typeof AiaaGeneration>

/**
 * How a server is, seen from the console's server; a browser may see something else. `degraded`: it answers, and
 * something in the answer breaks the viewer. `busy`: connected, and no answer came. `not-called`: the console's own rules
 * keep it from calling the address.
 */
export const ServerState = z.enum([
  'ok',
  'ok-empty',
  'degraded',
  'busy',
  'unreachable',
  'tls-error',
  'wrong-service',
  'auth-required',
  'error',
  'not-called',
  'not-checked',
])
export type ServerState = z.infer<typeof ServerState>

/** Why a server is in its state; null where the state says it all. */
export const ServerReason = z.enum([
  'no-answer',
  'stalled',
  'not-a-url',
  'dns',
  'refused',
  'connect-timeout',
  'no-route',
  'closed',
  'certificate-out-of-date',
  'certificate-self-signed',
  'certificate-untrusted',
  'certificate-for-another-host',
  'handshake',
  'not-http',
  'redirects',
  'not-found',
  'not-json',
  'other-json',
  'too-large',
  'empty-refusal',
  'other-status',
  'unauthenticated',
  'forbidden',
  'gateway',
  'server-error',
  'unexpected-body',
  // `not-called`
  'not-http-url',
  'has-credentials',
  'port-not-allowed',
  'not-listed',
  'address-never-allowed',
  'address-is-this-machine',
])
export type ServerReason = z.infer<typeof ServerReason>

/** What in a server's answer, or on the way to it, breaks the viewer. */
export const ModelProblem = z.object({
  code: z.enum([
    'deepgrow-without-description',
    'app-labels-not-a-list',
    'model-unreadable',
    'labels-not-a-list',
    'labels-empty',
    'labels-renumbered',
    'no-usable-model',
    'redirect-to-http',
    'redirect-elsewhere',
    // What keeps pages of XNAT from calling it, or from reading its answers.
    'mixed-content',
    'pages-kept-out',
  ]),
  /** Null when it concerns the whole list. */
  model: z.string().nullable(),
})
export type ModelProblem = z.infer<typeof ModelProblem>

export const AiModelView = z.object({
  name: z.string(),
  type: z.string(),
  description: z.string(),
  version: z.string(),
  labels: z.array(z.string()),
  labelValues: z.record(z.string(), z.number()).nullable(),
  /** What the viewer's tool does with it: offers it, lists it without being able to run it, or hides it. */
  viewer: z.enum(['usable', 'listed-only', 'hidden']),
  /** Every member this console has no use for, as the server wrote it. */
  others: z.record(z.string(), z.unknown()),
})
export type AiModelView = z.infer<typeof AiModelView>

export const Observation = z.object({
  at: Instant,
  state: ServerState,
  reason: ServerReason.nullable(),
  latencyMs: count.nullable(),
})
export type Observation = z.infer<typeof Observation>

/** One hour of looking at a server. */
export const HealthHour = z.object({
  at: Instant,
  /** The worst state of the hour. */
  state: ServerState,
  looks: count,
  medianMs: count.nullable(),
})
export type HealthHour = z.infer<typeof HealthHour>

/**
 * Who may change a server's models, as far as looking tells. `open`: everybody who reaches it. `sign-in`: it asks for one,
 * and then the viewer cannot use it. `here`: the console may, and by the server's default everybody may. `not-here`: it
 * refuses the console, so it has a list of those it lets in.
 */
export const ServerAccess = z.enum(['open', 'sign-in', 'here', 'not-here', 'unknown'])
export type ServerAccess = z.infer<typeof ServerAccess>

export const AiServer = z.object({
  origin: ServerOrigin,
  /** The texts under which it is registered. */
  entries: z.array(z.string()),
  /** Somebody asked to have it looked at although nothing registers it. */
  watched: z.boolean(),
  kind: AiServerKind.nullable(),
  generation: AiaaGeneration.nullable(),
  last: Observation.nullable(),
  /** Whoever asked for the last look; null for the console's own. */
  checkedBy: z.string().nullable(),
  /** Null until its models were read. */
  modelCount: count.nullable(),
  problems: z.array(ModelProblem),
  /** Whether anybody may change its models: these servers ask nobody for a password unless they are told to. */
  openToAll: z.enum(['yes', 'no', 'unknown']),
  usedBySite: z.boolean(),
  /** Projects whose viewers use it, of those the person can read; the first of them by name. */
  projects: count,
  firstProjects: z.array(z.object({ projectId: ProjectId, title: z.string() })),
  /** The last seven days, oldest first. */
  hours: z.array(HealthHour),
})
export type AiServer = z.infer<typeof AiServer>

export const AiServerList = z.object({
  servers: z.array(AiServer),
  /** Projects whose list XNAT did not give, so that a server may be missing here. */
  unansweredProjects: count,
  mayManage: z.boolean(),
})
export type AiServerList = z.infer<typeof AiServerList>

export const ServerQuery = z.strictObject({ origin: ServerOrigin })

export const ModelsQuery = z.strictObject({
  origin: ServerOrigin,
  /** `again` asks the server; otherwise what was read in the last minutes will do. */
  read: z.enum(['kept', 'again']).default('kept'),
})

/** What a MONAI Label app tells of how it was started: everything else of that shows only where it was started. */
export const AppFacts = z.object({
  name: z.string(),
  description: z.string(),
  version: z.string(),
  labels: z.array(z.string()),
  /** Models that can be trained; none when training was switched off at the start. */
  trainers: z.array(z.string()),
  /** Ways to choose the next image to label. */
  strategies: z.array(z.string()),
  scoring: z.array(z.string()),
  /** Names of graphics cards, or `cpu`. */
  devices: z.array(z.string()),
  datastore: z.object({
    place: z.enum(['folder', 'elsewhere', 'unknown']),
    images: count.nullable(),
    labelled: count.nullable(),
  }),
})
export type AppFacts = z.infer<typeof AppFacts>

export const ServerModels = z.object({
  origin: ServerOrigin,
  kind: AiServerKind.nullable(),
  generation: AiaaGeneration.nullable(),
  state: ServerState,
  reason: ServerReason.nullable(),
  models: z.array(AiModelView),
  problems: z.array(ModelProblem),
  /** Null for AIAA, which tells nothing of the kind, and where the list could not be read. */
  app: AppFacts.nullable(),
  readAt: Instant,
})
export type ServerModels = z.infer<typeof ServerModels>

export const WatchServer = z.strictObject({ entry: z.string().trim().min(1).max(512) })
