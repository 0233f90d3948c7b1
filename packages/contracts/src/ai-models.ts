import { z } from 'zod'
import { AiaaGeneration, AiServerKind, ServerOrigin, ServerReason, ServerState } from './ai-servers.ts'
import { Instant } from './ids.ts'
import { ModelFinding } from './model-findings.ts'

const count = z.number().int().nonnegative()

/** What is sent: a name of NVIDIA's catalogue, a configuration with its model file, a zipped archive, or weights. */
export const LoadForm = z.enum(['ngc', 'files', 'mmar', 'weights'])
export type LoadForm = z.infer<typeof LoadForm>

/** How a site administrator says that a server speaks, where it does not show. */
export const ServerGeneration = z.enum(['3.x', '4.0', '4.1'])
export type ServerGeneration = z.infer<typeof ServerGeneration>

export const ServerEngine = z.enum(['AIAA', 'TRITON', 'unknown'])
export type ServerEngine = z.infer<typeof ServerEngine>

const ModelName = z.string().min(1).max(200)
const FileName = z.string().min(1).max(255)
const UploadFile = z.strictObject({ name: FileName, bytes: count.max(Number.MAX_SAFE_INTEGER) })
export type UploadFile = z.infer<typeof UploadFile>

export const LoadSource = z.discriminatedUnion('form', [
  z.strictObject({
    form: z.literal('ngc'),
    /** Whole path in the catalogue, such as `nvidia/med/clara_pt_spleen_ct_segmentation`. */
    path: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*(\/[A-Za-z0-9][A-Za-z0-9_.-]*){1,4}$/),
    version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/),
  }),
  z.strictObject({
    form: z.literal('files'),
    config: z.string().max(1024 * 1024),
    configName: FileName,
    /** Null for a pipeline, which has no model file of its own. */
    file: UploadFile.nullable(),
  }),
  z.strictObject({ form: z.literal('mmar'), file: UploadFile }),
  z.strictObject({ form: z.literal('weights'), file: UploadFile }),
])
export type LoadSource = z.infer<typeof LoadSource>

export const PrepareLoad = z.strictObject({
  origin: ServerOrigin,
  name: ModelName,
  source: LoadSource,
  /** Overrides what was read off the server; needed where nothing could be read. */
  generation: ServerGeneration.optional(),
  engine: ServerEngine.default('unknown'),
  /** The name typed again, to replace a model that is there. */
  overwrite: ModelName.optional(),
})
export type PrepareLoad = z.infer<typeof PrepareLoad>

/**
 * `prepared`: everything that can be checked without the file is right. `receiving`: the file comes to the console.
 * `sending`: it goes on to the server. `waiting`: the server has all of it and has not answered.
 * `confirming`: it answered, and its list is read.
 */
export const LoadState = z.enum([
  'prepared',
  'receiving',
  'checking',
  'sending',
  'waiting',
  'confirming',
  'over',
])
export type LoadState = z.infer<typeof LoadState>

/**
 * What was seen. `listed`: the list shows it and did not before. `changed`: it was there, and its entry reads
 * differently. `same-entry`: the server accepted it, and the list reads as before. `replaced`: the server names the
 * checksum of the file. `accepted`: the server said so and nothing more could be seen. `missing`: the server said so,
 * and the list does not show it. `refused`: the server answered with an error. `not-sent`: nothing reached the server.
 * `cut-off`: the server did not get all of it. `unknown`: it got all of it, and no answer came.
 */
export const LoadVerdict = z.enum([
  'listed',
  'changed',
  'same-entry',
  'replaced',
  'accepted',
  'missing',
  'refused',
  'not-sent',
  'cut-off',
  'unknown',
])
export type LoadVerdict = z.infer<typeof LoadVerdict>

/** Why it ended before its time. `interrupted`: the console itself stopped. `left`: the browser broke off. */
export const LoadCause = z.enum([
  'cancelled',
  'left',
  'timeout',
  'interrupted',
  'connection',
  'invalid',
  'no-room',
  'never-started',
  'failed-here',
])
export type LoadCause = z.infer<typeof LoadCause>

const Listed = z.enum(['yes', 'no', 'unread'])

export const LoadOutcome = z.object({
  verdict: LoadVerdict,
  cause: LoadCause.nullable(),
  /** HTTP status of the server's answer. */
  status: count.nullable(),
  /** The server's own words, one line. */
  said: z.string().max(500).nullable(),
  /** Why the server could not be reached. */
  reason: ServerReason.nullable(),
  /** Whether its list showed the name at the end. */
  listed: Listed,
  findings: z.array(ModelFinding),
})
export type LoadOutcome = z.infer<typeof LoadOutcome>

export const ModelLoad = z.object({
  id: z.uuid(),
  origin: ServerOrigin,
  name: z.string(),
  form: LoadForm,
  /** What is loaded, in the words of its form: a name and version of the catalogue, or names of files. */
  what: z.string(),
  /** A model of this name was there before. */
  replaces: z.boolean(),
  startedBy: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  state: LoadState,
  /** Of the file; null where there is none. */
  totalBytes: count.nullable(),
  /** Bytes the console has got, and bytes it has handed on. */
  receivedBytes: count,
  sentBytes: count,
  /** When the call to the server began, and when it is given up. */
  sentAt: Instant.nullable(),
  givenUpAt: Instant.nullable(),
  outcome: LoadOutcome.nullable(),
})
export type ModelLoad = z.infer<typeof ModelLoad>

export const ManagedServerQuery = z.strictObject({
  origin: ServerOrigin,
  /** `again` asks the server for its models; otherwise what was read in the last minutes will do. */
  read: z.enum(['kept', 'again']).default('kept'),
})

/** What loading and removing models of one server needs to know. */
export const ManagedServer = z.object({
  origin: ServerOrigin,
  kind: AiServerKind.nullable(),
  generation: AiaaGeneration.nullable(),
  state: ServerState,
  reason: ServerReason.nullable(),
  models: z.array(z.object({ name: z.string(), type: z.string(), description: z.string() })),
  readAt: Instant,
  /** Largest file in bytes; null where the console takes no files. */
  uploadLimitBytes: count.nullable(),
  /** The one that is under way, and the last ones, newest first. */
  loads: z.array(ModelLoad),
})
export type ManagedServer = z.infer<typeof ManagedServer>

export const RemoveModel = z.strictObject({
  origin: ServerOrigin,
  name: ModelName,
  /** The name typed again. */
  confirm: ModelName,
})
export type RemoveModel = z.infer<typeof RemoveModel>

/** `gone`: the list does not show it any more. `still-there`: the server said so, and its list still shows it. */
export const Removal = z.object({
  verdict: z.enum(['gone', 'still-there', 'accepted', 'refused', 'not-sent', 'unknown']),
  status: count.nullable(),
  said: z.string().max(500).nullable(),
  reason: ServerReason.nullable(),
  listed: Listed,
})
export type Removal = z.infer<typeof Removal>
