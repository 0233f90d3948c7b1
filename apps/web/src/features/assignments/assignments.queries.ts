import {
  Assignment,
  AssignmentHistory,
  AssignmentJob,
  AssignmentJobDetail,
  AssignmentJobItems,
  AssignmentJobList,
  AssignmentLine,
  type AssignmentPlace,
  CheckedList,
  EffectSummary,
  type PrepareJob,
  type SaveAssignment,
  SavedAssignment,
  type StartJob,
} from '@ohif-admin/contracts'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { ApiError } from '../../lib/api-error.ts'
import { jsonLines } from '../../lib/json-lines.ts'
import { type AssignmentListing, applyLines, withAssignment } from './listing.ts'

/** Rows are shown a few times a second, not one by one. */
const SHOW_EVERY_MS = 150
/** Two thousand questions to a slow XNAT take their time; each row that comes is shown. */
const LISTING_TIMEOUT_MS = 10 * 60_000
const PREPARE_TIMEOUT_MS = 5 * 60_000
const JOB_EVERY_MS = 1_000

const root = ['assignments'] as const
const listing = [...root, 'listing'] as const

const pathOf = (place: AssignmentPlace) => `assignments/places/${encodeURIComponent(place)}`
const jobPath = (id: string) => `assignments/jobs/${encodeURIComponent(id)}`

/** Keys and requests of assignments, from general to particular. */
export const assignmentQueries = {
  root,
  listing: (api: Api, { fresh = false } = {}) =>
    queryOptions({
      queryKey: listing,
      queryFn: ({ signal, client }) => readListing(api, client, { fresh, signal }),
      staleTime: 30_000,
      retry: false,
    }),
  one: (api: Api, place: AssignmentPlace) =>
    queryOptions({
      queryKey: [...root, 'one', place] as const,
      queryFn: ({ signal }) => api.read(Assignment, pathOf(place), { signal }),
      // What is edited must be what is stored, not what was stored a while ago.
      staleTime: 0,
      gcTime: 0,
    }),
  history: (api: Api, place: AssignmentPlace) =>
    queryOptions({
      queryKey: [...root, 'history', place] as const,
      queryFn: async ({ signal }) =>
        (await api.read(AssignmentHistory, `${pathOf(place)}/history`, { signal })).versions,
    }),
  check: (api: Api, list: readonly string[]) =>
    queryOptions({
      queryKey: [...root, 'check', list] as const,
      queryFn: async ({ signal }) =>
        (await api.read(CheckedList, 'assignments/check', { signal, query: { list: JSON.stringify(list) } }))
          .entries,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  impact: (api: Api, place: AssignmentPlace, list: readonly string[]) =>
    queryOptions({
      queryKey: [...root, 'impact', place, list] as const,
      queryFn: ({ signal }) =>
        api.read(EffectSummary, 'assignments/impact', {
          signal,
          query: { place, list: JSON.stringify(list) },
          timeoutMs: PREPARE_TIMEOUT_MS,
        }),
      staleTime: 10_000,
    }),
  jobs: (api: Api) =>
    queryOptions({
      queryKey: [...root, 'jobs'] as const,
      queryFn: async ({ signal }) => (await api.read(AssignmentJobList, 'assignments/jobs', { signal })).jobs,
    }),
  job: (api: Api, id: string) =>
    queryOptions({
      queryKey: [...root, 'job', id] as const,
      queryFn: ({ signal }) => api.read(AssignmentJob, jobPath(id), { signal }),
      refetchInterval: ({ state }) => (isGoing(state.data) ? JOB_EVERY_MS : false),
    }),
  jobItems: (api: Api, id: string, counts: AssignmentJob['counts'] | undefined) =>
    queryOptions({
      queryKey: [...root, 'job-items', id, counts] as const,
      queryFn: async ({ signal }) =>
        (await api.read(AssignmentJobItems, `${jobPath(id)}/items`, { signal })).items,
      placeholderData: (before) => before,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5_000,
    }),
}

export const isGoing = (job: AssignmentJob | undefined) =>
  job?.state === 'running' || job?.state === 'waiting-for-sign-in'

export const assignmentChanges = {
  save: (api: Api, place: AssignmentPlace, body: SaveAssignment) =>
    api.read(SavedAssignment, pathOf(place), { method: 'PUT', body, timeoutMs: PREPARE_TIMEOUT_MS }),
  prepare: (api: Api, body: PrepareJob) =>
    api.read(AssignmentJobDetail, 'assignments/jobs', {
      method: 'POST',
      body,
      timeoutMs: PREPARE_TIMEOUT_MS,
    }),
  start: (api: Api, id: string, body: StartJob) =>
    api.read(AssignmentJob, `${jobPath(id)}/start`, { method: 'POST', body, timeoutMs: PREPARE_TIMEOUT_MS }),
  step: (api: Api, id: string, step: 'retry' | 'stop') =>
    api.read(AssignmentJob, `${jobPath(id)}/${step}`, {
      method: 'POST',
      body: {},
      timeoutMs: PREPARE_TIMEOUT_MS,
    }),
}

/** Puts what is known of one place now in its row. */
export function applyAssignment(client: QueryClient, assignment: Assignment) {
  client.setQueryData<Assignment>([...root, 'one', assignment.place], assignment)
  client.setQueryData<AssignmentListing>(listing, (known) => known && withAssignment(known, assignment))
}

/** Shows rows as they come. Gives the whole; rejects when there is not even a head, or when it breaks off. */
async function readListing(
  api: Api,
  client: QueryClient,
  { fresh, signal }: { fresh: boolean; signal: AbortSignal },
): Promise<AssignmentListing> {
  const query = fresh ? { fresh: 'true' } : {}
  const body = await api.open('assignments', { query, signal, timeoutMs: LISTING_TIMEOUT_MS })
  let waiting: AssignmentLine[] = []
  let shownAt = 0
  let known = client.getQueryData<AssignmentListing>(listing)
  const show = () => {
    known = applyLines(known, waiting)
    waiting = []
    shownAt = performance.now()
    if (known) client.setQueryData(listing, known)
  }
  try {
    for await (const document of jsonLines(body)) {
      signal.throwIfAborted()
      const line = AssignmentLine.safeParse(document)
      if (!line.success) throw new ApiError('unreadable', 200, { cause: line.error })
      waiting.push(line.data)
      if (performance.now() - shownAt > SHOW_EVERY_MS) show()
    }
  } catch (cause) {
    if (signal.aborted || cause instanceof ApiError) throw cause
    throw new ApiError(cause instanceof SyntaxError ? 'unreadable' : 'unreachable', 0, { cause })
  }
  known = applyLines(known, waiting)
  if (!known || known.state === 'arriving') throw new ApiError('unreachable', 0)
  // Nothing on this page works any more: the person has to sign in again.
  if (known.code === 'xnat-session-expired') throw new ApiError('xnat-session-expired', 401)
  return known
}
