import {
  type ApproveRequest,
  ChangeRequest,
  ChangeRequestDetail,
  type ChangeRequestId,
  CheckedList,
  type ProjectId,
  type ProposeChange,
  RequestPage,
  type RequestState,
} from '@ohif-admin/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { REQUESTS_ROOT } from './requests-count.queries.ts'

const PAGE_ROWS = 100

export interface RequestsFilter {
  state: RequestState | undefined
  search: string
}

export const requestQueries = {
  root: REQUESTS_ROOT,
  list: (api: Api, { state, search }: RequestsFilter) =>
    infiniteQueryOptions({
      queryKey: ['requests', 'list', state ?? '', search] as const,
      queryFn: ({ pageParam, signal }) =>
        api.read(RequestPage, 'requests', {
          query: { state, search, offset: pageParam, limit: PAGE_ROWS },
          signal,
        }),
      initialPageParam: 0,
      getNextPageParam: ({ total }, pages) => {
        const known = pages.reduce((sum, page) => sum + page.requests.length, 0)
        return known < total ? known : null
      },
    }),
  ofProject: (api: Api, projectId: ProjectId) =>
    queryOptions({
      queryKey: ['requests', 'project', projectId] as const,
      queryFn: ({ signal }) => api.read(RequestPage, 'requests', { query: { projectId, limit: 5 }, signal }),
    }),
  detail: (api: Api, id: ChangeRequestId) =>
    queryOptions({
      queryKey: ['requests', 'detail', id] as const,
      queryFn: ({ signal }) => api.read(ChangeRequestDetail, `requests/${id}`, { signal }),
      // Said right before a decision.
      staleTime: 0,
    }),
  check: (api: Api, list: readonly string[]) =>
    queryOptions({
      queryKey: ['requests', 'check', list] as const,
      queryFn: async ({ signal }) =>
        (await api.read(CheckedList, 'assignments/check', { query: { list: JSON.stringify(list) }, signal }))
          .entries,
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

type Verb =
  | { verb: 'approve'; body: ApproveRequest }
  | { verb: 'refuse'; body: { word: string } }
  | { verb: 'withdraw' | 'acknowledge'; body: Record<string, never> }

export const sendVerb = (api: Api, id: ChangeRequestId, { verb, body }: Verb) =>
  api.read(ChangeRequest, `requests/${id}/${verb}`, { method: 'POST', body })

export const sendProposal = (api: Api, body: ProposeChange) =>
  api.read(ChangeRequest, 'requests', { method: 'POST', body })
