import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { logApi } from '../../lib/log-api.ts'

/** The history of a log grows slowly compared with its files. */
const REFRESH_MS = 30_000

export const BUCKETS = 120

export const logQueries = {
  root: ['log'] as const,
  files: (api: Api) =>
    queryOptions({
      queryKey: [...logQueries.root, 'files'] as const,
      queryFn: async ({ signal }) => (await logApi(api).files({ signal })).sources,
      refetchInterval: REFRESH_MS,
    }),
  density: (api: Api, source: string | undefined) =>
    queryOptions({
      queryKey: [...logQueries.root, 'density', source ?? ''] as const,
      queryFn: async ({ signal }) =>
        (await logApi(api).density({ source, buckets: BUCKETS }, { signal })).buckets,
      refetchInterval: REFRESH_MS,
      placeholderData: (old) => old,
    }),
}
