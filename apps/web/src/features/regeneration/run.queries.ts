import type { ImpactRequest, Run, RunFilter, RunId, RunPage, RunSessionsQuery } from '@ohif-admin/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { ApiError } from '../../lib/api-error.ts'
import { paceOfFailed } from '../../lib/pace-of-failed.ts'
import { runsApi } from '../../lib/runs-api.ts'
import { logViewOf } from './log-view.ts'
import { runKeys } from './run-keys.ts'

/** Rows per request: about five screens. */
export const SESSIONS_PER_PAGE = 200
const RECENT_RUNS = 50
const HISTORY_PAGE = 50
/** Less than between two changes, each of which begins the waiting anew. */
const SOONEST_MS = 50
/** Pages of one list that are read again in the time of one request of another. */
const PAGES_AT_ONCE = 4
/** As many as a queue is shown of. */
const QUEUE_LIMIT = 100
/** At most one request in this time per list, however fast the run goes. */
const STALE_LIST_MS = 2000

/** Lists that are marked stale read themselves again, all others wait for a mark. What is gone stays gone. */
export function paceOfStaleList({ state }: { state: { isInvalidated: boolean; error: Error | null } }) {
  if (state.error instanceof ApiError && state.error.status === 404) return false
  return state.isInvalidated && STALE_LIST_MS
}

/** A page of the history, and when it was read (epoch ms). */
export type HistoryPage = RunPage & { readAt: number }

/**
 * The same for a list of pages, which are all read again: the more there are, the longer apart, so that a list that was
 * scrolled far down asks no more than a short one. Counted from the last reading: every change begins the waiting anew.
 */
export function paceOfStaleHistory({
  state,
}: {
  state: {
    isInvalidated: boolean
    error: Error | null
    /** Epoch ms; 0 before the first. */
    errorUpdatedAt: number
    data: { pages: readonly HistoryPage[] } | undefined
  }
}) {
  const pages = state.data?.pages ?? []
  if (paceOfStaleList({ state }) === false) return false
  const apart = STALE_LIST_MS * Math.max(1, Math.ceil(pages.length / PAGES_AT_ONCE))
  const triedAt = Math.max(state.errorUpdatedAt, ...pages.map((page) => page.readAt))
  return triedAt === 0 ? apart : Math.max(SOONEST_MS, triedAt + apart - Date.now())
}

/** What of the history is asked for; what is absent does not matter. */
export type HistoryFilter = Partial<RunFilter>

/** The queue from its first place on. */
export function inQueueOrder(runs: readonly Run[]): Run[] {
  const place = ({ queue }: Run) => queue?.position ?? Number.MAX_SAFE_INTEGER
  return runs.filter(({ state }) => state === 'queued').sort((a, b) => place(a) - place(b))
}

export type SessionFilter = Pick<RunSessionsQuery, 'show' | 'search'>

/** Keys and requests of runs. Live messages patch what is cached under them. */
export const runQueries = {
  ...runKeys,

  recent: (api: Api) =>
    queryOptions({
      queryKey: [...runQueries.lists, RECENT_RUNS] as const,
      queryFn: async ({ signal }) => (await runsApi(api).list(RECENT_RUNS, { signal })).runs,
      refetchInterval: paceOfFailed,
    }),
  /** Runs that wait their turn, in its order. */
  queue: (api: Api) =>
    queryOptions({
      queryKey: runQueries.queueKey,
      queryFn: async ({ signal }) =>
        inQueueOrder((await runsApi(api).page({ state: 'queued', limit: QUEUE_LIMIT }, { signal })).runs),
      refetchInterval: (query) => paceOfStaleList(query) || paceOfFailed(query),
    }),
  history: (api: Api, filter: HistoryFilter) =>
    infiniteQueryOptions({
      queryKey: [...runQueries.histories, filter] as const,
      queryFn: async ({ signal, pageParam }): Promise<HistoryPage> => ({
        ...(await runsApi(api).page({ ...filter, ...pageParam, limit: HISTORY_PAGE }, { signal })),
        readAt: Date.now(),
      }),
      initialPageParam: {} as { after?: string },
      getNextPageParam: ({ next }) => (next === null ? undefined : { after: next }),
      refetchInterval: (query) => paceOfStaleHistory(query) || paceOfFailed(query),
    }),
  detail: (api: Api, id: RunId) =>
    queryOptions({
      queryKey: ['runs', 'detail', id] as const,
      queryFn: ({ signal }) => runsApi(api).get(id, { signal }),
    }),
  sessions: (api: Api, id: RunId, { show, search }: SessionFilter, page: number) =>
    queryOptions({
      queryKey: [...runQueries.sessionsOf(id), show, search, page] as const,
      // A filtered list gains and loses rows while the run goes on; it is read again only when a change says so.
      refetchInterval: paceOfStaleList,
      queryFn: ({ signal }) =>
        runsApi(api).sessions(
          id,
          { show, search, offset: page * SESSIONS_PER_PAGE, limit: SESSIONS_PER_PAGE },
          { signal },
        ),
    }),
  log: (api: Api, id: RunId) =>
    queryOptions({
      queryKey: runQueries.logOf(id),
      queryFn: async ({ signal }) => logViewOf(await runsApi(api).log(id, { signal })),
    }),
  comparison: (api: Api, id: RunId) =>
    queryOptions({
      queryKey: ['runs', 'comparison', id] as const,
      queryFn: ({ signal }) => runsApi(api).comparison(id, { signal }),
    }),
  impact: (api: Api, request: ImpactRequest) =>
    queryOptions({
      queryKey: ['runs', 'impact', request] as const,
      queryFn: ({ signal }) => runsApi(api).impact(request, { signal }),
      // Said right before a decision: what was true a minute ago is not good enough.
      staleTime: 5000,
      refetchInterval: paceOfFailed,
    }),
}
