import type { Me, SignInRequest } from '@ohif-admin/contracts'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { useApi } from '../../lib/api-context.tsx'

export const sessionQueries = {
  me: (api: Api) =>
    queryOptions({
      queryKey: ['session', 'me'] as const,
      queryFn: ({ signal }) => api.session.get({ signal }),
      staleTime: 60_000,
      retry: false,
    }),
  site: (api: Api) =>
    queryOptions({
      queryKey: ['session', 'site'] as const,
      queryFn: ({ signal }) => api.site.get({ signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

/** Forgets everything that was read for the person who is gone. What the sign-in page shows belongs to nobody. */
export function forgetPerson(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'site' })
}

/** Whether somebody was signed in here a moment ago. */
export function knowsPerson(client: QueryClient): boolean {
  return client.getQueryData(['session', 'me']) !== undefined
}

/** Signs in. What an earlier person saw is forgotten first. */
export function useSignIn(onDone: (me: Me) => void) {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: SignInRequest) => api.session.signIn(request),
    onSuccess: (me) => {
      forgetPerson(queryClient)
      queryClient.setQueryData(sessionQueries.me(api).queryKey, me)
      onDone(me)
    },
  })
}
