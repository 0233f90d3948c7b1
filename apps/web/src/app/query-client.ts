import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { forgetLostRun } from '../features/regeneration/forget-run.ts'
import { mayHeal } from '../lib/api-error.ts'

/** How long a listing or a state may be shown again without asking. Live messages correct it in between. */
const FRESH_MS = 10_000

/**
 * The cache of everything that was read. `noteError` hears every failure. What is asked for while the network is
 * away fails at once: held back, a start would be sent later, when nobody expects it any more.
 */
export function createQueryClient(noteError: (error: unknown) => void): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        noteError(error)
        void forgetLostRun(client, error, queryKey)
      },
    }),
    mutationCache: new MutationCache({ onError: noteError }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < 1 && mayHeal(error),
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return client
}
