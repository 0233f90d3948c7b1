import {
  ManagedServer,
  ModelLoad,
  type PrepareLoad,
  Removal,
  type RemoveModel,
  type ServerOrigin,
} from '@ohif-admin/contracts'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Api } from '../../lib/api.ts'
import type { LiveMessage } from '../../lib/topics.ts'

/** The console waits so long for MONAI Label, which may count a whole XNAT before it answers. */
const READ_MS = 150_000
const FRESH_MS = 20_000
/** Longer than the console waits for the server and its list. */
const REMOVE_MS = 90_000
/** Changes come by the stream; this is for a stream that is down, while something is under way. */
const POLL_MS = 5_000

export const aiModelQueries = {
  root: ['ai-models'] as const,
  server: (api: Api, origin: ServerOrigin, read: 'kept' | 'again' = 'kept') =>
    queryOptions({
      queryKey: [...aiModelQueries.root, 'server', origin] as const,
      queryFn: ({ signal }) =>
        api.read(ManagedServer, 'ai-models', { query: { origin, read }, signal, timeoutMs: READ_MS }),
      staleTime: FRESH_MS,
      retry: false,
      refetchInterval: ({ state }) => (activeLoad(state.data) ? POLL_MS : false),
    }),
}

/** The load that is under way; undefined when none is. */
export const activeLoad = (server: ManagedServer | undefined) =>
  server?.loads.find(({ state }) => state !== 'over')

/** Reads a server again when the stream says that something is loaded into it. */
export function applyLoadMessage(client: QueryClient, origin: ServerOrigin, message: LiveMessage): void {
  const about = message.type === 'model-loads' ? message.origin === origin : message.type === 'opened'
  if (about || message.type === 'gap')
    void client.invalidateQueries({ queryKey: [...aiModelQueries.root, 'server', origin] })
}

export const prepareLoad = (api: Api, body: z.input<typeof PrepareLoad>) =>
  api.read(ModelLoad, 'ai-models/loads', { method: 'POST', body, timeoutMs: READ_MS })

export const startLoad = (api: Api, id: string) =>
  api.read(ModelLoad, `ai-models/loads/${encodeURIComponent(id)}/start`, { method: 'POST', body: {} })

export const fileUrl = (api: Api, id: string) => api.url(`ai-models/loads/${encodeURIComponent(id)}/file`)

export const cancelLoad = (api: Api, id: string) =>
  api.read(ModelLoad, `ai-models/loads/${encodeURIComponent(id)}/cancel`, { method: 'POST', body: {} })

export const removeModel = (api: Api, body: RemoveModel) =>
  api.read(Removal, 'ai-models/removals', { method: 'POST', body, timeoutMs: REMOVE_MS })
