import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { forgetPerson } from '../features/session/session.queries.ts'
import { useApi } from '../lib/api-context.tsx'
import { keepPreferences } from '../lib/preferences.ts'
import { announceSignOut } from './sign-out-channel.ts'

/** Signs out here and in the other tabs, and forgets everything that was read. */
export function useSignOut() {
  const api = useApi()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => keepPreferences(api.session.signOut),
    onSuccess: async () => {
      announceSignOut()
      await navigate({ to: '/sign-in', search: { ended: 'signed-out' } })
      forgetPerson(queryClient)
    },
  })
}
