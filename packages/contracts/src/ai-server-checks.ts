import { z } from 'zod'
import {
  AiaaGeneration,
  AiServerKind,
  ModelProblem,
  ServerAccess,
  ServerOrigin,
  ServerReason,
  ServerState,
} from './ai-servers.ts'
import { Instant, ProjectId } from './ids.ts'

const count = z.number().int().nonnegative()

/** The steps of a check in their order. */
export const CheckStepName = z.enum([
  'address',
  'names',
  'connect',
  'tls',
  'http',
  'kind',
  'models',
  'cors',
  'preflight',
  'redirect',
  'access',
  'under-path',
])
export type CheckStepName = z.infer<typeof CheckStepName>

/**
 * One step of a check. `skipped`: a step before it did not get that far, or it does not concern this server. `note` is a
 * code the page has words for; `facts` are what those words need.
 */
export const CheckStep = z.object({
  step: CheckStepName,
  outcome: z.enum(['ok', 'attention', 'bad', 'unknown', 'skipped']),
  note: z.string().max(60).nullable(),
  facts: z.record(z.string(), z.union([z.string().max(500), z.number(), z.null()])),
  tookMs: count.nullable(),
})
export type CheckStep = z.infer<typeof CheckStep>

export const CheckRequest = z.strictObject({
  entry: z.string().trim().min(1).max(512),
  /** The project it is looked at for: whoever can read that project can read the report. */
  projectId: ProjectId.nullable().default(null),
})
export type CheckRequest = z.infer<typeof CheckRequest>

export const LookBeforeUse = CheckRequest.pick({ entry: true })

/**
 * What a browser can tell of a server. `answers`: it reaches the server and may read the answers. `unread`: it reaches the
 * server; whether pages of XNAT may read the answers cannot be seen from a page that is not one of them. `network`: no
 * connection came about, and no browser says why. `blocked-here`: this browser kept the console from looking.
 */
export const BrowserNote = z.enum([
  'answers',
  'unread',
  'no-cors',
  'error-status',
  'mixed-content',
  'network',
  'timeout',
  'redirected',
  'blocked-here',
])
export type BrowserNote = z.infer<typeof BrowserNote>

const BrowserOutcome = z.enum(['ok', 'attention', 'bad', 'unknown'])

/** `scheme`: may a page of XNAT call it at all; `reach`: something answers; `read`: a page may read the answer. */
export const BrowserStep = z.strictObject({
  step: z.enum(['scheme', 'reach', 'read']),
  outcome: BrowserOutcome,
  tookMs: count.nullable(),
})
export type BrowserStep = z.infer<typeof BrowserStep>

/** What one person's browser found, sent along by that person: their word, not the console's. */
export const BrowserVerdict = z.strictObject({
  outcome: BrowserOutcome,
  note: BrowserNote,
  /** `xnat`: called from the origin of XNAT's pages, as the viewer does. `nobody`: from a page without an origin. */
  calledAs: z.enum(['xnat', 'nobody']),
  status: z.number().int().min(0).max(999).nullable(),
  tookMs: count.nullable(),
  steps: z.array(BrowserStep).max(3),
})
export type BrowserVerdict = z.infer<typeof BrowserVerdict>

export const CheckReport = z.object({
  id: z.uuid(),
  entry: z.string(),
  origin: ServerOrigin.nullable(),
  /** The registered path that the viewer leaves out. */
  droppedPath: z.string().nullable(),
  kind: AiServerKind.nullable(),
  generation: AiaaGeneration.nullable(),
  /** As seen from the console's server. */
  state: ServerState,
  reason: ServerReason.nullable(),
  steps: z.array(CheckStep),
  problems: z.array(ModelProblem),
  models: count.nullable(),
  access: ServerAccess.default('unknown'),
  /** As seen from the browser of the person who checked; null when it was not asked. Never merged with the other. */
  browser: BrowserVerdict.nullable(),
  checkedAt: Instant,
  checkedBy: z.string(),
  projectId: ProjectId.nullable().default(null),
})
export type CheckReport = z.infer<typeof CheckReport>

/** Whether a browser is sent to the server of a check: not where nobody should ever call. */
export const mayProbe = ({ origin, reason }: Pick<CheckReport, 'origin' | 'reason'>): boolean =>
  origin !== null && reason !== 'address-never-allowed' && reason !== 'port-not-allowed'
