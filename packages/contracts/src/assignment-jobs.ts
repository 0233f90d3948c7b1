import { z } from 'zod'
import { EffectSummary } from './assignment-changes.ts'
import { AssignmentPlace, MAX_ENTRIES } from './assignments.ts'
import { ErrorCode } from './errors.ts'
import { Instant } from './ids.ts'

export const MAX_JOB_PLACES = 20_000

const Places = z.array(AssignmentPlace).min(1).max(MAX_JOB_PLACES)
const Entry = z.string().max(4_000)
const reason = z.string().trim().max(500).default('')
const jobId = z.uuid()

/** A change of many lists at once, before anything is changed. */
export const PrepareJob = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('set'),
    places: Places,
    list: z.array(Entry).min(1).max(MAX_ENTRIES),
    reason,
  }),
  z.strictObject({ kind: z.literal('replace'), places: Places, from: Entry, to: Entry, reason }),
  z.strictObject({ kind: z.literal('clear'), places: Places, reason }),
  z.strictObject({ kind: z.literal('csv'), csv: z.string().max(2_000_000), reason }),
  z.strictObject({ kind: z.literal('undo'), jobId, reason }),
])
export type PrepareJob = z.infer<typeof PrepareJob>

export const StartJob = z
  .strictObject({
    /** Start only when the person's last look at each new server speaks for it. */
    checkFirst: z.boolean().default(false),
    /** Why it is to be started all the same, when looks speak against it. */
    despite: z.string().trim().min(1).max(500).nullable().default(null),
  })
  .prefault({})
export type StartJob = z.infer<typeof StartJob>

export const JobKind = z.enum(['set', 'replace', 'clear', 'csv', 'undo'])
export type JobKind = z.infer<typeof JobKind>

/**
 * `prepared`: shown, not started. `waiting-for-sign-in`: goes on when the person who started it is signed in.
 * `stopped`: ended by somebody; what was done stays done.
 */
export const JobState = z.enum(['prepared', 'running', 'waiting-for-sign-in', 'done', 'stopped'])
export type JobState = z.infer<typeof JobState>

/**
 * `same`: has that list already. `unreadable`: could not be read, left out. `moved`: somebody else changed it since the
 * preview, left as it is. `unknown`: the answer was lost; looked at again until XNAT says.
 */
export const JobItemState = z.enum([
  'waiting',
  'sending',
  'done',
  'same',
  'moved',
  'failed',
  'unknown',
  'unreadable',
])
export type JobItemState = z.infer<typeof JobItemState>

export const JobItem = z.object({
  position: z.number().int().nonnegative(),
  place: AssignmentPlace,
  title: z.string().nullable(),
  /** Null: XNAT had no list. */
  before: z.array(z.string()).nullable(),
  after: z.array(z.string()),
  state: JobItemState,
  code: ErrorCode.nullable(),
  /** XNAT's own words. */
  said: z.string().nullable(),
})
export type JobItem = z.infer<typeof JobItem>

export const JobCounts = z.record(JobItemState, z.number().int().nonnegative())
export type JobCounts = z.infer<typeof JobCounts>

export const AssignmentJob = z.object({
  id: jobId,
  kind: JobKind,
  state: JobState,
  by: z.string(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  reason: z.string().nullable(),
  /** The job this one undoes, and the one that undoes it. */
  undoes: jobId.nullable(),
  undoneBy: jobId.nullable(),
  total: z.number().int().nonnegative(),
  counts: JobCounts,
})
export type AssignmentJob = z.infer<typeof AssignmentJob>

/** A server that viewers would newly be sent to, and how many lists begin with it. */
export const JobServer = z.object({ server: z.string(), lists: z.number().int().positive() })
export type JobServer = z.infer<typeof JobServer>

/** A prepared job with all it would do, and for whom. */
export const AssignmentJobDetail = AssignmentJob.extend({
  items: z.array(JobItem),
  /** Each once; they are looked at before the change is started. */
  servers: z.array(JobServer),
  effect: EffectSummary,
})
export type AssignmentJobDetail = z.infer<typeof AssignmentJobDetail>

export const AssignmentJobItems = z.object({ items: z.array(JobItem) })
export type AssignmentJobItems = z.infer<typeof AssignmentJobItems>

/** Newest first. */
export const AssignmentJobList = z.object({ jobs: z.array(AssignmentJob) })
export type AssignmentJobList = z.infer<typeof AssignmentJobList>
