import { z } from 'zod'
import { Despite, SeenList } from './assignment-problems.ts'
import { AssignedServerHealth, Assignment, CheckedEntry, MAX_ENTRIES } from './assignments.ts'
import { Instant, ProjectId } from './ids.ts'

export const ChangeRequestId = z.uuid().brand<'ChangeRequestId'>()
export type ChangeRequestId = z.infer<typeof ChangeRequestId>

/** `open` until an admin decides or the owners take it back. */
export const RequestState = z.enum(['open', 'approved', 'refused', 'withdrawn'])
export type RequestState = z.infer<typeof RequestState>

/** What was known of the asked-for server when it was asked for. */
export const AttachedCheck = z.object({
  server: z.string(),
  health: AssignedServerHealth,
  /** The check that whoever asked sent along; null when there was none. */
  checkId: z.uuid().nullable().default(null),
})
export type AttachedCheck = z.infer<typeof AttachedCheck>

/** An owner asks for another server list of a project. */
export const ChangeRequest = z.object({
  id: ChangeRequestId,
  projectId: ProjectId,
  projectTitle: z.string(),
  state: RequestState,
  /** The whole list that is asked for, in its order; empty: use the site's default. */
  list: z.array(z.string()),
  /** The project's own list when it was asked for. */
  base: SeenList,
  reason: z.string(),
  /** Of the first server of the list; null when nobody had looked at it. */
  check: AttachedCheck.nullable(),
  requestedBy: z.string(),
  requestedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  /** What whoever decided said about it. */
  word: z.string().nullable(),
  /** A decision that whoever asked has not acknowledged yet. */
  isNews: z.boolean(),
  /** What the reader may do with it now. */
  may: z.object({ decide: z.boolean(), withdraw: z.boolean(), acknowledge: z.boolean() }),
})
export type ChangeRequest = z.infer<typeof ChangeRequest>

/** One request beside the list as it is now. */
export const ChangeRequestDetail = z.object({
  request: ChangeRequest,
  entries: z.array(CheckedEntry),
  /** Null when XNAT could not be asked. */
  current: Assignment.nullable(),
  /** Whether the list has changed since it was asked for; null when nobody knows. */
  moved: z.boolean().nullable(),
})
export type ChangeRequestDetail = z.infer<typeof ChangeRequestDetail>

const Words = z.string().trim().max(500)

export const ProposeChange = z.strictObject({
  projectId: ProjectId,
  list: z.array(z.string().max(4_000)).max(MAX_ENTRIES),
  reason: Words.min(1),
  /** A check of the first server, made by whoever asks, to be sent along. */
  checkId: z.uuid().nullable().default(null),
})
export type ProposeChange = z.infer<typeof ProposeChange>

export const ApproveRequest = z.strictObject({
  /** The project's own list as whoever approves saw it. */
  seen: SeenList,
  word: Words.default(''),
  /** Look at a server that is to be used anew, and apply only when nothing speaks against it. */
  checkFirst: z.boolean().default(false),
  /** Needs a word. */
  despite: Despite,
})
export type ApproveRequest = z.infer<typeof ApproveRequest>

export const RefuseRequest = z.strictObject({ word: Words.min(1) })
export type RefuseRequest = z.infer<typeof RefuseRequest>

export const RequestsQuery = z.strictObject({
  state: RequestState.optional(),
  projectId: ProjectId.optional(),
  /** Part of a project's id or title, or of who asked. */
  search: z.string().trim().max(200).default(''),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export type RequestsQuery = z.infer<typeof RequestsQuery>

export const RequestPage = z.object({
  /** Newest first. */
  requests: z.array(ChangeRequest),
  total: z.number().int().nonnegative(),
})
export type RequestPage = z.infer<typeof RequestPage>
