import {
  type CoverageProject,
  CoverageProjectPage,
  CoverageScan,
  CoverageScanList,
  type CoverageSession,
  CoverageSessionPage,
  type ProjectId,
  type RunData,
  type StartCoverageScan,
} from '@ohif-admin/contracts'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, Query } from '../../lib/api.ts'
import type { LiveMessage } from '../../lib/topics.ts'
import type { ProjectFilter, SessionFilter } from './coverage-view.ts'

/** Rows per request: about five screens. */
export const ROWS_PER_PAGE = 200
/** At most one request in this time per list, however fast a scan goes. */
const STALE_MS = 2_000
/** What changes without a word: what another console of the site does, or sessions that are gone. */
const POLL_MS = 30_000

/** What is marked stale reads itself again soon, the rest now and then. */
const pace = ({ state }: { state: { isInvalidated: boolean } }) => (state.isInvalidated ? STALE_MS : POLL_MS)

const asQuery = (filter: ProjectFilter | SessionFilter): Query => ({
  ...filter,
  search: filter.search || undefined,
})

export interface Paged<Row> {
  rows: readonly Row[]
  total: number
}

/** How a page of a list is read. */
export interface PageQuery<Row> {
  queryKey: readonly unknown[]
  queryFn: (context: { signal: AbortSignal }) => Promise<Paged<Row>>
  refetchInterval: typeof pace
}

export const coverageQueries = {
  root: ['coverage'] as const,
  scans: (api: Api) =>
    queryOptions({
      queryKey: [...coverageQueries.root, 'scans'] as const,
      queryFn: ({ signal }) => api.read(CoverageScanList, 'coverage/scans', { signal }),
      refetchInterval: pace,
    }),
  /** Sums over everything the reader sees, or what is known of one project. */
  summary: (api: Api, data: RunData, projectId?: ProjectId) =>
    queryOptions({
      queryKey: [...coverageQueries.root, 'summary', data, projectId ?? null] as const,
      queryFn: ({ signal }) =>
        api.read(CoverageProjectPage, 'coverage/projects', { query: { data, projectId, limit: 1 }, signal }),
      refetchInterval: pace,
    }),
  projects: (api: Api, filter: ProjectFilter, page: number): PageQuery<CoverageProject> => ({
    queryKey: [...coverageQueries.root, 'projects', filter, page],
    queryFn: async ({ signal }) => {
      const query = { ...asQuery(filter), ...placeOf(page) }
      const { projects, total } = await api.read(CoverageProjectPage, 'coverage/projects', { query, signal })
      return { rows: projects, total }
    },
    refetchInterval: pace,
  }),
  sessions: (api: Api, filter: SessionFilter, page: number): PageQuery<CoverageSession> => ({
    queryKey: [...coverageQueries.root, 'sessions', filter, page],
    queryFn: async ({ signal }) => {
      const query = { ...asQuery(filter), ...placeOf(page) }
      const { sessions, total } = await api.read(CoverageSessionPage, 'coverage/sessions', { query, signal })
      return { rows: sessions, total }
    },
    refetchInterval: pace,
  }),
}

const placeOf = (page: number) => ({ offset: page * ROWS_PER_PAGE, limit: ROWS_PER_PAGE })

/** Reads again what is shown when the stream says that something changed, or may have. */
export function applyCoverageMessage(client: QueryClient, { type }: LiveMessage): void {
  if (type !== 'coverage' && type !== 'opened' && type !== 'gap') return
  // A scan says so four times a second: the lists read themselves again at their own pace.
  void client.invalidateQueries({
    queryKey: coverageQueries.root,
    refetchType: type === 'coverage' ? 'none' : 'active',
  })
}

export const startScan = (api: Api, body: StartCoverageScan) =>
  api.read(CoverageScan, 'coverage/scans', { method: 'POST', body })

export type ScanOrder = { action: 'pause' | 'resume' | 'cancel' } | { perSecond: number }

/** Steers a scan, or changes its pace. */
export function orderScan(api: Api, { id }: Pick<CoverageScan, 'id'>, order: ScanOrder) {
  const path = `coverage/scans/${encodeURIComponent(id)}`
  return 'action' in order
    ? api.read(CoverageScan, `${path}/control`, { method: 'POST', body: order })
    : api.read(CoverageScan, `${path}/pace`, { method: 'PUT', body: order })
}

/** Where the sessions are as a file, whole or filtered. */
export function exportUrl(api: Api, filter: SessionFilter, format: 'csv' | 'json'): string {
  return api.url('coverage/export', { ...asQuery(filter), sort: undefined, format })
}
