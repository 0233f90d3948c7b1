import {
  type ProjectId,
  SessionLookup,
  SessionMetadata,
  SessionRebuilds,
  SessionScans,
  SessionSearch,
  SessionSearchQuery,
} from '@ohif-admin/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { paceOfFailed } from '../../lib/pace-of-failed.ts'
import { projectsApi } from '../../lib/projects-api.ts'

/** XNAT may take half a minute for each of several calls behind one check. */
const TIMEOUT_MS = 110_000
/** What was checked stands until somebody checks again or a run ends: each check writes lines into XNAT's log. */
const checked = {
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  refetchInterval: paceOfFailed,
} as const
const AGAIN_MS = 15_000

type MetadataQueryState = Parameters<typeof paceOfFailed>[0]['state'] & { data: SessionMetadata | undefined }

const root = ['session-page'] as const
const keyOf = (projectId: ProjectId, name: string) => [...root, projectId, name] as const
const pathOf = (projectId: ProjectId) => `projects/${encodeURIComponent(projectId)}/sessions`

/** Whether a text is long enough to be looked for, and none that XNAT would take for a pattern. */
export const isSearchable = (text: string) => SessionSearchQuery.safeParse({ q: text }).success

export const sessionPageQueries = {
  /** Everything that was checked of one session. */
  of: keyOf,

  lookup: (api: Api, projectId: ProjectId, name: string) =>
    queryOptions({
      ...checked,
      queryKey: [...keyOf(projectId, name), 'lookup'] as const,
      queryFn: ({ signal }) =>
        api.read(SessionLookup, pathOf(projectId), { query: { name }, signal, timeoutMs: TIMEOUT_MS }),
    }),

  scans: (api: Api, projectId: ProjectId, id: string) =>
    queryOptions({
      ...checked,
      queryKey: [...keyOf(projectId, id), 'scans'] as const,
      queryFn: ({ signal }) =>
        api.read(SessionScans, `${pathOf(projectId)}/${encodeURIComponent(id)}/scans`, {
          signal,
          timeoutMs: TIMEOUT_MS,
        }),
    }),

  metadata: (api: Api, projectId: ProjectId, id: string, index: boolean) =>
    queryOptions({
      ...checked,
      queryKey: [...keyOf(projectId, id), 'metadata', index] as const,
      // An XNAT that did not answer is an answer of ours: it, too, may heal by itself.
      refetchInterval: (query: { state: MetadataQueryState }) =>
        query.state.data?.viewer.state === 'not-answered' ? AGAIN_MS : paceOfFailed(query),
      queryFn: ({ signal }) =>
        api.read(SessionMetadata, `${pathOf(projectId)}/${encodeURIComponent(id)}/metadata`, {
          query: { index: index ? 'true' : undefined },
          signal,
          timeoutMs: TIMEOUT_MS,
        }),
    }),

  /** Page after page further back in the log; the first one has the runs too. */
  rebuilds: (api: Api, projectId: ProjectId, id: string) =>
    infiniteQueryOptions({
      ...checked,
      queryKey: [...keyOf(projectId, id), 'rebuilds'] as const,
      queryFn: ({ signal, pageParam }) =>
        api.read(SessionRebuilds, `${pathOf(projectId)}/${encodeURIComponent(id)}/rebuilds`, {
          query: { before: pageParam },
          signal,
          timeoutMs: TIMEOUT_MS,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ log }) => log.before ?? undefined,
    }),

  search: (api: Api, text: string) =>
    queryOptions({
      queryKey: ['session-search', text] as const,
      queryFn: ({ signal }) =>
        api.read(SessionSearch, 'sessions', { query: { q: text }, signal, timeoutMs: TIMEOUT_MS }),
      staleTime: 60_000,
    }),

  /** The image sessions of a project, as XNAT lists them. */
  ofProject: (api: Api, projectId: ProjectId) =>
    queryOptions({
      queryKey: ['project-sessions', projectId] as const,
      queryFn: ({ signal }) => projectsApi(api).sessions(projectId, { signal }),
      staleTime: 60_000,
      refetchInterval: paceOfFailed,
    }),
}
