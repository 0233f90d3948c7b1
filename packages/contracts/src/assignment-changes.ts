import { z } from 'zod'
import { Despite, SaveCheck, SeenList } from './assignment-problems.ts'
import { Assignment, AssignmentPlace, ChangeKind, CheckedEntry, MAX_ENTRIES } from './assignments.ts'
import { Instant, ProjectId } from './ids.ts'

/** `fresh`: what XNAT said in the last 30 seconds will not do. */
export const AssignmentListQuery = z.strictObject({ fresh: z.enum(['true', 'false']).default('false') })

const Entries = z.array(z.string().max(4_000)).max(MAX_ENTRIES)
const Reason = z.string().trim().max(500).default('')

export const SaveAssignment = z.strictObject({
  /** The whole new list in its order; empty to use the site's default. */
  list: Entries,
  /** The list as the sender saw it. */
  seen: SeenList,
  reason: Reason,
  through: z.enum(['edit', 'restore']).default('edit'),
  /** Look at a server that is to be used anew, and save only when nothing speaks against it. */
  checkFirst: z.boolean().default(false),
  despite: Despite,
})
export type SaveAssignment = z.infer<typeof SaveAssignment>

/** `unchanged`: XNAT had this list already. `changed-again`: stored, and somebody has changed it since. */
export const SaveOutcome = z.enum(['saved', 'unchanged', 'changed-again'])
export type SaveOutcome = z.infer<typeof SaveOutcome>

export const SavedAssignment = z.object({
  outcome: SaveOutcome,
  assignment: Assignment,
  /** What the look before it found; left out when there was none. */
  check: SaveCheck.optional(),
})
export type SavedAssignment = z.infer<typeof SavedAssignment>

/** A list in an address: JSON, since entries may hold any character. */
const ListInQuery = z
  .string()
  .max(12_000)
  .transform((text, context) => {
    try {
      return Entries.parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON array of texts' })
      return z.NEVER
    }
  })

export const CheckListQuery = z.strictObject({ list: ListInQuery })
export const CheckedList = z.object({ entries: z.array(CheckedEntry) })
export type CheckedList = z.infer<typeof CheckedList>

export const AssignmentImpactQuery = z.strictObject({ place: AssignmentPlace, list: ListInQuery })

/** A project whose viewers would use another server. */
export const EffectChange = z.object({
  projectId: ProjectId,
  title: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type EffectChange = z.infer<typeof EffectChange>

/** For whom the effective server changes. */
export const EffectSummary = z.object({
  /** Projects whose effective server changes, and how many could not be asked. */
  changes: z.number().int().nonnegative(),
  unknown: z.number().int().nonnegative(),
  projects: z.number().int().nonnegative(),
  /** The first hundred of `changes`. */
  first: z.array(EffectChange),
})
export type EffectSummary = z.infer<typeof EffectSummary>

export const AssignmentVersion = z.object({
  version: z.number().int().positive(),
  /** Null: XNAT had no list. */
  list: z.array(z.string()).nullable(),
  kind: ChangeKind,
  by: z.string().nullable(),
  at: Instant,
  stamp: z.string().nullable(),
  reason: z.string().nullable(),
  /** `unknown`: the answer was lost, and XNAT could not be asked since. */
  outcome: z.enum(['confirmed', 'unknown', 'not-applied']),
  jobId: z.uuid().nullable(),
})
export type AssignmentVersion = z.infer<typeof AssignmentVersion>

/** Newest first. */
export const AssignmentHistory = z.object({ versions: z.array(AssignmentVersion) })
export type AssignmentHistory = z.infer<typeof AssignmentHistory>
