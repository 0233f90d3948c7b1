import { z } from 'zod'
import { FollowUpTake, GuidedSettings, ServerZone } from './guided.ts'
import { IdempotencyKey, Instant, ProjectId, RunId } from './ids.ts'
import { LogSight, RunData } from './runs.ts'

/** XNAT accession ids of subjects and sessions (`XNAT_S00012`). Labels are no ids: XNAT fails on them half way. */
export const AccessionId = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'an id has only letters, digits, ., - and _')
  .brand<'AccessionId'>()
export type AccessionId = z.infer<typeof AccessionId>

const site = { scope: z.literal('site') }
const project = { scope: z.literal('project'), projectId: ProjectId }
const subject = { scope: z.literal('subject'), projectId: ProjectId, subjectId: AccessionId }
const session = { scope: z.literal('session'), projectId: ProjectId, sessionId: AccessionId }

/** What a run covers. */
export const RunTarget = z.discriminatedUnion('scope', [
  z.strictObject(site),
  z.strictObject(project),
  z.strictObject(subject),
  z.strictObject(session),
])
export type RunTarget = z.infer<typeof RunTarget>

/** Sessions picked one by one. */
export const SessionRef = z.strictObject({ projectId: ProjectId, sessionId: AccessionId })
export type SessionRef = z.infer<typeof SessionRef>

/** The sessions of a guided run: of a target, of an earlier run, of the coverage scan, or picked one by one. */
export const GuidedSelection = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('target'), target: RunTarget }),
  z.strictObject({ of: z.literal('run'), runId: RunId, take: FollowUpTake }),
  /**
   * Sessions whose data the last scan found missing, of one project or of all; `withUnknown` takes those too that XNAT
   * could not tell about.
   */
  z.strictObject({
    of: z.literal('coverage'),
    projectId: ProjectId.nullable(),
    withUnknown: z.boolean().optional(),
  }),
  z.strictObject({ of: z.literal('sessions'), sessions: z.array(SessionRef).min(1).max(500) }),
])
export type GuidedSelection = z.infer<typeof GuidedSelection>

const when = {
  idempotencyKey: IdempotencyKey,
  /** Not before this time; absent or past starts it as soon as nothing else runs. */
  notBefore: Instant.optional(),
  repeat: z.enum(['nightly']).optional(),
  /**
   * Lets the run start or go on when the person is signed out: the console asks XNAT for an alias token of this person
   * and keeps it, encrypted, until the run is over.
   */
  afterSignOut: z.boolean().default(false),
}

export const StartRun = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bulk'),
    target: RunTarget,
    data: RunData.default('viewer'),
    /** DICOMweb only: index again what is indexed already. */
    overwrite: z.boolean().default(false),
    /** The site's name as a person typed it, for a run over the whole site. */
    confirm: z.string().max(200).optional(),
    ...when,
  }),
  z.strictObject({
    kind: z.literal('guided'),
    select: GuidedSelection,
    data: RunData.default('viewer'),
    settings: GuidedSettings.default({ sessionsAtOnce: 1, pauseMs: 0, quietHours: null }),
    confirm: z.string().max(200).optional(),
    ...when,
  }),
])
export type StartRun = z.infer<typeof StartRun>
export type StartBulkRun = Extract<StartRun, { kind: 'bulk' }>
export type StartGuidedRun = Extract<StartRun, { kind: 'guided' }>

/** What a person may do to a run. `cancel` takes it out of the queue; the others are for guided runs. */
export const RunControl = z.strictObject({
  action: z.enum(['pause', 'resume', 'stop', 'cancel', 'start-now']),
})
export type RunControl = z.infer<typeof RunControl>

/** The whole queue in its new order; refused when the queue is another one by now. */
export const QueueOrder = z.strictObject({ runIds: z.array(RunId).max(200) })
export type QueueOrder = z.infer<typeof QueueOrder>

/** What would be started, in the form of the start without its key. */
export const ImpactRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bulk'), target: RunTarget, data: RunData.default('viewer') }),
  z.strictObject({ kind: z.literal('guided'), select: GuidedSelection, data: RunData.default('viewer') }),
])
export type ImpactRequest = z.infer<typeof ImpactRequest>

const count = z.number().int().nonnegative()

/** What a run would do, said before it starts. */
export const Impact = z.object({
  kind: z.enum(['bulk', 'guided']),
  data: RunData,
  scope: z.enum(['site', 'project', 'subject', 'session', 'list']),
  projectId: ProjectId.nullable(),
  projectTitle: z.string().nullable(),
  targetId: z.string().nullable(),
  targetLabel: z.string().nullable(),
  /** Null when XNAT could not be asked for the list. */
  sessions: count.nullable(),
  xnatCalls: count,
  /** By the rates of past runs on this site; null when there was none. */
  estimate: z.object({ minMs: count, maxMs: count, perMinute: z.number() }).nullable(),
  /** Of `sessions`: shared in from other projects. Whether XNAT rebuilds those with the project is not known. */
  notOwned: count,
  /** Of `sessions`, for a guided run: those this person may not edit, which XNAT would refuse. */
  notEditable: count,
  plugin: z.enum(['present', 'missing', 'unknown']),
  /** Whether this plugin has DICOMweb runs (3.7 and later). */
  dicomweb: z.boolean(),
  log: LogSight,
  /** The run in the way, when this person may see it. */
  activeRunId: RunId.nullable(),
  /** Runs that wait before this one would start. */
  queued: count,
  /** People with an open run or a run in the queue that this one would delay. */
  othersAffected: z.array(z.string()),
  zone: ServerZone,
  /** What must be typed to confirm; null when nothing must. */
  confirm: z.string().nullable(),
  /** Whether this person may start it, and if not, why. */
  refusal: z
    .enum(['not-admin', 'may-not-edit', 'plugin-missing', 'no-sessions', 'dicomweb-not-offered'])
    .nullable(),
})
export type Impact = z.infer<typeof Impact>
