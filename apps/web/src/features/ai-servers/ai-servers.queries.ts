import {
  AiServerList,
  type BrowserVerdict,
  CheckReport,
  type CheckRequest,
  ServerLog,
  type ServerLogQuery,
  ServerModels,
  type ServerOrigin,
} from '@ohif-admin/contracts'
import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'

const FRESH_MS = 20_000
/** The console waits so long for MONAI Label, which may count a whole XNAT before it answers. */
const MODELS_MS = 150_000
const LOG_MS = 60_000

export const aiServerQueries = {
  root: ['ai-servers'] as const,
  list: (api: Api) =>
    queryOptions({
      queryKey: [...aiServerQueries.root, 'list'] as const,
      queryFn: ({ signal }) => api.read(AiServerList, 'ai-servers', { signal, timeoutMs: MODELS_MS }),
      staleTime: FRESH_MS,
      refetchInterval: FRESH_MS,
    }),
  models: (api: Api, origin: ServerOrigin, read: 'kept' | 'again' = 'kept') =>
    queryOptions({
      queryKey: [...aiServerQueries.root, 'models', origin] as const,
      queryFn: ({ signal }) =>
        api.read(ServerModels, 'ai-servers/models', {
          query: { origin, read },
          signal,
          timeoutMs: MODELS_MS,
        }),
      staleTime: FRESH_MS,
      // The answer of a slow server is not asked for again because somebody looked away.
      refetchOnWindowFocus: false,
      retry: false,
    }),
  log: (api: Api, query: ServerLogQuery) =>
    queryOptions({
      queryKey: [...aiServerQueries.root, 'log', query] as const,
      queryFn: ({ signal }) =>
        api.read(ServerLog, 'ai-servers/log', { query: { ...query }, signal, timeoutMs: LOG_MS }),
      staleTime: FRESH_MS,
      refetchOnWindowFocus: false,
      retry: false,
    }),
  check: (api: Api, id: string) =>
    queryOptions({
      queryKey: [...aiServerQueries.root, 'check', id] as const,
      queryFn: ({ signal }) =>
        api.read(CheckReport, `ai-servers/checks/${encodeURIComponent(id)}`, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

/** Looks at the server behind a text from the console. Longer than any of its steps may take. */
export const startCheck = (api: Api, body: CheckRequest): Promise<CheckReport> =>
  api.read(CheckReport, 'ai-servers/checks', { method: 'POST', body, timeoutMs: 300_000 })

/** Has the console look at a server although no list names it, or no longer. */
export const sendWatch = (api: Api, verb: 'watch' | 'unwatch', entry: string): Promise<void> =>
  api.send(`ai-servers/${verb}`, { method: 'POST', body: { entry } })

/** Puts what this browser saw beside what the console saw. */
export const sendBrowserVerdict = (api: Api, id: string, body: BrowserVerdict): Promise<CheckReport> =>
  api.read(CheckReport, `ai-servers/checks/${encodeURIComponent(id)}/browser`, { method: 'PUT', body })
