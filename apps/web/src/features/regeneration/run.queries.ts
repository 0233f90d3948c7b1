import type { ProjectId, RunId, RunSessionsQuery } from '@ohif-admin/contracts'
import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { ApiError } from '../../lib/api-error.ts'
import { paceOfFailed } from '../../lib/pace-of-failed.ts'
import { logViewOf } from './log-view.ts'

/** Rows per request: about five screens. */
export const SESSIONS_PER_PAGE = 200
const RECENT_RUNS = 50
/** At most one request in this time per list, however fast the run goes. */
const STALE_LIST_MS = 2000

/** Lists that are marked stale read themselves again, all others wait for a mark. What is gone stays gone. */
export function paceOfStaleList({ state }: { state: { isInvalidated: boolean; error: Error | null } }) {
  if (state.error instanceof ApiError && state.error.status === 404) return false
  return state.isInvalidated && STALE_LIST_MS
}

export type SessionFilter = Pick<RunSessionsQuery, 'show' | 'search'>

/** Keys and requests of runs, from general to particular. Live messages patch what is cached under them. */
export const runQueries = {
  root: ['runs'] as const,
  lists: ['runs', 'list'] as const,
  sessionsOf: (id: RunId) => ['runs', 'sessions', id] as const,
  logOf: (id: RunId) => ['runs', 'log', id] as const,

  recent: (api: Api) =>
    queryOptions({
      queryKey: [...runQueries.lists, RECENT_RUNS] as const,
      queryFn: async ({ signal }) => (await api.runs.list(RECENT_RUNS, { signal })).runs,
      refetchInterval: paceOfFailed,
    }),
  detail: (api: Api, id: RunId) =>
    queryOptions({
      queryKey: ['runs', 'detail', id] as const,
      queryFn: ({ signal }) => api.runs.get(id, { signal }),
    }),
  sessions: (api: Api, id: RunId, { show, search }: SessionFilter, page: number) =>
    queryOptions({
      queryKey: [...runQueries.sessionsOf(id), show, search, page] as const,
      // A filtered list gains and loses rows while the run goes on; it is read again only when a change says so.
      refetchInterval: paceOfStaleList,
      queryFn: ({ signal }) =>
        api.runs.sessions(
          id,
          { show, search, offset: page * SESSIONS_PER_PAGE, limit: SESSIONS_PER_PAGE },
          { signal },
        ),
    }),
  log: (api: Api, id: RunId) =>
    queryOptions({
      queryKey: runQueries.logOf(id),
      queryFn: async ({ signal }) => logViewOf(await api.runs.log(id, { signal })),
    }),
  impact: (api: Api, projectId: ProjectId) =>
    queryOptions({
      queryKey: ['runs', 'impact', projectId] as const,
      queryFn: ({ signal }) => api.runs.impact(projectId, { signal }),
      // Said right before a decision: what was true a minute ago is not good enough.
      staleTime: 5000,
      refetchInterval: paceOfFailed,
    }),
}
