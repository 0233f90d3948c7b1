import type { Me } from '@ohif-admin/contracts'
import { useSuspenseQuery } from '@tanstack/react-query'
import { sessionQueries } from '../features/session/session.queries.ts'
import { useApi } from '../lib/api-context.tsx'

/** Who is signed in. Only below the frame, whose route has made sure that somebody is. */
export function useMe(): Me {
  return useSuspenseQuery(sessionQueries.me(useApi())).data
}
