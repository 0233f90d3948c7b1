import { RequestCount } from '@ohif-admin/contracts'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import type { LiveMessage } from '../../lib/topics.ts'

/** Under this key is everything that was read of requests. */
export const REQUESTS_ROOT = ['requests'] as const

/** Changes come by the stream; this is for a stream that is down. One small request per tab in view. */
const POLL_MS = 60_000

export const requestCountQuery = (api: Api) =>
  queryOptions({
    queryKey: [...REQUESTS_ROOT, 'count'] as const,
    queryFn: ({ signal }) => api.read(RequestCount, 'requests/count', { signal }),
    refetchInterval: POLL_MS,
  })

/** Reads again what is shown of requests when the stream says that one changed, or may have. */
export function applyRequestMessage(client: QueryClient, { type }: LiveMessage): void {
  if (type === 'requests' || type === 'opened' || type === 'gap')
    void client.invalidateQueries({ queryKey: REQUESTS_ROOT })
}
