import { AuditCount, AuditDetail, type AuditFilter, AuditPage } from '@ohif-admin/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Api, Query } from '../../lib/api.ts'

const ROWS_PER_PAGE = 100

const asQuery = (filter: AuditFilter): Query => ({ ...filter })

export const auditQueries = {
  root: ['audit'] as const,
  rows: (api: Api, filter: AuditFilter) =>
    infiniteQueryOptions({
      queryKey: [...auditQueries.root, 'rows', filter] as const,
      queryFn: ({ pageParam, signal }) =>
        api.read(AuditPage, 'audit', {
          query: { ...asQuery(filter), before: pageParam ?? undefined, limit: ROWS_PER_PAGE },
          signal,
        }),
      initialPageParam: null as number | null,
      getNextPageParam: ({ next }) => next,
      // Reading again means reading every page again: that is for the reader to ask.
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    }),
  count: (api: Api, filter: AuditFilter) =>
    queryOptions({
      queryKey: [...auditQueries.root, 'count', filter] as const,
      queryFn: async ({ signal }) =>
        (await api.read(AuditCount, 'audit/count', { query: asQuery(filter), signal })).rows,
    }),
  detail: (api: Api, seq: number) =>
    queryOptions({
      queryKey: [...auditQueries.root, 'detail', seq] as const,
      queryFn: ({ signal }) => api.read(AuditDetail, `audit/${seq}`, { signal }),
    }),
}

/** Where the audit is as a file, whole or filtered. */
export function exportUrl(api: Api, filter: AuditFilter, format: 'csv' | 'json'): string {
  return api.url('audit/export', { ...asQuery(filter), format })
}
